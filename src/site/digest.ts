/** Many articles as one text, for lines on which each request is dear: contents with sizes, then each article whole. */
import { textDocument } from '../gopher/text.ts';
import { cleanLine } from '../text/clean.ts';
import { MIN_COLUMNS } from '../text/layout.ts';
import { articleText } from './article-text.ts';
import { sizeText } from './document.ts';
import type { Entry, Library } from './library.ts';
import { countOf } from './listing.ts';
import { selectorOf } from './routes.ts';
import type { SiteSettings } from './settings.ts';
import { isWhole, loadStories } from './stories.ts';
import { encodedBytes, textSetter, type View } from './view.ts';

/** The newest articles of `/latest.txt`. */
export const LATEST = 10;
/** The stored documents of a digest, and their texts in it, are no larger; what does not fit is named in its contents. */
const MAX_BYTES = 4 * 1024 * 1024;
/** The contents name so many; what is more is counted. */
const MAX_NAMED = 500;

const BORDER = '='.repeat(MIN_COLUMNS);

/** The lines of a digest of `entries` in `view`. Rejects only when something of ours fails. */
export async function digestLines(
  title: string,
  entries: readonly Entry[],
  library: Library,
  view: View,
  settings: SiteSettings,
): Promise<{ readonly lines: string[]; readonly isWhole: boolean }> {
  const { host, textFormat } = settings;
  const setter = textSetter(view);
  const contents: string[] = [];
  const texts: string[][] = [];
  const stories = await loadStories(library, entries.slice(0, MAX_NAMED), MAX_BYTES, settings);
  let left = MAX_BYTES;
  for (const [index, { entry, document }] of stories.entries()) {
    const isRead = typeof document !== 'string';
    const lines = isRead ? articleText(document, textSetter(view), host) : [];
    const bytes = isRead ? encodedBytes(view, textDocument(lines, textFormat)) : entry.bytes;
    const fits = isRead && bytes <= left;
    const why = document === 'unreadable' ? 'not to be read now' : 'left out here';
    const size = fits ? sizeText(bytes) : `${sizeText(bytes)}, ${why}`;
    contents.push(`${index + 1}. ${entry.title} (${entry.publisher}, ${size})`);
    if (fits) {
      left -= bytes;
      texts.push(['', BORDER, `[${index + 1}/${entries.length}]`, '', ...lines]);
    } else contents.push(`   ${selectorOf({ kind: 'text', path: entry.path })}`);
  }
  const more = entries.length - stories.length;
  if (more > 0) contents.push(`And ${countOf(more, 'article')} more, in the menus of their feeds.`);
  const set = (line: string): string[] => setter.lines(cleanLine(line));
  const lines = [...set(title), '', ...contents.flatMap(set), ...texts.flat()];
  return { lines, isWhole: isWhole(stories) };
}

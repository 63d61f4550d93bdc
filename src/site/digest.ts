/** Many articles as one text, for lines on which each request is dear: contents with sizes, then each article whole. */
import type { Host } from '../gopher/item.ts';
import { cleanLine } from '../text/clean.ts';
import { MIN_COLUMNS } from '../text/layout.ts';
import { articleText } from './article-text.ts';
import type { Story } from './atom.ts';
import { sizeText } from './document.ts';
import { encodedBytes, textSetter, type View } from './view.ts';

/** The newest articles of `/latest.txt`. */
export const LATEST = 10;
/** A digest is no larger; what does not fit is named in its contents. */
const MAX_BYTES = 4 * 1024 * 1024;

const BORDER = '='.repeat(MIN_COLUMNS);

/** The lines of a digest of `stories` in `view`. */
export function digestLines(title: string, stories: readonly Story[], view: View, host: Host): string[] {
  const setter = textSetter(view);
  const contents: string[] = [];
  const texts: string[] = [];
  let total = 0;
  for (const [index, { entry, document }] of stories.entries()) {
    const lines = articleText(document, textSetter(view), host);
    const bytes = encodedBytes(view, `${lines.join('\r\n')}\r\n`);
    const fits = total + bytes <= MAX_BYTES;
    const size = fits ? sizeText(bytes) : `${sizeText(bytes)}, left out here`;
    contents.push(...setter.lines(cleanLine(`${index + 1}. ${entry.title} (${entry.publisher}, ${size})`)));
    if (!fits) continue;
    total += bytes;
    texts.push('', BORDER, `[${index + 1}/${stories.length}]`, '', ...lines);
  }
  return [...setter.lines(cleanLine(title)), '', ...contents, ...texts];
}

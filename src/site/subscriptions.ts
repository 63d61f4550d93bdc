/** Lists for other programs: twtxt of a folder, and OPML of all feeds. */
import { gopherUri } from '../gopher/uri.ts';
import { cleanLine } from '../text/clean.ts';
import { instantOf } from './atom.ts';
import type { Catalogue, Entry } from './library.ts';
import { selectorIn } from './listing.ts';
import { itemTypeOf, selectorOf } from './routes.ts';
import type { SiteSettings } from './settings.ts';
import { textSetter, type View } from './view.ts';
import { element } from './xml.ts';

/** twtxt holds no more articles. */
export const MAX_LINES = 200;

/** twtxt in `view`: a line an article, `time TAB text`; articles without date are left out. */
export function twtxt(entries: readonly Entry[], { host }: SiteSettings, view: View): string {
  const setter = textSetter(view);
  const lines = entries.flatMap(({ date, title, publisher, licence, path }) => {
    if (date === undefined) return [];
    const uri = gopherUri(host, '0', selectorIn(view, { kind: 'text', path }));
    const text = setter.fold(cleanLine(`${title} (${publisher}, ${licence.name})`));
    return [`${instantOf(date)}\t${text} ${uri}`];
  });
  const note = setter.renderingNote();
  const comments = ['# Newest first. The licence of each article stands in it.'];
  if (note !== undefined) comments.push(`# ${note}`);
  return [...comments, ...lines, ''].join('\r\n');
}

/** OPML 2.0: every feed with its Atom. The addresses name no view: a program knows an article by its address. */
export function opml(catalogue: Catalogue, { host, title }: SiteSettings): string {
  const outlines = catalogue.feeds.map((feed) => {
    const atom = { kind: 'atom', path: feed.path } as const;
    const menu = { kind: 'folder', path: feed.path, page: 1 } as const;
    return element('outline', {
      type: 'rss',
      text: feed.title,
      title: feed.title,
      xmlUrl: gopherUri(host, itemTypeOf(atom), selectorOf(atom)),
      htmlUrl: gopherUri(host, itemTypeOf(menu), selectorOf(menu)),
    });
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    `<head>${element('title', {}, title)}</head>`,
    '<body>',
    ...outlines,
    '</body>',
    '</opml>',
    '',
  ].join('\r\n');
}

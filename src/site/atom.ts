/**
 * Atom 1.0 of a folder: RFC 4287, with licence links by RFC 4946, and each article whole. The same in every view: its
 * ids must never change [RFC4287-4.2.6].
 */
import type { PartialDate } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Host } from '../gopher/item.ts';
import { gopherUri } from '../gopher/uri.ts';
import { cleanText } from '../text/clean.ts';
import { conditionLines, extensionLines, noticeLines, type ServedDocument } from './document.ts';
import type { Entry, Folder } from './library.ts';
import { absoluteUri } from './link.ts';
import { selectorOf, type Route } from './routes.ts';
import type { SiteSettings } from './settings.ts';
import { element, escapeXml } from './xml.ts';

/** An article with its document. */
export interface Story {
  readonly entry: Entry;
  readonly document: ServedDocument;
}

/** A feed holds so many articles, the newest: readers ask often. */
export const STORIES_PER_FEED = 50;

const uriOf = (host: Host, type: string, route: Route): string => gopherUri(host, type, selectorOf(route));

/** [RFC3339] the first moment of a date; a month begins on its first day. */
export const instantOf = (date: PartialDate): string => `${writeDate({ day: 1, ...date })}T00:00:00Z`;

const timestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

const paragraph = (text: string): string =>
  `<p>${text
    .split('\n')
    .map((line) => escapeXml(cleanText(line)))
    .join('<br/>')}</p>`;

const anchor = (uri: string, rel?: string): string => element('a', { href: uri, rel }, uri);

/** The article's whole text and its licence block, as XHTML. */
function contentOf({ document }: Story, host: Host): string {
  const { article, licence, source } = document;
  const links = article.links.filter(({ number }) => number !== 1);
  const origin = absoluteUri(source, host);
  return [
    '<div xmlns="http://www.w3.org/1999/xhtml">',
    ...article.body.map(paragraph),
    ...links.map(({ number, uri }) => `<p>[${number}] ${anchor(absoluteUri(uri, host))}</p>`),
    '<hr/>',
    ...[...noticeLines(article), ...conditionLines(document)].map(paragraph),
    `<p>Licence: ${anchor(licence.uri, 'license')} ${escapeXml(licence.id)}</p>`,
    `<p>[1] Source: ${anchor(origin)}</p>`,
    ...[...extensionLines(document), ...article.remarks].map(paragraph),
    '</div>',
  ].join('\n');
}

/** [RFC4287-4.1.2] one entry. */
function entryOf(story: Story, host: Host): string {
  const { entry, document } = story;
  const { article, licence, source } = document;
  const text = uriOf(host, '0', { kind: 'text', path: entry.path });
  const authors = article.authors.length > 0 ? article.authors : [article.publisher];
  return [
    '<entry>',
    element('title', {}, article.title),
    element('id', {}, text),
    element('updated', {}, timestamp(entry.modifiedMs)),
    ...(entry.date === undefined ? [] : [element('published', {}, instantOf(entry.date))]),
    ...authors.map((name) => `<author>${element('name', {}, name)}</author>`),
    element('link', { rel: 'alternate', type: 'text/plain', href: text }),
    element('link', { rel: 'via', href: absoluteUri(source, host) }),
    // [RFC4946-2]
    element('link', { rel: 'license', href: licence.uri }),
    element('rights', {}, conditionLines(document).join('. ')),
    `<content type="xhtml">\n${contentOf(story, host)}\n</content>`,
    '</entry>',
  ].join('\n');
}

/** [RFC4287-4.1.1] the feed of `folder`; `stories` are its newest articles, newest first. */
export function atomFeed(
  folder: Folder,
  stories: readonly Story[],
  { host, version, title }: SiteSettings,
): string {
  const self = uriOf(host, '0', { kind: 'atom', path: folder.path });
  const updated = Math.max(0, ...stories.map(({ entry }) => entry.modifiedMs));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    element('title', {}, folder.path === '' ? title : folder.title),
    element('id', {}, self),
    element('updated', {}, timestamp(updated)),
    element('link', { rel: 'self', type: 'application/atom+xml', href: self }),
    element('link', {
      rel: 'alternate',
      href: uriOf(host, '1', { kind: 'folder', path: folder.path, page: 1 }),
    }),
    element('generator', { version }, 'gopherwire'),
    ...stories.map((story) => entryOf(story, host)),
    '</feed>',
    '',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n');
}

/**
 * Atom 1.0 of a folder: RFC 4287, with licence links by RFC 4946, and each article whole. The same in every view: its
 * ids must never change [RFC4287-4.2.6].
 */
import type { PartialDate } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Host } from '../gopher/item.ts';
import { gopherUri } from '../gopher/uri.ts';
import { normalUrl } from '../gopher/url-page.ts';
import { cleanText } from '../text/clean.ts';
import { conditionLines, extensionLines, noticeLines, type ServedDocument } from './document.ts';
import type { Folder } from './library.ts';
import { absoluteUri } from './link.ts';
import { selectorOf, type Route } from './routes.ts';
import type { SiteSettings } from './settings.ts';
import type { Story } from './stories.ts';
import { element, escapeXml } from './xml.ts';

/** A feed holds so many articles, the newest: readers ask often. */
export const STORIES_PER_FEED = 50;
/** The documents that a feed holds whole are no larger in all, as stored; an entry of any other leads to it. */
export const STORY_BYTES_PER_FEED: number = 4 * 1024 * 1024;

const uriOf = (host: Host, type: string, route: Route): string => gopherUri(host, type, selectorOf(route));

/** [RFC3339] the first moment of a date; a month begins on its first day. */
export const instantOf = (date: PartialDate): string => `${writeDate({ day: 1, ...date })}T00:00:00Z`;

const timestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

const paragraph = (text: string): string =>
  `<p>${text
    .split('\n')
    .map((line) => escapeXml(cleanText(line)))
    .join('<br/>')}</p>`;

/** `uri` as a link, or as text where none may lead there. */
function anchor(uri: string, rel?: string): string {
  const href = normalUrl(uri);
  return href === undefined ? escapeXml(uri) : element('a', { href, rel }, uri);
}

/** The article's whole text and its licence block, as XHTML. */
function contentOf(document: ServedDocument, host: Host): string {
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

/** What an entry says of an article whose document is there. */
function documentElements(document: ServedDocument, host: Host): string[] {
  const { article, source } = document;
  const origin = normalUrl(absoluteUri(source, host));
  const authors = article.authors.length > 0 ? article.authors : [article.publisher];
  return [
    ...authors.map((name) => `<author>${element('name', {}, name)}</author>`),
    ...(origin === undefined ? [] : [element('link', { rel: 'via', href: origin })]),
    element('rights', {}, conditionLines(document).join('. ')),
    `<content type="xhtml">\n${contentOf(document, host)}\n</content>`,
  ];
}

/** [RFC4287-4.1.2] one entry; without content it has a link to it, which is enough. */
function entryOf({ entry, document }: Story, host: Host): string[] {
  if (document === 'unreadable') return [];
  const text = uriOf(host, '0', { kind: 'text', path: entry.path });
  return [
    '<entry>',
    element('title', {}, entry.title),
    element('id', {}, text),
    element('updated', {}, timestamp(entry.modifiedMs)),
    ...(entry.date === undefined ? [] : [element('published', {}, instantOf(entry.date))]),
    element('link', { rel: 'alternate', type: 'text/plain', href: text }),
    // [RFC4946-2]
    element('link', { rel: 'license', href: entry.licence.uri }),
    ...(document === 'left-out'
      ? [`<author>${element('name', {}, entry.publisher)}</author>`]
      : documentElements(document, host)),
    '</entry>',
  ];
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
    ...stories.flatMap((story) => entryOf(story, host)),
    '</feed>',
    '',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n');
}

/** JSON Feed 1.0 and 1.1: a feed's facts, and its items one at a time. */
import { parseJsonFeed } from 'feedsmith';
import { asHtml, type RawFacts, type RawItem, type RawText } from './raw-item.ts';

const VERSION = 'https://jsonfeed.org/version/1.1';

/** A JSON Feed whose items were not looked at. */
export interface JsonFeed {
  readonly facts: RawFacts;
  readonly items: readonly unknown[];
}

const plain = (text: string | undefined): RawText | undefined =>
  text === undefined ? undefined : { text, isHtml: false };

const namesOf = (authors: readonly { readonly name?: string }[] | undefined): string[] =>
  (authors ?? []).flatMap(({ name }) => name ?? []);

/** Each object takes far more memory than text: a feed of 20,000 items has some ten of them in each. */
const MAX_PARTS = 500_000;

/** Whether more arrays and objects begin in `text` than are read; those within strings count too. Cost: linear. */
function tooMany(text: string): boolean {
  let parts = 0;
  for (let at = 0; at < text.length && parts <= MAX_PARTS; at++) {
    const character = text[at];
    if (character === '[' || character === '{') parts++;
  }
  return parts > MAX_PARTS;
}

/** The feed in `text`; `undefined` when it is JSON and no feed, the parser's words when it is no JSON. */
export function readJsonFeed(text: string): JsonFeed | { readonly message: string } | undefined {
  if (tooMany(text)) return { message: 'it has too many parts' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { message: error.message };
  }
  if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items))
    return undefined;
  const items: readonly unknown[] = value.items;
  // without a title it is no feed to the parser, and one to everybody else
  const title = 'title' in value && typeof value.title === 'string' ? value.title.trim() : '';
  const feed = parseJsonFeed({ ...value, title: title === '' ? '-' : title, version: VERSION, items: [] });
  return {
    facts: {
      title: plain(title === '' ? undefined : title),
      home: feed.home_page_url,
      base: undefined,
      language: feed.language,
      names: namesOf(feed.authors),
      licences: [],
    },
    items,
  };
}

/** One item; `undefined` when it is none. Throws what feedsmith throws. */
export function readJsonItem(item: unknown): RawItem | undefined {
  const found = parseJsonFeed({ version: VERSION, title: '-', items: [item] }).items?.[0];
  if (found === undefined) return undefined;
  return {
    id: found.id,
    addresses: [found.url, found.external_url, found.id].flatMap((address) => address ?? []),
    base: undefined,
    title: plain(found.title),
    names: namesOf(found.authors),
    published: found.date_published,
    updated: found.date_modified,
    language: found.language,
    content: asHtml(found.content_html) ?? plain(found.content_text),
    summary: plain(found.summary),
    licences: [],
  };
}

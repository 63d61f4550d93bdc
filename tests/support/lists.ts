/** A site to list by date, publisher, licence and language. */
import { expect } from 'vitest';
import type { Site } from '../../src/site/site.ts';
import { parseMenu, type MenuLine } from './client.ts';
import { documentOf } from './documents.ts';
import { siteOf } from './site.ts';

/** The number of articles that lie flat. */
export const FLAT = 230;
/** Two fold alike, and one has no letter of ASCII. */
export const PUBLISHERS = ['Example Wire', 'Примерные вести', 'example wire'];
const LICENCES = [
  'Creative Commons CC BY-ND 4.0',
  'Creative Commons CC BY 4.0',
  'Creative Commons CC BY-SA 3.0',
];
const digits = (value: number): string => String(value).padStart(2, '0');

/** A flat feed over the years 2021 to 2024, 58 or 57 articles each, in three months; one with folders for 2024 and 2025. */
export const documents: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Array.from({ length: FLAT }, (_, n) => [
      `flat/story-${n}`,
      documentOf({
        title: `Flat story ${n}`,
        publisher: PUBLISHERS[n % 3] ?? '',
        licence: LICENCES[n % 3] ?? '',
        date: `${2021 + (n % 4)}-${digits(1 + (n % 12))}-${digits(1 + (n % 28))}`,
      }),
    ]),
  ),
  ...Object.fromEntries(
    ['2025/06', '2025/05', '2024/12'].map((folder) => [
      `dated/${folder}/one`,
      documentOf({ title: `Of ${folder}`, date: folder.replace('/', '-') }),
    ]),
  ),
};
/** The same as files. */
export const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(documents).map(([path, text]) => [`${path}.txt`, text])),
  'flat/feed.toml': 'title = "The flat feed"\nlanguage = "en"\n',
  'dated/feed.toml': 'title = "The dated feed"\nlanguage = "fr"\n',
};
/** The site of them. */
export const site: Site = siteOf(documents, {
  flat: { title: 'The flat feed', language: 'en' },
  dated: { title: 'The dated feed', language: 'fr' },
});

/** The reply of `site`, as text. */
export async function replyOf(selector: string, of: Site = site): Promise<string> {
  const { body } = await of.reply({ kind: 'gopher', selector, fields: [] });
  return Buffer.from(body).toString();
}

/** The items of a menu of `site`: type, display string, selector. */
export const itemsOf = async (selector: string, of: Site = site): Promise<string[]> =>
  parseMenu(await replyOf(selector, of))
    .filter(({ type }) => type !== 'i')
    .map(({ type, display, selector: to }) => `${type}${display} ${to}`);

/** Whether anything is served at `selector`. */
export const isFound = async (selector: string): Promise<boolean> =>
  !(await replyOf(selector)).startsWith('3');

/** The articles that the pages of a list show, in order. */
export async function articlesOf(list: string): Promise<string[]> {
  const articles: string[] = [];
  for (let page: string | undefined = list; page !== undefined;) {
    const lines: readonly MenuLine[] = parseMenu(await replyOf(page)).filter(({ type }) => type === '1');
    const own = lines.filter(({ selector }) => /^\/feeds\/.*[^/]$/.test(selector));
    expect(own.length).toBeLessThanOrEqual(100);
    articles.push(...own.map(({ selector }) => selector.slice('/feeds/'.length)));
    page = lines.find(({ display }) => display.startsWith('Older articles'))?.selector;
  }
  return articles;
}

/** Whether a page is that of the item which leads to it: it is not, where it shows itself to be another one. */
import { expect, test } from 'vitest';
import type { UpstreamItem } from '../../src/intake/offer.ts';
import { mergePage } from '../../src/intake/read/merge-page.ts';
import { readPage } from '../../src/intake/read/page.ts';

const ADDRESS = 'https://wire.example/2026/mill';
const BODY =
  '<p>It has turned by the brook since the bridge was built, and those who live there hear it at night.</p>';
const LONG = BODY.repeat(12);

const summary: UpstreamItem = {
  id: '7',
  url: ADDRESS,
  title: 'Wheels within wheels',
  authors: [],
  institutions: [],
  published: undefined,
  updated: undefined,
  language: undefined,
  html: '<p>Our reporter asked around.</p>',
  base: ADDRESS,
  isWhole: false,
  licences: [],
};

const pageOf = (title: string, body: string, url = ADDRESS): Promise<UpstreamItem> =>
  readPage(`<title>${title}</title><div class="entry-content">${body}</div>`, url);

test.each<[string, string, string, string]>([
  ['neither title nor summary has a word of it', 'A night at the mill', LONG, ADDRESS],
  ['it stands elsewhere, under the same title', 'Wheels within wheels - The Wire', LONG, `${ADDRESS}/en`],
  [
    'it is short, and has the words of the title',
    'Mill',
    `${BODY.repeat(2)}<p>Wheels within wheels!</p>`,
    ADDRESS,
  ],
  [
    'it is short, and has those of the summary',
    'Mill',
    `${BODY.repeat(2)}<p>Our reporter asked around.</p>`,
    ADDRESS,
  ],
  [
    'its own title is one of numbers',
    '404 houses by the mill and what became of all who have lived there',
    LONG,
    ADDRESS,
  ],
  [
    'it calls itself the front page, and has the title',
    'Wheels within wheels',
    LONG,
    'https://wire.example/',
  ],
])('an article is taken where %s', async (_, title, body, url) => {
  expect(mergePage(summary, await pageOf(title, body, url))).toMatchObject({ isWhole: true, html: body });
});

const TEASED = `${LONG}<p>Wheels within wheels: our reporter asked around.</p>`;

test.each<[string, string, string, string]>([
  ['another address', 'The mill', LONG, 'https://wire.example/2026/other'],
  ['the front page, though it tells of the article', 'The Wire', TEASED, 'https://wire.example/?from=mill'],
  ['few words on something else', 'Wheels within wheels', BODY.repeat(2), ADDRESS],
  ['a page that was not found', 'Page not found - The Wire', LONG, ADDRESS],
  ['404', '404', LONG, ADDRESS],
  ['one that was not found, in German', 'Seite nicht gefunden', LONG, ADDRESS],
  ['a test of who asks', 'Just a moment...', LONG, ADDRESS],
  ['cookies', 'Cookies', LONG, ADDRESS],
  ['consent', 'Consent | The Wire', LONG, ADDRESS],
  ['an account', 'Log in | The Wire', LONG, ADDRESS],
])('a page completes nothing that is %s', async (_, title, body, url) => {
  expect(mergePage(summary, await pageOf(title, body, url))).toBe(summary);
});

/** Articles in parts: each within its budget, credited, and together the whole. */
import iconv from 'iconv-lite';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit } from '../../src/site/document.ts';
import { articleText } from '../../src/site/article-text.ts';
import { partsOf } from '../../src/site/parts.ts';
import { encodedBytes, parseView, textSetter } from '../../src/site/view.ts';
import { textDocument } from '../../src/gopher/text.ts';
import { CHARSET_NAMES } from '../../src/text/charset.ts';
import { columnsOf } from '../../src/text/columns.ts';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf, type Parts } from '../support/documents.ts';
import { TEXTS } from '../support/languages.ts';
import { daemonForTest, folderWith } from '../support/program.ts';

const HOST = { name: 'localhost', port: 70 };
/** The lines of a part below its credit. */
const textOf = (part: readonly string[]): readonly string[] => part.slice(part.indexOf('') + 1);

/** The text that parts make: the last line of one whose mark has a plus goes on in the next. */
const joined = (parts: readonly (readonly string[])[]): string =>
  parts
    .map(
      (part) =>
        textOf(part).join('\n') +
        (/^\[\d+\/\d+\+\]/.test(part[0] ?? '') || textOf(part).length === 0 ? '' : '\n'),
    )
    .join('');

const parts: fc.Arbitrary<Parts> = fc.record(
  {
    title: fc.oneof(fc.stringMatching(/^[A-Z][a-z ]{0,100}[a-z]$/), fc.constant(`A${'\u0331'.repeat(300)}`)),
    body: fc
      .array(
        fc.oneof(
          fc.constantFrom(...Object.values(TEXTS).map(({ body }) => body)),
          fc.stringMatching(/^[a-z]{1,400}$/),
          fc.constant('.\n'.repeat(50)),
        ),
        {
          minLength: 1,
          maxLength: 5,
        },
      )
      .map((texts) => texts.join('\n\n')),
    source: fc.stringMatching(/^https:\/\/news\.example\/[a-z/]{0,300}$/),
  },
  { requiredKeys: [] },
);

test('every part is within its budget and has its licence; together they are the document', () => {
  fc.assert(
    fc.property(
      parts,
      fc.constantFrom(...CHARSET_NAMES),
      fc.oneof(fc.integer({ min: 32, max: 132 }).map(String), fc.constantFrom('unwrapped', 'flowed')),
      fc.integer({ min: 160, max: 2000 }),
      (given, charset, columns, bytes) => {
        const view = parseView(`${charset}-${columns}-${bytes}b`);
        const document = admit(new TextEncoder().encode(documentOf(given)), 'a/b', undefined);
        if (view === undefined || document === undefined)
          throw new Error('it is held, or there is no such view');
        const lines = articleText(document, textSetter(view), HOST);
        const format = { strict: bytes % 2 === 0 };
        const made = partsOf(document, lines, { budget: bytes, view, format }, HOST);
        for (const [index, part] of made.entries()) {
          expect(encodedBytes(view, textDocument(part, format))).toBeLessThanOrEqual(bytes);
          const head = part.slice(0, part.indexOf(''));
          const { layout } = view;
          if (layout.kind === 'wrapped')
            for (const line of head)
              if (columnsOf(line) > layout.columns) expect(line).toMatch(/^\S+:\/\/\S+$/);
          expect(part[0]?.replace('+]', ']')).toBe(`[${index + 1}/${made.length}] CC-BY-ND-4.0`);
        }
        expect(joined(made)).toBe(`${lines.join('\n')}\n`);
      },
    ),
    { numRuns: 300 },
  );
});

test('the first and the last part name title, publisher and source', async () => {
  const source = 'https://news.example/a/story/with/an/address/of/quite/some/length.html';
  const { port } = await daemonForTest(
    await folderWith({ 'a/story.txt': documentOf({ source, body: TEXTS['english']?.body ?? '' }) }),
  );
  const prefix = '/view/us-ascii-40-237b';
  const menu = parseMenu(await get(port, `${prefix}/feeds/a/story`));
  const links = menu.filter(({ selector }) => selector.includes('/part/')).map(({ selector }) => selector);
  expect(links.length).toBeGreaterThan(4);
  const displays = menu.map(({ display }) => display).join('\n');
  expect(displays).not.toContain('The bridge over the Low Ford');
  for (const part of ['A plain title', 'By Ann Example', 'Example Wire, 2025-06-30', 'CC BY-ND 4.0', source])
    expect(displays).toContain(part);
  const replies = await Promise.all(links.map((selector) => ask(port, `${selector}\r\n`)));
  for (const [index, reply] of replies.entries()) {
    expect(reply.length).toBeLessThanOrEqual(237);
    const text = iconv.decode(reply, 'us-ascii');
    const isEdge = index === 0 || index === replies.length - 1;
    const credit = text.slice(0, text.indexOf('\r\n\r\n'));
    expect(credit).toMatch(new RegExp(`^\\[${index + 1}/${replies.length}\\] CC-BY-ND-4\\.0`));
    for (const part of ['A plain title', 'Example Wire', source])
      expect(credit.includes(part), part).toBe(isEdge);
  }
  const whole = await get(port, `${prefix}/feeds/a/story.txt`);
  const together = replies.map((reply) => reply.toString().replace(/^[^]*?\r\n\r\n/, '')).join('');
  expect(together).toBe(whole);
});

test('with --strict-text the period at the end counts too', async () => {
  const body = '.a line that begins with a period and is of some length\n'.repeat(30);
  const { port } = await daemonForTest(
    await folderWith({ 'a/story.txt': documentOf({ body }) }),
    '--strict-text',
  );
  const menu = parseMenu(await get(port, '/view/us-ascii-67-237b/feeds/a/story'));
  const links = menu.filter(({ selector }) => selector.includes('/part/'));
  expect(links.length).toBeGreaterThan(8);
  for (const { selector } of links) {
    const part = await get(port, selector);
    expect(part).toMatch(/\r\n\.\r\n$/);
    expect(part.length).toBeLessThanOrEqual(237);
  }
});

test('a document of more than a megabyte has no parts, and says so', async () => {
  const body = `${'many words '.repeat(100)}\n\n`.repeat(1000);
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf({ body }) }));
  const prefix = '/view/us-ascii-unwrapped-160b/feeds/a/story';
  expect(await get(port, `${prefix}.txt/part/1`)).toMatch(
    /^3There are no parts\. Documents of more than 1\.0 MB/,
  );
  const menu = await get(port, prefix);
  expect(menu).not.toContain('/part/');
  expect(menu.length).toBeLessThan(4000);
});

test('a part that is not there: an error item that names those there are', async () => {
  const { port } = await daemonForTest(await folderWith({ 'a/story.txt': documentOf() }));
  const past = await get(port, '/view/us-ascii-40-237b/feeds/a/story.txt/part/99');
  expect(past).toMatch(
    /^3There is no such part\.\t[^\r]*\r\niThis article has the parts 1 to\t[^\r]*\r\ni\d+\.\t/,
  );
  expect(await get(port, '/feeds/a/story.txt/part/1')).toMatch(
    /^3Parts need another view\. One is \/view\/us-ascii-40-237b\/\.\t/,
  );
  for (const number of ['0', '99999999'])
    expect(await get(port, `/view/us-ascii-40-237b/feeds/a/story.txt/part/${number}`)).toMatch(
      /^3There is no such part\./,
    );
  for (const none of ['-1', 'x', ''])
    expect(await get(port, `/view/us-ascii-40-237b/feeds/a/story.txt/part/${none}`), none).toMatch(/^3/);
  for (const view of ['us-ascii-40-159b', 'us-ascii-40-65536b', 'us-ascii-40-0237b', 'us-ascii-40-b'])
    expect(await get(port, `/view/${view}/`), view).toMatch(/^3There is no such view/);
});

/** Articles as HTML: no word is changed, nothing is markup that was text, every tag is closed. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf } from '../../src/article/blocks.ts';
import { stretchesOf } from '../../src/article/links.ts';
import { parseArticle } from '../../src/article/parse.ts';
import { parseTable } from '../../src/article/table.ts';
import { cleanText } from '../../src/text/clean.ts';
import { webReply } from '../../src/web/web-reply.ts';
import { documentOf } from '../support/documents.ts';
import { hrefsOf, readHtml } from '../support/html.ts';
import { TEXTS } from '../support/languages.ts';
import { siteOf } from '../support/site.ts';

const UNWANTED =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u;
const ELEMENTS =
  'html head meta title link style body header main article nav footer div h1 h2 p br ul ol li a span time blockquote pre table thead tbody tr th td';
const ALLOWED = new Set(ELEMENTS.split(' '));
const ATTRIBUTES = new Set('lang charset name content rel type href dir class id datetime scope'.split(' '));

const normal = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The words of a body as it stands in the document; of a table its cells. */
function wordsOf(document: string): string {
  const { article } = parseArticle(new TextEncoder().encode(document));
  const paragraphs = article.body.map((paragraph) => {
    const table = parseTable(paragraph);
    const lines = table === undefined ? paragraph.split('\n') : [table.headings, ...table.rows].flat();
    return lines.map(cleanText).join('\n');
  });
  return normal(paragraphs.join('\n\n'));
}

/** The page of a single document; `undefined` where it is not served. */
async function pageOf(document: string): Promise<string | undefined> {
  const site = siteOf({ 'a/b': document });
  if (site.library.catalogue.size === 0) return undefined;
  const { status, body } = await webReply(site, '/feeds/a/b');
  expect(status).toBe('ok');
  return String(body);
}

/** The words between the head of an article and what follows its body; cells of a table are parted. */
function bodyWords(page: string): string {
  const start = page.indexOf('<div class="text">');
  const end = page.lastIndexOf('</div>', page.indexOf('<footer', start)) + '</div>'.length;
  return normal(readHtml(page.slice(start, end).replace(/<\/t[hd]>/g, '$&\n')).text);
}

const line = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(
      '<b onclick="x">&amp;</b>',
      'a | b',
      '--- | ---',
      '* an item',
      '  goes on',
      '12. a number',
      '> a quote',
      '    indented    text',
      '\ta [1] [2] [99] b',
      'see http://x.example/"><script>alert(1)</script>.',
      `(https://x.example/${'é'.repeat(50)}), javascript:alert(1)`,
      '\u202e\ud800\u001b[2J\u2028',
      ']]><!-- </style></title>',
    ),
  )
  .map((text) => text.replace(/[\n\0]/g, ' '));
const bodies = fc.array(
  fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
  { minLength: 1, maxLength: 5 },
);

test('every character of a body stands in its page, in order, and nothing in it is markup', async () => {
  await fc.assert(
    fc.asyncProperty(line, line, bodies, async (title, publisher, texts) => {
      const document = documentOf({
        title: `${title}T`,
        publisher: `${publisher}W`,
        body: `${texts.join('\n\n')}\nx`,
        source: 'https://news.example/\n[2] Url: mailto:"onclick="x"@a.example\n[3] Url: data:text/html,x',
      });
      const page = await pageOf(document);
      if (page === undefined) return;
      expect(page).not.toMatch(UNWANTED);
      const { tags } = readHtml(page);
      for (const { name, attributes } of tags) {
        expect(ALLOWED).toContain(name);
        for (const attribute of Object.keys(attributes)) expect(ATTRIBUTES).toContain(attribute);
      }
      for (const href of hrefsOf(readHtml(page)))
        expect(href).toMatch(/^(?:https?:\/\/|gopher:\/\/|gemini:\/\/|mailto:|\/(?!\/)|#)/);
      expect(bodyWords(page)).toBe(wordsOf(document));
    }),
    { numRuns: 400 },
  );
});

test.each(Object.entries(TEXTS))('%s reads as it was written', async (_, parts) => {
  const document = documentOf(parts);
  expect(bodyWords((await pageOf(document)) ?? '')).toBe(wordsOf(document));
});

test('blocks hold every line of a paragraph, stretches every character of a line', () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.join('\n')),
      (text) => {
        const lines = blocksOf(text).flatMap((block) => {
          if (block.kind === 'table') return text.split('\n');
          return 'items' in block ? block.items.flat() : block.lines;
        });
        expect(lines.join('\n')).toBe(text);
        const stretches = Array.from(stretchesOf(text));
        expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
        for (const stretch of stretches) expect(stretch.text).not.toBe('');
      },
    ),
    { numRuns: 500 },
  );
});

const marked = async (body: string): Promise<string> => {
  const page = (await pageOf(documentOf({ body }))) ?? '';
  return page.slice(page.indexOf('<div class="text">\n') + 19, page.lastIndexOf('\n</div>'));
};

test.each([
  ['kept line breaks', 'One\nTwo', '<p dir="auto">One<br>Two</p>'],
  [
    'a list below a sentence, with a line that goes on',
    'So:\n* one\n  more\n* two',
    '<p dir="auto">So:</p>\n<ul>\n<li dir="auto">* one<br>  more</li>\n<li dir="auto">* two</li>\n</ul>',
  ],
  ['numbers', '1. One\n2) Two', '<ol>\n<li dir="auto">1. One</li>\n<li dir="auto">2) Two</li>\n</ol>'],
  ['a quote', '> So.', '<blockquote><p dir="auto">&gt; So.</p></blockquote>'],
  ['what is indented', '    a  b\n      c', '<pre dir="auto">    a  b\n      c</pre>'],
  [
    'a table',
    'A | B\n--- | ---\n1 | <2>',
    '<div class="wide" dir="auto"><table>\n<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>\n<tbody>\n<tr><td>1</td><td>&lt;2&gt;</td></tr>\n</tbody>\n</table></div>',
  ],
  [
    'addresses and references',
    'See http://a.example/?b=1&c=2, and [1] but not [2].',
    '<p dir="auto">See <a href="http://a.example/?b=1&amp;c=2">http://a.example/?b=1&amp;c=2</a>, and <a href="#ref-1">[1]</a> but not [2].</p>',
  ],
])('%s', async (_, body, expected) => {
  expect(await marked(body)).toBe(expected);
});

test('a document of two megabytes is made within a test', async () => {
  const body = `${'* [1] https://a.example/b(c))) '.repeat(20_000)}\n${'* <a>\n'.repeat(200_000)}x`;
  const page = (await pageOf(documentOf({ body }))) ?? '';
  expect(page.length).toBeGreaterThan(3_000_000);
});

/** Search on the web: a form, and what it sends. */
import { expect, test } from 'vitest';
import { Responder } from '../../src/server/responder.ts';
import type { HttpAnswer } from '../../src/server/http-answer.ts';
import { documentOf } from '../support/documents.ts';
import { hrefsOf, readHtml, type HtmlReading } from '../support/html.ts';
import { withSearch } from '../support/search.ts';
import { siteOf } from '../support/site.ts';

const files = Object.fromEntries(
  Array.from({ length: 45 }, (_, n) => [`old/2024/01/s${n}`, documentOf({ title: `Story ${n} & <more>` })]),
);
const responder = new Responder(withSearch(siteOf(files)), 1_000_000, (error) => {
  throw error;
});

const answerTo = (target: string): Promise<HttpAnswer> =>
  responder.answerHttp({ method: 'GET', target, version: '1.1', headers: {} }, '127.0.0.1');
const textOf = async (target: string): Promise<string> =>
  Buffer.from((await answerTo(target)).body).toString();
const pageAt = async (target: string): Promise<HtmlReading> => readHtml(await textOf(target));
const formsOf = ({ tags }: HtmlReading): Readonly<Record<string, string>>[] =>
  tags.filter(({ name }) => name === 'form' || name === 'input').map(({ attributes }) => attributes);

test.each([
  ['/', '/search'],
  ['/search', '/search'],
  ['/feeds/old/', '/feeds/old/search'],
  ['/view/us-ascii-40/', '/view/us-ascii-40/search'],
])('%s has a form for %s', async (page, action) => {
  expect(formsOf(await pageAt(page))).toEqual([
    { action, method: 'get', role: 'search' },
    { type: 'search', name: 'q', dir: 'auto' },
  ]);
  expect((await answerTo(page)).headers['Content-Security-Policy']).toContain("form-action 'self'");
});

test('what the form sends is looked for, and stands in the field again', async () => {
  const page = await pageAt('/search?q=story+%22%3Cmore%3E%22&x=1#y');
  expect(page.text).toContain('Looked for: story "<more>"');
  expect(page.text).toContain('45 articles, 1 to 20');
  expect(formsOf(page)[1]?.['value']).toBe('story "<more>"');
  const next = hrefsOf(page).find((href) => href.startsWith('/search/2/')) ?? '';
  expect((await pageAt(next)).text).toContain('45 articles, 21 to 40');
  expect(hrefsOf(await pageAt(next))).toContain(next.replace('/2/', '/1/'));
});

test('a query anywhere else is no query, and each search has its own reply', async () => {
  expect(await textOf('/about.txt?q=story')).toBe(await textOf('/about.txt'));
  const kept = responder.cacheFigures.replies;
  await textOf('/about.txt?q=other');
  expect(responder.cacheFigures.replies).toBe(kept);
  const [one, other] = await Promise.all([textOf('/search?q=story'), textOf('/search?q=nothing')]);
  expect(one).toContain('45 articles');
  expect(other).toContain('Nothing was found.');
});

test.each([
  '%00%00',
  '%ff%fe',
  '%E2%80%AE',
  '%22%3E%3Cscript%3Ealert(1)%3C/script%3E',
  'a%0D%0Ab',
  '%',
  '+',
  '',
])('q=%s is a page that is well formed', async (query) => {
  const answer = await answerTo(`/search?q=${query}`);
  expect(answer.code).toBe(200);
  expect(readHtml(Buffer.from(answer.body).toString()).tags.filter(({ name }) => name === 'script')).toEqual(
    [],
  );
});

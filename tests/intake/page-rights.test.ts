/** What a page says of the rights in its article, also beside it; what is said of another article counts for none. */
import { expect, test } from 'vitest';
import { licenceById } from '../../src/article/licences.ts';
import { decideLicence } from '../../src/intake/read/decide-licence.ts';
import { readPage } from '../../src/intake/read/page.ts';
import { CC_BY_LINK, pageOf, rssOf, itemOf, sync, takingFrom } from '../support/intake.ts';
import { startUpstream } from '../support/upstream.ts';

const URL_OF_PAGE = 'https://wire.example/the-mill';
const read = (head: string, behind = '', title = 'The mill') =>
  readPage(pageOf(title, head).replace('</article>', `</article>${behind}`), URL_OF_PAGE);

async function becomes(head: string, behind = ''): Promise<string> {
  const page = await read(head, behind);
  const decision = decideLicence(page.licences, undefined, ['Example Wire']);
  return 'held' in decision ? `held: ${decision.held}` : decision.licence.id;
}

test('a page is under the licence that it links to', async () => {
  expect(licenceById(await becomes(CC_BY_LINK))?.id).toBe('CC-BY-4.0');
  expect(await becomes(CC_BY_LINK, '<p class="copyright">© 2026 Example Wire</p>')).toBe('CC-BY-4.0');
});

test.each([
  [CC_BY_LINK, '<p class="copyright">© 2026 Reuters. This article may not be republished.</p>'],
  [CC_BY_LINK, '<aside>This article: CC BY-NC-ND 4.0</aside>'],
  [`${CC_BY_LINK}<meta name="rights" content="© Reuters">`, ''],
  [`${CC_BY_LINK}<meta name="dc.rights" content="2026"><meta name="copyright" content="Reuters">`, ''],
  [
    `${CC_BY_LINK}<script type="application/ld+json">{"@type":"Article","copyrightNotice":"© Reuters"}</script>`,
    '',
  ],
  [
    '',
    '<section id="comments"><p><a rel="license" href="https://creativecommons.org/licenses/by/4.0/">mine</a></p></section>',
  ],
])('but not where the page says otherwise, or a reader says it: %s %s', async (head, behind) => {
  expect(await becomes(head, behind)).toMatch(/^held: /);
});

const data = (value: object): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', license: 'https://creativecommons.org/licenses/by/4.0/', ...value })}</script>`;

test('data on another article is not that of the page', async () => {
  const other = { headline: 'A storm at sea', url: 'https://wire.example/storm' };
  expect(await read(data(other))).toMatchObject({ title: 'The mill', url: URL_OF_PAGE, licences: [] });
  const own = { headline: 'The mill', url: 'https://wire.example/the-mill/' };
  expect((await read(data(other) + data(own))).licences).toHaveLength(1);
});

test('what is kept for subscribers, or is a message, is no article', async () => {
  expect(await read(data({ isAccessibleForFree: true }))).toMatchObject({ isWhole: true });
  expect(await read(data({ isAccessibleForFree: false }))).toMatchObject({ isWhole: false });
  expect(await read(data({ isAccessibleForFree: 'False' }))).toMatchObject({ isWhole: false });
  const text =
    '<p>We look at what you run before you go on to this site; it will only take some seconds.</p>'.repeat(3);
  for (const title of ['Just a moment...', 'Checking your browser'])
    expect(
      await readPage(`<title>${title}</title>${CC_BY_LINK}<article>${text}</article>`, URL_OF_PAGE),
    ).toMatchObject({ isWhole: false });
});

test('a source at another host is doubted', async () => {
  const { doubt } = await read('<link rel="canonical" href="https://other.example/the-mill">');
  expect(doubt).toBe('its page says that it stands at another host, other.example');
  expect((await read('<link rel="canonical" href="https://www.wire.example/the-mill">')).doubt).toBe(
    undefined,
  );
});

test('items are held for a notice of somebody else, and not for that of their feed', async () => {
  const upstream = await startUpstream();
  const body = rssOf([itemOf()]);
  const noticed = (words: string): string => body.replace('<item>', `<item><dc:rights>${words}</dc:rights>`);
  upstream.set('/feed', { type: 'application/rss+xml', body: noticed('© Reuters') });
  expect((await sync(await takingFrom(`${upstream.origin}/feed`))).stdout.toString()).toContain(
    '"© Reuters"',
  );
  upstream.set('/feed', { type: 'application/rss+xml', body: noticed('© 2026 Example Wire') });
  expect((await sync(await takingFrom(`${upstream.origin}/feed`))).stdout.toString()).toContain('1 new');
});

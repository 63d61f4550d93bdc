/** Fetching over HTTP: what is asked and what comes of it. */
import { onTestFinished, expect, test } from 'vitest';
import { Fetcher, type FetcherOptions } from '../../src/intake/http/fetcher.ts';
import { startUpstream } from '../support/upstream.ts';

function fetcher(options: Partial<FetcherOptions> = {}): Fetcher {
  const made = new Fetcher({ userAgent: 'gopherwire/0 (+test)', allowPrivate: true, ...options });
  onTestFinished(() => {
    made.close();
  });
  return made;
}

test('content comes whole, with what its upstream says of it', async () => {
  const headers = { etag: '"one"', 'last-modified': 'Mon, 02 Jun 2025 10:00:00 GMT' };
  const upstream = await startUpstream({ '/feed.xml': { type: 'text/xml', body: '<rss/>', headers } });
  expect(await fetcher().get(`${upstream.origin}/feed.xml#top`, { accept: 'text/xml' })).toEqual({
    kind: 'content',
    url: `${upstream.origin}/feed.xml`,
    status: 200,
    bytes: Buffer.from('<rss/>'),
    contentType: 'text/xml',
    etag: '"one"',
    lastModified: 'Mon, 02 Jun 2025 10:00:00 GMT',
    isPermanentlyMoved: false,
  });
  expect(upstream.requests.map(({ path }) => path)).toEqual(['/robots.txt', '/feed.xml']);
  expect(upstream.requests.at(-1)?.headers).toMatchObject({
    'user-agent': 'gopherwire/0 (+test)',
    accept: 'text/xml',
    'accept-encoding': 'gzip, br, deflate',
  });
});

/** robots.txt, by its rules. */
import { expect, test } from 'vitest';
import { siteOf } from '../support/site.ts';

test('[RFC9309-2.2] robots.txt closes what searches find, over gopher and HTTP, and no article', async () => {
  const { body } = await siteOf({}).reply({ kind: 'gopher', selector: '/robots.txt', fields: [] });
  const closed = Array.from(String(body).matchAll(/^Disallow: (.+?)\r?$/gm), ([, rule = '']) =>
    rule.split('*'),
  );
  const isClosed = (path: string): boolean =>
    closed.some(([start = '', end = '']) => path.startsWith(start) && path.slice(start.length).includes(end));
  for (const feed of ['', '/feeds/old', '/feeds/news/world'])
    for (const search of ['/search/2/story', '/search?q=story']) expect(isClosed(feed + search)).toBe(true);
  expect(isClosed('/mirror/since/0')).toBe(true);
  for (const path of ['/feeds/old/2024/01/s1', '/feeds/old/search-party', '/newest/', '/'])
    expect(isClosed(path), path).toBe(false);
});

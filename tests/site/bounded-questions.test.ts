/** What menus ask of a catalogue, which may hold a million articles: never more than a page, and names once. */
import { expect, test } from 'vitest';
import { ENTRIES_PER_PAGE } from '../../src/site/pages.ts';
import { Site } from '../../src/site/site.ts';
import { parseMenu } from '../support/client.ts';
import { replyOf, site } from '../support/lists.ts';
import { SETTINGS } from '../support/site.ts';

test('no menu asks for more than a page of articles, or again for the names of a topic', async () => {
  const limits: unknown[] = [];
  const topics: string[] = [];
  const { catalogue } = site.library;
  const listening = new Proxy(catalogue, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...questions: readonly unknown[]): unknown => {
        if (key === 'list') limits.push(questions[1]);
        if (key === 'names') topics.push(String(questions[0]));
        return Reflect.apply(value, target, questions);
      };
    },
  });
  const heard = new Site({ ...site.library, catalogue: listening }, SETTINGS);
  const seen = new Set<string>();
  const queue = ['/'];
  for (let selector = queue.shift(); selector !== undefined; selector = queue.shift()) {
    if (seen.has(selector)) continue;
    seen.add(selector);
    // views show all of it again
    const menus = parseMenu(await replyOf(selector, heard)).filter(
      (line) => line.type === '1' && /^\/(?!view\/.).*\/$/.test(line.selector),
    );
    queue.push(...menus.map((line) => line.selector));
  }
  expect(seen.size).toBeGreaterThan(100);
  expect(Math.max(...limits.map(Number))).toBe(ENTRIES_PER_PAGE);
  expect(topics.toSorted()).toEqual(['language', 'licence', 'publisher']);
});

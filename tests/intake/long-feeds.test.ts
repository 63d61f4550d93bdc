/** Long feeds at once: one after the other, so that memory has a bound, and short ones meanwhile. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Room } from '../../src/intake/http/room.ts';
import { feedToml, filesIn, itemOf, rssOf, startSync } from '../support/intake.ts';
import { eventually, folderWith } from '../support/program.ts';
import { gate, startUpstream } from '../support/upstream.ts';

const { signal } = new AbortController();

test('a seat is free when the one before has left, or was never taken', async () => {
  const room = new Room();
  const [first, second, third, idle] = [room.seat(), room.seat(), room.seat(), room.seat()];
  const order: string[] = [];
  await first.take(signal);
  await first.take(signal);
  const seated = [second, third].map((seat, index) =>
    seat.take(signal).then(() => order.push(`seat ${index + 2}`)),
  );
  idle.leave();
  order.push('first leaves');
  first.leave();
  await seated[0];
  order.push('second leaves');
  second.leave();
  await seated[1];
  expect(order).toEqual(['first leaves', 'seat 2', 'second leaves', 'seat 3']);
});

test('who is called off waits no longer, and keeps nobody waiting', async () => {
  const room = new Room();
  const [first, second, third] = [room.seat(), room.seat(), room.seat()];
  await first.take(signal);
  const calling = new AbortController();
  const waiting = second.take(calling.signal);
  const last = third.take(signal);
  calling.abort();
  await expect(waiting).rejects.toThrow('called off');
  await expect(room.seat().take(calling.signal)).rejects.toThrow('called off');
  second.leave();
  first.leave();
  await last;
});

test('a long feed waits until the one before it is taken; a short one does not', async () => {
  const { route, asked, open } = gate('');
  const padding = `<!-- ${'x'.repeat(9 * 1024 * 1024)} -->`;
  const upstreams = await Promise.all([startUpstream(), startUpstream(), startUpstream()]);
  const [first, second, short] = upstreams;
  const long = (...items: readonly string[]): object => ({ body: rssOf([...items, padding]) });
  const storyOf = (n: number): string => itemOf({ link: `https://news.example/${n}` });
  const summary = itemOf({ link: `${first.origin}/page` }).replace(
    /<content:encoded>[\s\S]*<\/content:encoded>/,
    '<description>The bridge is open.</description>',
  );
  first.set('/page', route);
  first.set('/rss', long(summary, storyOf(1)));
  second.set('/rss', async () => {
    await asked;
    return long(storyOf(2));
  });
  short.set('/rss', async () => {
    await asked;
    return { body: rssOf([storyOf(3)]) };
  });
  const tomls = upstreams.map(({ origin }, index) => [`f${index}/feed.toml`, feedToml(`${origin}/rss`)]);
  const dir = await folderWith(Object.fromEntries(tomls));
  const { ended } = startSync(dir);
  await eventually(async () => ((await filesIn(dir)).shown.length > 0 ? true : undefined));
  expect((await filesIn(dir)).shown).toEqual(['f2/2026/03/the-bridge-at-low-ford.txt']);
  open();
  const { stdout } = await ended;
  expect(stdout.match(/1 new/g)).toHaveLength(3);
  const lineOf = async (feed: string): Promise<string> =>
    readFile(join(dir, `.gopherwire/intake/${feed}/ledger.jsonl`), 'utf8');
  const seen = (ledger: string): string => /"seen":"([^"]*)"/.exec(ledger)?.[1] ?? '';
  expect(seen(await lineOf('f0')) <= seen(await lineOf('f1'))).toBe(true);
});

import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { exportTo, workplace } from '../support/exports.ts';
import { daemonForTest, run, temporaryFolder } from '../support/program.ts';

const FILES = {
  'news/a.txt': documentOf({ date: '2026-11-28' }),
  'news/b.txt': documentOf({ date: '2026-11-27' }),
  'news/c.txt': documentOf({ date: '2025-06' }),
  'news/held.txt': documentOf({ date: '2024-01-01', licence: 'Ask my aunt' }),
};

test('/bundle/ lists the months; a month and a day are archives, the same as export makes', async () => {
  const at = await workplace(FILES);
  const { port } = await daemonForTest(at.dir, '--state', at.state);
  expect(await get(port, '/')).toContain('\t/bundle/\t');
  const items = parseMenu(await get(port, '/bundle/')).filter(({ type }) => type === '9');
  expect(items.map(({ display, selector }) => [display, selector])).toEqual([
    ['2026-11 2 articles', '/bundle/2026-11.tar.gz'],
    ['2025-06 1 article', '/bundle/2025-06.tar.gz'],
  ]);
  for (const period of ['2026-11', '2026-11-28']) {
    const reply = await ask(port, `/bundle/${period}.tar.gz\r\n`);
    const file = join(at.place, `${period}.tar.gz`);
    await exportTo('bundle', at, file, '--period', period);
    expect(reply.equals(await readFile(file)), period).toBe(true);
    const rendered = await run('render', `/bundle/${period}.tar.gz`, '--dir', at.dir, '--state', at.state);
    expect(rendered.stdout.equals(reply), period).toBe(true);
  }
  for (const none of ['2024-01', '2026-12', '2026-11-26', '2026-13', '2026-11-28-1'])
    expect(await get(port, `/bundle/${none}.tar.gz`), none).toMatch(/^3Nothing is served here\./);
});

test('many ask at once: each gets the whole archive, or is told to try again', async () => {
  const at = await workplace(FILES);
  const { port } = await daemonForTest(at.dir, '--state', at.state);
  const selectors = Array.from(
    { length: 12 },
    (_, n) => `/bundle/${n % 2 === 0 ? '2026-11' : '2025-06'}.tar.gz`,
  );
  const replies = await Promise.all(selectors.map((selector) => ask(port, `${selector}\r\n`)));
  const whole = replies.filter((reply) => reply[0] === 0x1f);
  expect(whole.length).toBeGreaterThan(0);
  for (const reply of replies)
    if (!whole.includes(reply)) expect(reply.toString()).toMatch(/^3The server is busy\./);
  const folder = await temporaryFolder();
  for (const [index, bytes] of whole.entries()) {
    const file = join(folder, `${index}.tar.gz`);
    await writeFile(file, bytes);
    expect(execFileSync('tar', ['-tzf', file], { encoding: 'utf8' })).toContain('/MANIFEST\n');
  }
});

test('a month of more than 32 MB is refused, and its days are named', async () => {
  const body = `${'A line of words that are many. '.repeat(4)}\n\n`.repeat(7_000);
  const large = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [
      `news/story-${n}.txt`,
      documentOf({ date: `2026-11-${n < 39 ? '01' : '02'}`, body }),
    ]),
  );
  const at = await workplace(large);
  const { port } = await daemonForTest(at.dir, '--state', at.state);
  const refused = await get(port, '/bundle/2026-11.tar.gz');
  expect(refused).toMatch(/^3There is too much in this month\./);
  expect(refused).toContain('/bundle/2026-11-01.tar.gz');
  expect((await ask(port, '/bundle/2026-11-02.tar.gz\r\n'))[0]).toBe(0x1f);
  expect(await get(port, '/bundle/2026-11-01.tar.gz')).toMatch(/^3There is too much on this day\./);
});

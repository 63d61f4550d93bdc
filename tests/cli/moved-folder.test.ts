/** The articles folder as a link that is led elsewhere: SIGHUP has the daemon serve what lies there by then. */
import { once } from 'node:events';
import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPEN, skipWithoutSqlite } from '../support/catalogues.ts';
import { get, open, restOf } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonIn, eventually, folderWith, put, type Daemon } from '../support/program.ts';

const NO_STATE = ['--state', '/dev/null/none'];

const told = (daemon: Daemon, message: string | RegExp): Promise<true> =>
  eventually(() =>
    Promise.resolve(daemon.stderr.slice(daemon.stderr.indexOf('Try: ')).match(message) !== null || undefined),
  );

const shows = (daemon: Daemon, title: string): Promise<true> =>
  eventually(async () => {
    const reply = await get(daemon.port, '/latest.txt');
    return reply.includes(title) || undefined;
  });

/** Has `link` lead to `target` from one moment to the next. */
async function lead(link: string, target: string): Promise<void> {
  await symlink(target, `${link}.new`);
  await rename(`${link}.new`, link);
}

const BODY = 'Many words of a long book. '.repeat(100_000);

test.each([
  ['with a catalogue', []],
  ['from memory', NO_STATE],
])('%s: what the link leads to is served after SIGHUP, and kept up to date', async (_, args) => {
  const cwd = await folderWith({
    'one/a/first.txt': documentOf({ title: 'The first', body: BODY }),
    'two/a/second.txt': documentOf({ title: 'The second' }),
    'two/b/held.txt': documentOf({ licence: 'all rights reserved' }),
  });
  const link = join(cwd, 'current');
  await lead(link, 'one');
  const daemon = await daemonIn({ cwd }, 'current', ...args);
  const whole = await get(daemon.port, '/feeds/a/first.txt');
  const socket = await open(daemon.port);
  socket.write('/feeds/a/first.txt\r\n');
  const rest = restOf(socket);
  await once(socket, 'data');

  await lead(link, 'two');
  daemon.child.kill('SIGHUP');
  await told(daemon, `current leads to ${join(cwd, 'two')} now, which is served as soon as it is read.`);
  await told(daemon, `Serving ${join(cwd, 'two')}. 2 documents: 1 served, 1 held`);
  expect((await rest).toString()).toBe(whole);
  expect(await get(daemon.port, '/feeds/a/second')).toContain('The second');
  expect(await get(daemon.port, '/feeds/a/first')).toMatch(/^3/);
  await put(join(cwd, 'two/a/third.txt'), documentOf({ title: 'The third' }));
  await shows(daemon, 'The third');
  await rm(join(cwd, 'one'), { recursive: true });

  // a link that leads nowhere takes nothing away
  await lead(link, 'three');
  daemon.child.kill('SIGHUP');
  await told(daemon, 'The articles are served as before: there is no folder current');
  expect(await get(daemon.port, '/feeds/a/second')).toContain('The second');
  await put(join(cwd, 'three/a/fourth.txt'), documentOf({ title: 'The fourth' }));
  daemon.child.kill('SIGHUP');
  await told(daemon, `Serving ${join(cwd, 'three')}. 1 document: 1 served`);
  if (args.length === 0 && OPEN !== undefined)
    expect(await get(daemon.port, '/search\tfourth')).toContain('The fourth');
  expect(await daemon.stop()).toBe(0);
  expect(daemon.stderr).not.toMatch(/failed|cannot be read/);
});

test('of two daemons on one state folder neither serves half of what the link leads to', async () => {
  const many = Array.from({ length: 1_500 }, (_, number): [string, string] => [
    `two/a/story-${number}.txt`,
    documentOf({ title: `Story ${number}` }),
  ]);
  const cwd = await folderWith({ 'one/a/first.txt': documentOf(), ...Object.fromEntries(many) });
  const link = join(cwd, 'current');
  await lead(link, 'one');
  const state = join(cwd, 'state');
  const daemons = [
    await daemonIn({ cwd }, 'current', '--state', state),
    await daemonIn({ cwd }, 'current', '--state', state),
  ];
  await lead(link, 'two');
  for (const { child } of daemons) child.kill('SIGHUP');
  for (const daemon of daemons) await told(daemon, `Serving ${join(cwd, 'two')}. 1,500 documents`);
  for (const { port } of daemons) expect(await get(port, '/feeds/')).toContain('1,500 articles');
});

test('SIGTERM while another folder is read ends it as ever', async () => {
  const cwd = await folderWith({
    'one/a/first.txt': documentOf({ title: 'The first' }),
    ...Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [
        `two/a/story-${n}.txt`,
        documentOf({ body: BODY.slice(0, 200_000) }),
      ]),
    ),
  });
  const link = join(cwd, 'current');
  await lead(link, 'one');
  const daemon = await daemonIn({ cwd }, 'current');
  await lead(link, 'two');
  daemon.child.kill('SIGHUP');
  await told(daemon, 'which is served as soon as it is read');
  expect(await get(daemon.port, '/feeds/a/first')).toContain('The first');
  expect(await daemon.stop()).toBe(0);
  expect(daemon.stderr).not.toMatch(/No port|before:|failed/);
});

test('a link that comes back while the one before is let go is served and searched again', async (context) => {
  skipWithoutSqlite(context);
  const cwd = await folderWith({
    'one/a/first.txt': documentOf({ title: 'The first' }),
    'two/a/second.txt': documentOf({ title: 'The second' }),
  });
  const link = join(cwd, 'current');
  await lead(link, 'one');
  const daemon = await daemonIn({ cwd }, 'current');
  for (const [target, title] of [
    ['two', 'The second'],
    ['one', 'The first'],
    ['two', 'The second'],
  ] as const) {
    await lead(link, target);
    await put(join(cwd, target, 'a/fresh.txt'), documentOf({ title: `Fresh in ${target}` }));
    daemon.child.kill('SIGHUP');
    await shows(daemon, title);
    await shows(daemon, `Fresh in ${target}`);
    await rm(join(cwd, target, 'a/fresh.txt'));
    await eventually(async () =>
      (await get(daemon.port, '/search\tfresh')).includes('Nothing was found') ? true : undefined,
    );
    expect(await get(daemon.port, `/search\t${title}`)).toContain('1 article');
  }
  expect(daemon.stderr).not.toMatch(/failed|cannot be/);
});

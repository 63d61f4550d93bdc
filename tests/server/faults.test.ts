/** Every file-system call of the daemon fails once, in every way: it says so and ends at its start, or goes on serving. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mapConcurrently } from '../../src/library/concurrently.ts';
import { LATEST } from '../../src/site/digest.ts';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { Faults, type Call, type Fault } from '../support/faults.ts';
import { eventually, folderWith, put, type Daemon } from '../support/program.ts';

const CODES = ['EACCES', 'ENOENT', 'EIO', 'EMFILE', 'ENOSPC', 'EISDIR'];
const ERROR = /^3[^\t\r\n]+\t\terror\.host\t1\r\n\.\r\n$/;

const feedName = (number: number): string => `g${String(number).padStart(3, '0')}`;
/** Never made to fail: what the replies of the others are compared with. */
const REFERENCE = feedName(0);

/** The calls of each name, first to last, each to fail with each code. */
function faultsOf(calls: readonly Call[], codes: readonly string[] = CODES): Omit<Fault, 'path'>[] {
  const counts = new Map<string, number>();
  for (const { name } of calls) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].flatMap(([name, count]) =>
    Array.from({ length: count }, (_, index) => codes.map((code) => ({ name, nth: index + 1, code }))).flat(),
  );
}

const filesOf = (feed: string): Record<string, string> => ({
  [`${feed}/story.txt`]: documentOf(),
  [`${feed}/feed.toml`]: 'title = "A feed"',
  [`${feed}/gophermap`]: 'Words above the menu',
});
const folderOfFeeds = (count: number): Promise<string> =>
  folderWith(
    Object.assign(
      { 'marker/story.txt': documentOf() },
      ...Array.from({ length: count }, (_, number) => filesOf(feedName(number))),
    ),
  );

/** Makes the daemon look at the whole folder again, and waits until it has. */
async function rescan(folder: string, { port }: Daemon): Promise<void> {
  const words = `Scan ${performance.now()}`;
  await put(join(folder, 'marker/gophermap'), words);
  await eventually(async () => ((await get(port, '/feeds/marker/')).includes(words) ? true : undefined));
}

const selectorsOf = (feed: string): string[] =>
  ['', 'story', 'atom.xml', 'story.txt']
    .map((name) => `/feeds/${feed}/${name}`)
    .concat(`/raw/${feed}/story.txt`);

async function repliesOf({ port }: Daemon, feed: string): Promise<Map<string, string>> {
  const replies = new Map<string, string>();
  for (const selector of selectorsOf(feed)) {
    const reply = await get(port, selector);
    // the files are not all written in one second
    replies.set(selector, reply.replaceAll(/<updated>[^<]*/g, '<updated>'));
  }
  return replies;
}

/** Whether the feed is served whole, as `reference` is; throws where a reply is neither good nor an error item. */
async function isWhole(
  daemon: Daemon,
  feed: string,
  reference: ReadonlyMap<string, string>,
): Promise<boolean> {
  let whole = true;
  for (const [selector, reply] of await repliesOf(daemon, feed)) {
    if (reply === reference.get(selector.replace(feed, REFERENCE))?.replaceAll(REFERENCE, feed)) continue;
    whole = false;
    if (ERROR.test(reply)) continue;
    // a feed whose feed.toml or story cannot be read
    if (selector.endsWith('.xml')) expect(reply).toMatch(/^<\?xml .*<\/feed>\s*$/s);
    else if (selector.endsWith('.txt')) expect(reply, selector).toBe('whole');
    else parseMenu(reply);
  }
  return whole;
}

/** The numbers of the feeds that are not whole. */
async function brokenFeeds(daemon: Daemon, count: number): Promise<number[]> {
  const reference = await eventually(async () => {
    const replies = await repliesOf(daemon, REFERENCE);
    return [...replies.values()].some((reply) => ERROR.test(reply)) ? undefined : replies;
  });
  const numbers = Array.from({ length: count }, (_, number) => number);
  const whole = await Promise.all(numbers.map((number) => isWhole(daemon, feedName(number), reference)));
  return numbers.filter((number) => whole[number] === false);
}

/** Where the catalogue is, the calls by which it is made, and with what those for all feeds fail, each in a daemon of its own. */
const MODES = [
  {
    mode: 'in memory',
    args: ['--state', '/dev/null/none'],
    names: ['open', 'stat', 'lstat', 'readdir', 'realpath', 'FileHandle.stat', 'FileHandle.read'],
    scan: 'readdir',
    codes: ['EIO'],
  },
  {
    mode: 'in a database',
    args: [],
    names: [
      'openSync',
      'lstatSync',
      'readdirSync',
      'realpathSync',
      'fstatSync',
      'readSync',
      'closeSync',
      'open',
    ],
    scan: 'readdirSync',
    codes: ['EACCES', 'EMFILE'],
  },
] as const;
type Mode = (typeof MODES)[number];

/** What the daemon does with a feed: at its start, when its files have changed, and when it is asked. */
const PHASES = ['start', 'change', 'answer'] as const;
type Phase = (typeof PHASES)[number];
type FaultsOfPhase = Readonly<Record<Phase, readonly Omit<Fault, 'path'>[]>>;

/** Runs a daemon with a feed for each fault, phase by phase; the calls made for the feed without a fault, by phase. */
async function live(planned: FaultsOfPhase, { args }: Mode): Promise<FaultsOfPhase> {
  const count = 1 + Math.max(...PHASES.map((phase) => planned[phase].length));
  const folder = await folderOfFeeds(count);
  const faults = await Faults.make();
  const setFor = (phase: Phase): Promise<void> =>
    faults.set(
      planned[phase].map((fault, index) => ({ ...fault, path: join(folder, `${feedName(index + 1)}*`) })),
    );
  const madeFor = async (): Promise<Omit<Fault, 'path'>[]> =>
    faultsOf((await faults.calls()).filter(({ path }) => path.startsWith(join(folder, REFERENCE))));
  const expectWhole = async (phase: Phase): Promise<void> => {
    let broken: number[] = [];
    await eventually(async () => {
      broken = await brokenFeeds(daemon, count);
      return broken.length === 0 ? true : undefined;
    }).catch(() => undefined);
    expect(broken.map((number) => planned[phase][number - 1])).toEqual([]);
  };

  await setFor('start');
  const daemon = await faults.start(folder, ...args);
  await eventually(async () =>
    (await faults.calls()).some(({ name }) => name === 'watch') ? true : undefined,
  );
  await brokenFeeds(daemon, count);
  const start = await madeFor();
  await faults.set([]);
  await rescan(folder, daemon);
  await expectWhole('start');

  await setFor('change');
  for (let number = 0; number < count; number++)
    for (const file of Object.keys(filesOf(feedName(number)))) await appendFile(join(folder, file), '\n');
  await rescan(folder, daemon);
  await brokenFeeds(daemon, count);
  const change = await madeFor();
  await faults.set([]);
  // nothing is kept ready after it
  await rescan(folder, daemon);

  await setFor('answer');
  await brokenFeeds(daemon, count);
  const answer = await madeFor();
  await setFor('answer');
  await get(daemon.port, '/latest.txt');
  await faults.set([]);
  await expectWhole('answer');
  expect(await get(daemon.port, '/latest.txt')).toContain(`[1/${Math.min(count + 1, LATEST)}]`);
  expect(await daemon.stop()).toBe(0);
  return { start, change, answer };
}

test.for(MODES)(
  '$mode: a call for one feed fails: good replies or proper errors, and all is whole when it is over',
  async (mode, context) => {
    if (mode.mode === 'in a database') skipWithoutSqlite(context);
    const calls = await live({ start: [], change: [], answer: [] }, mode);
    const names = new Set(PHASES.flatMap((phase) => calls[phase].map(({ name }) => name)));
    for (const name of [...mode.names, 'watch']) expect(names).toContain(name);
    await live(calls, mode);
  },
);

/** What a daemon over one feed does on a call for all of them that fails: `undefined` when it goes on and is whole. */
async function endOf(fault: Fault, { args }: Mode): Promise<string | undefined> {
  const folder = await folderOfFeeds(1);
  const faults = await Faults.make();
  await faults.set([{ ...fault, path: fault.path === '' ? folder : fault.path }]);
  const daemon = await faults.start(folder, ...args).catch((error: unknown) => String(error));
  if (typeof daemon === 'string') return daemon;
  const isWholeAgain = async (): Promise<true | undefined> =>
    (await brokenFeeds(daemon, 1)).length === 0 ? true : undefined;
  await eventually(isWholeAgain);
  await rescan(folder, daemon);
  await eventually(isWholeAgain);
  expect(await daemon.stop()).toBe(0);
  return undefined;
}

test.for(MODES)(
  '$mode: a call for all feeds fails: a message and exit code 1 before anything is served, or no harm',
  async (mode, context) => {
    if (mode.mode === 'in a database') skipWithoutSqlite(context);
    const folder = await folderOfFeeds(1);
    const counting = await Faults.make();
    const daemon = await counting.start(folder, ...mode.args);
    // once at the start and once after it
    const isScan = ({ name, path }: Call): boolean => name === mode.scan && path === folder;
    await eventually(async () => ((await counting.calls()).filter(isScan).length > 1 ? true : undefined));
    const calls = (await counting.calls()).filter(({ path }) => path === folder || !path.startsWith(folder));
    await daemon.stop('SIGKILL');
    const paths = new Set(calls.map(({ path }) => path));
    const faults = [...paths].flatMap((path) =>
      faultsOf(
        calls.filter((call) => call.path === path),
        mode.codes,
      ).map((fault) => ({
        ...fault,
        path: path === folder ? '' : path,
      })),
    );
    const ends = new Set<string | undefined>();
    // so many daemons at once
    await mapConcurrently(faults, 8, async (fault) => {
      const end = await endOf(fault, mode);
      if (end !== undefined)
        expect(end, JSON.stringify(fault)).toMatch(
          /^Error: serve ended with [12]: (?:Search is off[^\n]+\n {2}fix: [^\n]+\n)?gopherwire: [^\n]+\n {2}fix: [^\n]+\n$/,
        );
      ends.add(end);
    });
    expect(ends).toContain(undefined);
    expect(ends.size).toBeGreaterThan(1);
  },
);

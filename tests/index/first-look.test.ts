/** The first look at all the documents: what it finds is told, and until then nothing is said to be gone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { get } from '../support/client.ts';
import { databaseIn } from '../support/damage.ts';
import { documentOf } from '../support/documents.ts';
import { BIN, eventually, folderWith, put, run, temporaryFolder } from '../support/program.ts';

const FIRST = /The articles are read for the first time/;

interface Looking {
  readonly child: ChildProcess;
  /** What it has told so far. */
  readonly text: () => string;
  /** Resolves when the daemon has told `words`, with the last group of them. */
  readonly told: (words: RegExp) => Promise<string>;
  /** Lets it write what it has read. */
  readonly release: () => void;
}

/** A daemon over `dir` whose first look, of which `state` knows a part, takes until it is released; on any free port, unless one is given. */
async function lookingAt(dir: string, state: string, port = 0): Promise<Looking> {
  const database = OPEN?.(await databaseIn(state));
  database?.exec('DELETE FROM scans');
  // nobody else writes for now, so that the look takes longer than the start waits for it
  database?.exec('BEGIN IMMEDIATE');
  const child = spawn(process.execPath, [BIN, 'serve', dir, '--port', `${port}`, '--state', state]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let messages = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (messages += chunk.toString()));
  const told = (words: RegExp): Promise<string> =>
    eventually(() => Promise.resolve(messages.match(words)?.at(-1)));
  const release = (): void => {
    database?.exec('COMMIT');
    database?.close();
  };
  return { child, text: () => messages, told, release };
}

test.skipIf(OPEN === undefined)(
  'what was read before is taken up, and told when all is read (skipped without SQLite)',
  async () => {
    const dir = await folderWith({ 'a/one.txt': documentOf(), 'a/two.txt': 'no document' });
    const state = await temporaryFolder();
    expect((await run('status', dir, '--state', state)).code).toBe(0);
    const { told, release } = await lookingAt(dir, state);
    await told(FIRST);
    release();
    await told(/All articles are read\. 2 documents: 1 served, 1 held\n/);
    await told(/held: a\/two\.txt/);
  },
);

test.skipIf(OPEN === undefined)(
  'until all is read, what may still be found is not said to be gone (skipped without SQLite)',
  async () => {
    const dir = await folderWith({ 'a/one.txt': documentOf() });
    const state = await temporaryFolder();
    expect((await run('status', dir, '--state', state)).code).toBe(0);
    await put(`${dir}/a/two.txt`, documentOf({ title: 'The second' }));
    const { told, release } = await lookingAt(dir, state);
    await told(FIRST);
    const port = Number(await told(/:(\d+)\/\n/));
    const web = (selector: string): Promise<string> => get(port, `GET ${selector} HTTP/1.0\r\n`);
    expect(await get(port, '/feeds/a/one.txt')).toContain('A plain title');
    for (const selector of ['/feeds/a/two', '/feeds/a/two.txt', '/raw/a/two.txt', '/feeds/b/'])
      expect(await get(port, selector), selector).toMatch(/^3The articles are just being read\. /);
    expect(await get(port, '/nowhere')).toMatch(/^3Nothing is served here\./);
    expect(await web('/feeds/a/two')).toMatch(/^HTTP\/1\.1 503 [^]*\r\nRetry-After: \d+\r\n/);
    expect(await web('/nowhere')).toMatch(/^HTTP\/1\.1 404 /);
    release();
    await told(/All articles are read\. 2 documents: 2 served, 0 held\n/);
    expect(await get(port, '/feeds/a/two.txt')).toContain('The second');
    expect(await get(port, '/feeds/b/')).toMatch(/^3Nothing is served here\./);
  },
);

test.skipIf(OPEN === undefined)(
  'a second signal ends at once what is being read for the first time (skipped without SQLite)',
  async () => {
    const dir = await folderWith({ 'a/one.txt': documentOf() });
    const state = await temporaryFolder();
    expect((await run('status', dir, '--state', state)).code).toBe(0);
    const { child, told, release } = await lookingAt(dir, state);
    await told(FIRST);
    const closed = once(child, 'close');
    child.kill('SIGINT');
    await told(/Stopping/);
    child.kill('SIGINT');
    expect(await closed).toEqual([null, 'SIGINT']);
    release();
  },
);

test.skipIf(OPEN === undefined)(
  'where the port is taken nothing is read to the end (skipped without SQLite)',
  async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const dir = await folderWith({ 'a/one.txt': documentOf() });
    const state = await temporaryFolder();
    expect((await run('status', dir, '--state', state)).code).toBe(0);
    const { child, text, told, release } = await lookingAt(dir, state, port);
    const closed = once(child, 'close');
    await told(/is in use by another program/);
    release();
    expect(await closed).toEqual([1, null]);
    expect(text()).not.toMatch(/documents?: .* served/);
  },
);

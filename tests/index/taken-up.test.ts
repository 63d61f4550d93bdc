/** A first look at all that was broken off when every document was known: the next one has nothing new, and is told all the same. */
import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { OPEN } from '../support/catalogues.ts';
import { databaseIn } from '../support/damage.ts';
import { documentOf } from '../support/documents.ts';
import { BIN, eventually, folderWith, run, temporaryFolder } from '../support/program.ts';

test.skipIf(OPEN === undefined)(
  'what was read before is taken up, and told when all is read (skipped without SQLite)',
  async () => {
    const dir = await folderWith({ 'a/one.txt': documentOf(), 'a/two.txt': 'no document' });
    const state = await temporaryFolder();
    expect((await run('status', dir, '--state', state)).code).toBe(0);
    const database = OPEN?.(await databaseIn(state));
    database?.exec('DELETE FROM scans');
    // nobody else writes for now, so that the look takes longer than the start waits for it
    database?.exec('BEGIN IMMEDIATE');
    const child = spawn(process.execPath, [BIN, 'serve', dir, '--port', '0', '--state', state], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let messages = '';
    child.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString()));
    const told = (words: string): Promise<true> =>
      eventually(() => Promise.resolve(messages.includes(words) || undefined));
    await told('The articles are read for the first time');
    database?.exec('COMMIT');
    database?.close();
    await told('All articles are read. 2 documents: 1 served, 1 held\n');
    await told('held: a/two.txt');
  },
);

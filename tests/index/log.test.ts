/** The logs of the databases: they do not grow with what is written, and nothing of them stays. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { skipWithoutSqlite } from '../support/catalogues.ts';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, eventually, folderWith, put, temporaryFolder } from '../support/program.ts';

beforeEach(skipWithoutSqlite);

/** Five editions take over 100 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
const [DOCUMENTS, WORDS, EDITIONS] = [250, 2_000, 5] as const;

const edition = (number: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: DOCUMENTS }, (_, document) => [
      `a/story-${document}.txt`,
      documentOf({
        title: `Edition ${number}`,
        body: Array.from({ length: WORDS }, (__, word) => `e${number}d${document}w${word}`).join(' '),
      }),
    ]),
  );

test.each([0, 1])(
  'whatever is written the log has bounds, with %i others who read, and nothing of it stays',
  async (others) => {
    const dir = await folderWith(edition(0));
    const state = await temporaryFolder();
    const daemon = await daemonForTest(dir, '--state', state);
    for (let other = 0; other < others; other++) await daemonForTest(dir, '--state', state);
    const logBytes = async (): Promise<number> => {
      const names = (await readdir(state)).filter((file) => file.endsWith('-wal'));
      const logs = await Promise.all(names.map((name) => stat(join(state, name))));
      return logs.reduce((sum, { size }) => sum + size, 0);
    };
    const sizes: number[] = [];
    for (let number = 1; number <= EDITIONS; number++) {
      for (const [file, text] of Object.entries(edition(number))) await put(join(dir, file), text);
      const isThere = (document: number): Promise<boolean> =>
        get(daemon.port, `/search\te${number}d${document}w7`).then((reply) => reply.includes('1 article'));
      await eventually(async () => ((await isThere(0)) && (await isThere(DOCUMENTS - 1)) ? true : undefined));
      sizes.push(await logBytes());
    }
    expect(Math.max(...sizes)).toBeLessThan(MAX_BYTES);
    await eventually(async () => ((await logBytes()) === 0 ? true : undefined));
    await daemon.stop();
    expect(await logBytes()).toBe(0);
  },
);

/** The ledger: a cut anywhere costs no more than the line that was cut. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../../src/intake/entry.ts';
import { Ledger } from '../../src/intake/ledger.ts';
import { ScratchFolder } from '../../src/library/scratch.ts';
import { temporaryFolder } from '../support/program.ts';

const NOTHING = {
  file: '',
  sha256: '',
  offered: '',
  seen: '2026-03-03T00:00:00Z',
  at: '2026-03-03T00:00:00Z',
};
const entryOf = (id: string, url: string, title: string): Entry => ({
  ...NOTHING,
  id,
  url,
  title,
  state: 'held',
});
const entries = fc.array(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), title: fc.string({ unit: 'binary' }) }),
  { minLength: 1, maxLength: 12 },
);

test('what is read is what the whole lines say, wherever the file ends', async () => {
  const root = await temporaryFolder();
  const place = { root, scratch: new ScratchFolder(root) };
  let run = 0;
  await fc.assert(
    fc.asyncProperty(entries, fc.nat(), async (given, cut) => {
      const folder = `run-${run++}`;
      const ledger = await Ledger.read(place, folder);
      for (const { id, title } of given) {
        ledger.stage(entryOf(id, `https://news.example/${id}`, title));
        await ledger.commit();
      }
      const file = join(root, folder, 'ledger.jsonl');
      const bytes = await readFile(file);
      const left = bytes.subarray(0, cut % (bytes.length + 1));
      await writeFile(file, left);
      const whole = left.toString().split('\n').length - 1;
      if (whole === 0) {
        await expect(Ledger.read(place, folder)).rejects.toThrow('it has no whole line');
        return;
      }
      const expected = new Map(given.slice(0, whole).map(({ id, title }) => [id, title]));
      const again = await Ledger.read(place, folder);
      await again.mend();
      const told = (from: Ledger): Map<string, string> =>
        new Map(Array.from(from.entries, ({ id, title }) => [id, title]));
      expect(told(again)).toEqual(
        new Map(Array.from(expected, ([id, title]) => [id, JSON.parse(JSON.stringify(title))])),
      );
      again.stage(entryOf('e', 'https://news.example/e', 'after'));
      await again.commit();
      expect(told(await Ledger.read(place, folder))).toEqual(told(again));
    }),
    { numRuns: 60 },
  );
});

test('a long ledger is written anew, and lines that are no entries stay in it', async () => {
  const root = await temporaryFolder();
  const place = { root, scratch: new ScratchFolder(root) };
  const ledger = await Ledger.read(place, 'feed');
  for (let n = 0; n < 300; n++) ledger.stage(entryOf('a', 'https://news.example/a', `Title ${n}`));
  await ledger.commit();
  const file = join(root, 'feed/ledger.jsonl');
  await appendFile(file, '{"id":"x"}\n{"id":"a","state":"lost"}\n');
  const again = await Ledger.read(place, 'feed');
  await again.mend();
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4);
  for (const { entries: kept } of [again, await Ledger.read(place, 'feed')])
    expect([...kept]).toMatchObject([
      { title: 'Title 299', state: 'held' },
      { id: 'x', state: 'refused' },
    ]);
});

test('an item whose id or address changes stays the same item', async () => {
  const root = await temporaryFolder();
  const ledger = await Ledger.read({ root, scratch: new ScratchFolder(root) }, 'feed');
  ledger.stage(entryOf('a', 'https://news.example/1', 'One'));
  ledger.stage({ ...entryOf('b', 'https://news.example/1', 'Two'), formerId: 'a' });
  ledger.stage(entryOf('b', 'https://news.example/2', 'Three'));
  expect([...ledger.entries]).toHaveLength(1);
  expect(ledger.find('', 'https://news.example/1')?.title).toBe('Three');
});

/** Exports that fail on their way, are killed, or run two at a time: what stood there stays, or what is new is whole. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { exportTo, filesIn, workplace } from '../support/exports.ts';
import { folderWith, put, ROOT, runIn } from '../support/program.ts';

const FILES = { 'a/one.txt': documentOf({ title: 'One' }) };
const FROM = ['--from', 'n0call'];

/** As exportTo, with the first `call` for a path below `place` that begins so made to fail. */
async function failing(
  call: string,
  name: string,
  format: string,
  at: Awaited<ReturnType<typeof workplace>>,
  out: string,
  ...args: readonly string[]
) {
  const faults = await folderWith({ control: `${call}\t${join(at.place, name)}*\t1\tENOSPC\n` });
  const env = {
    ...process.env,
    NODE_OPTIONS: `--import=${join(ROOT, 'tests/support/failing-fs.mjs')}`,
    FAILING_FS: join(faults, 'control'),
  };
  return runIn({ env }, 'export', at.dir, '--to', format, out, '--state', at.state, ...args);
}

test('a new folder that cannot take its place leaves the earlier one there', async () => {
  const at = await workplace(FILES);
  const out = join(at.place, 'texts');
  await exportTo('text', at, out);
  const before = await filesIn(out);
  await put(join(at.dir, 'a/two.txt'), documentOf({ title: 'Two' }));
  expect(await failing('rename', '.texts.export-', 'text', at, out)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/texts cannot be written \(ENOSPC\)\n +fix: .*whether the disk is full/),
  });
  expect(await readdir(at.place)).toEqual(['texts']);
  expect(await filesIn(out)).toEqual(before);
});

test('the record of a mailbox follows its file, whatever comes between', async () => {
  const at = await workplace(FILES);
  const out = join(at.place, 'mail.in');
  expect((await failing('rename', '.mail.in.sent.export-', 'packet', at, out, ...FROM)).code).toBe(1);
  expect((await readdir(at.place)).toSorted()).toEqual(['mail.in', 'mail.in.sent']);
  await rm(out);
  const again = await exportTo('packet', at, out, ...FROM);
  expect(again.stdout.toString()).toContain('nothing new');

  await put(join(at.dir, 'a/two.txt'), documentOf({ title: 'Two' }));
  const record = await readFile(`${out}.sent`, 'utf8');
  expect((await failing('rename', '.mail.in.export-', 'packet', at, out, ...FROM)).code).toBe(1);
  expect(await readdir(at.place)).toEqual(['mail.in.sent']);
  expect(await readFile(`${out}.sent`, 'utf8')).toBe(record);
  expect((await exportTo('packet', at, out, ...FROM)).stdout.toString()).toContain('1 message');
});

test('what killed exports have left is brought to its end, and goes', async () => {
  const at = await workplace(FILES);
  const out = join(at.place, 'mail.in');
  await exportTo('packet', at, out, ...FROM);
  // killed when the first file was in its place
  await put(join(at.place, '.mail.in.sent.export-new'), await readFile(`${out}.sent`));
  await rm(`${out}.sent`);
  await rm(out);
  const again = await exportTo('packet', at, out, ...FROM);
  expect(again.stdout.toString()).toContain('nothing new');
  // killed before
  await put(join(at.place, '.mail.in.export-new'), 'half');
  await put(join(at.place, '.mail.in.sent.export-new'), 'half');
  expect((await exportTo('packet', at, out, ...FROM)).stdout.toString()).toContain('nothing new');
  expect(await readdir(at.place)).toEqual(['mail.in.sent']);
});

test('one export at a time: another is told', async () => {
  const at = await workplace(FILES);
  const out = join(at.place, 'texts');
  const runs = await Promise.all([1, 2, 3].map(() => exportTo('text', at, out)));
  expect(runs.some(({ code }) => code === 0)).toBe(true);
  for (const { code, stderr } of runs)
    expect(stderr).toEqual(
      code === 0 ? '' : expect.stringMatching(/texts is being exported to by process \d+/),
    );
  expect(await readdir(at.place)).toEqual(['texts']);

  await put(join(at.place, '.texts.export-lock-elsewhere-12-34'), '');
  const refused = await exportTo('text', at, out);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringMatching(
      /process 12 on elsewhere\n +fix: wait .*remove .*\.texts\.export-lock-elsewhere-12-34/,
    ),
  ]);
});

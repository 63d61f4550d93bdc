/** What verify says of documents that were changed, lost or claim too much. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { copyOfArticles, folderWith, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

const FIRST = 'news/example/2026/03/story-1.txt';
const JOURNAL = '.gopherwire/intake/news~example';
const SECOND = 'news/example/2026/03/story-2.txt';

/** A folder with two articles of a feed, taken in with their originals. */
async function takenIn(permission?: string): Promise<string> {
  const items = [
    itemOf({
      title: 'Story 1',
      link: 'https://news.example/1',
      html: '<p>A low <b>ford</b>.</p><p>Rain.</p>',
    }),
    itemOf({ title: 'Story 2', link: 'https://news.example/2' }),
  ];
  const upstream = await startUpstream({ '/rss': { type: 'application/rss+xml', body: rssOf(items) } });
  const dir = await takingFrom(`${upstream.origin}/rss`, permission);
  const { code, stderr } = await sync(dir, '--keep-source');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return dir;
}

const verify = async (dir: string): Promise<{ code: number | null; text: string }> => {
  const { code, stdout } = await run('verify', dir);
  return { code, text: stdout.toString() };
};

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

/** The kept original of the document `file`. */
async function originalOf(dir: string, file: string): Promise<string> {
  const ledger = await readFile(join(dir, JOURNAL, 'ledger.jsonl'), 'utf8');
  const lines = ledger.trim().split('\n');
  const entries = lines.map((line): { file: string; sha256: string } => JSON.parse(line));
  const { sha256 } = entries.find((entry) => entry.file === file) ?? { sha256: '' };
  return join(dir, JOURNAL, `sources/${sha256}.html`);
}

test('what was taken in is as it was, by footer, journal and original', async () => {
  const { code, text } = await verify(await takenIn());
  expect(text).toBe(
    '2 documents: 2 as they were, 0 failed\ncompared: 2 with the digest in the footer, 2 with that of their taking in, 2 with the words of the original\n',
  );
  expect(code).toBe(0);
});

test.each(['top', 'end'])(
  'a line of credit at the %s is no word of the original, and no fault',
  async (place) => {
    const dir = await takenIn(
      `mode = "automatic"\ncredit = "As first told by Example Wire."\ncredit-at = "${place}"`,
    );
    expect(await readFile(join(dir, FIRST), 'utf8')).toContain('\nAs first told by Example Wire.\n');
    expect(await verify(dir)).toMatchObject({ code: 0 });
  },
);

test('a word that was changed, a line that was added and a document that is gone are told by name', async () => {
  const dir = await takenIn();
  await edit(join(dir, FIRST), 'low', 'high');
  await rm(join(dir, SECOND));
  const { code, text } = await verify(dir);
  expect(code).toBe(3);
  expect(text).toContain(`failed: ${FIRST}\n  its text is not the one whose SHA-256 stands in its footer\n`);
  expect(text).toContain('  its bytes are not those that were taken in\n');
  expect(text).toContain(`failed: ${SECOND}\n  it was taken in, and is gone without having been withdrawn\n`);
  expect(text).toContain('2 documents: 0 as they were, 2 failed\n');
});

test('an original that says more than a document that claims to be unaltered is told', async () => {
  const dir = await takenIn();
  const { stdout } = await run('verify', dir, '--json');
  const { documents }: { documents: readonly { file: string; compared: readonly string[] }[] } = JSON.parse(
    stdout.toString(),
  );
  expect(documents.map(({ compared }) => compared)).toEqual([
    ['footer', 'journal', 'original'],
    ['footer', 'journal', 'original'],
  ]);
  await edit(await originalOf(dir, FIRST), 'Rain.', 'Rain and wind.');
  const { code, text } = await verify(dir);
  expect(code).toBe(3);
  expect(text).toMatch(
    /it claims to be unaltered, and words of its original are missing: "(?:Rain )?and wind/,
  );
});

test.each([
  ['first', 0],
  ['middle', 0.5],
  ['last', 1],
])('one bit of the %s byte of a document is told, with its name', async (_which, part) => {
  const dir = await takenIn();
  const bytes = await readFile(join(dir, FIRST));
  const at = Math.floor((bytes.length - 1) * part);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  await writeFile(join(dir, FIRST), bytes);
  const { code, text } = await verify(dir);
  expect(code).toBe(3);
  expect(text).toContain(`failed: ${FIRST}\n`);
  expect(text).toContain('  its bytes are not those that were taken in\n');
  expect(text).toContain('2 documents: 1 as they were, 1 failed\n');
});

test('an original in which a letter was changed is told, and one that was emptied; one that is gone is not compared', async () => {
  const dir = await takenIn();
  const original = await originalOf(dir, FIRST);
  await edit(original, 'ford', 'fort');
  expect(await verify(dir)).toMatchObject({ code: 3 });
  await writeFile(original, '');
  const { code, text } = await verify(dir);
  expect(code).toBe(3);
  expect(text).toContain(
    `failed: ${FIRST}\n  it claims to be unaltered, and it says more than its original does\n`,
  );
  await rm(original);
  expect(await verify(dir)).toMatchObject({
    code: 0,
    text: expect.stringContaining(', 1 with the words of the original\n'),
  });
});

test('documents that nobody has taken in pass by the gate alone', async () => {
  const { code, text } = await verify(await copyOfArticles());
  expect(text).toMatch(/^\d+ documents: \d+ as they were, 0 failed\ncompared: 0 with/);
  expect(code).toBe(0);
});

test('what the gate holds fails, with its reason', async () => {
  const dir = await folderWith({ 'a/story.txt': 'no document\n' });
  const { code, text } = await verify(dir);
  expect(code).toBe(3);
  expect(text).toContain('failed: a/story.txt\n');
});

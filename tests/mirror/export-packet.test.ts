import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { exportTo, workplace } from '../support/exports.ts';
import { put } from '../support/program.ts';

interface Message {
  readonly bid: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly bytes: number;
}

/** The messages of a file as FBB takes it in: S-line, title, lines up to one that begins as the end. */
function messagesOf(file: Buffer): Message[] {
  const messages: Message[] = [];
  const lines = file.toString('latin1').split('\r\n');
  expect(lines.pop()).toBe('');
  for (let at = 0; at < lines.length;) {
    const bid = /^SB ALL @ WW < N0CALL \$(\S+)$/.exec(lines[at] ?? '')?.[1] ?? '';
    expect(bid).toMatch(/^[A-Z2-7]{1,12}$/);
    const end = lines.findIndex((line, index) => index > at + 1 && /^\/ex/i.test(line));
    expect(lines[end]).toBe('/EX');
    const own = lines.slice(at, end + 1);
    messages.push({
      bid,
      title: lines[at + 1] ?? '',
      lines: lines.slice(at + 2, end),
      bytes: `${own.join('\r\n')}\r\n`.length,
    });
    at = end + 1;
  }
  return messages;
}

const FROM = ['--from', 'n0call'];

test('a bulletin has S-line, title, text in ASCII with its licence, and no line that ends it early', async () => {
  const body = '/EX\n\n/ex and on.\n\n***END of it\n\nGrüße aus Köln.\n\n*** DISCONNECTED';
  const source = `https://news.example/${'a-long-path/'.repeat(12)}story`;
  const at = await workplace({
    'a/one.txt': documentOf({ title: `Ärger ${'über Öl '.repeat(12)}`.trim(), body, source }),
    'a/two.txt': documentOf({ title: '/Ex libris', date: '2025-06-29' }),
    'a/held.txt': documentOf({ title: 'Of unclear licence', licence: 'Ask my aunt' }),
  });
  const out = join(at.place, 'mail.in');
  const run = await exportTo('packet', at, out, ...FROM);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const file = await readFile(out);
  expect(file.every((byte) => byte === 10 || byte === 13 || (byte >= 32 && byte < 127))).toBe(true);
  const messages = messagesOf(file);
  expect(messages).toHaveLength(2);
  const [older, newer] = messages;
  expect(older?.title).toBe(' /Ex libris');
  expect(newer?.title).toMatch(/^Arger uber Ol/);
  expect(newer?.title.length).toBeLessThanOrEqual(60);
  expect(newer?.lines).toEqual(
    expect.arrayContaining([' /EX', ' /ex and on.', ' ***END of it', 'Grusse aus Koln.']),
  );
  for (const { lines } of messages) {
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(79);
    expect(lines.filter((line) => line.startsWith('***'))).toEqual([]);
    expect(lines.join('\n')).toContain('Published and (C) by Example Wire');
    expect(lines.join('\n')).toContain('License: https://creativecommons.org/licenses/by-nd/4.0/');
  }
  expect(newer?.lines.join('')).toContain(source);
});

test('what is longer than a message goes in parts, each with title, licence and source', async () => {
  const body = Array.from({ length: 120 }, (_, n) => `Paragraph ${n} has a few words of its own.`);
  const at = await workplace({ 'a/long.txt': documentOf({ title: 'A long one', body: body.join('\n\n') }) });
  const out = join(at.place, 'mail.in');
  expect((await exportTo('packet', at, out, ...FROM, '--max-bytes', '2k')).code).toBe(0);
  const messages = messagesOf(await readFile(out));
  expect(messages.length).toBeGreaterThan(3);
  expect(new Set(messages.map(({ bid }) => bid)).size).toBe(messages.length);
  for (const [index, { title, lines, bytes }] of messages.entries()) {
    expect(title).toBe(`A long one (${index + 1}/${messages.length})`);
    expect(bytes).toBeLessThanOrEqual(2048);
    const head = lines.slice(0, lines.indexOf('')).join('\n');
    for (const wanted of ['CC-BY-ND-4.0', 'A long one', 'Example Wire', 'https://news.example/story'])
      expect(head).toContain(wanted);
  }
  const text = messages.flatMap(({ lines }) => lines.slice(lines.indexOf('') + 1)).join('\n');
  for (const paragraph of body) expect(text).toContain(paragraph);
});

test('only what is new since the last time, once the mailbox has taken that in; --all gives everything', async () => {
  const at = await workplace({ 'a/one.txt': documentOf({ title: 'One' }) });
  const out = join(at.place, 'mail.in');
  await exportTo('packet', at, out, ...FROM);
  const [first] = messagesOf(await readFile(out));
  await put(join(at.dir, 'a/two.txt'), documentOf({ title: 'Two' }));
  const waiting = await exportTo('packet', at, out, ...FROM);
  expect(waiting.code).toBe(1);
  expect(waiting.stderr).toContain('the mailbox has not taken it in');
  expect(messagesOf(await readFile(out))).toHaveLength(1);

  await rm(out);
  await exportTo('packet', at, out, ...FROM);
  expect(messagesOf(await readFile(out)).map(({ title }) => title)).toEqual(['Two']);
  await rm(out);
  const none = await exportTo('packet', at, out, ...FROM);
  expect(none).toMatchObject({ code: 0 });
  expect(none.stdout.toString()).toBe(`${out}: nothing new\n`);
  await expect(readFile(out)).rejects.toThrow('ENOENT');

  await exportTo('packet', at, out, ...FROM, '--all');
  expect((await exportTo('packet', at, out, ...FROM, '--all')).code).toBe(0);
  const all = messagesOf(await readFile(out));
  expect(all.map(({ title }) => title).toSorted()).toEqual(['One', 'Two']);
  expect(all.map(({ bid }) => bid)).toContain(first?.bid);
});

test('--budget: the newest first, the rest the next time; a file of somebody else stays', async () => {
  const articles = Array.from({ length: 6 }, (_, n) => [
    `a/story-${n}.txt`,
    documentOf({ title: `Of day ${n}`, date: `2025-06-0${n + 1}` }),
  ]);
  const at = await workplace(Object.fromEntries(articles));
  const out = join(at.place, 'mail.in');
  const titles: string[][] = [];
  for (let round = 0; round < 3; round++) {
    const { stdout } = await exportTo('packet', at, out, ...FROM, '--budget', '1500');
    const file = await readFile(out);
    expect(file.length).toBeLessThanOrEqual(1500);
    expect(stdout.toString().includes('more is new')).toBe(round < 2);
    titles.push(messagesOf(file).map(({ title }) => title));
    await rm(out);
  }
  expect(titles).toEqual([
    ['Of day 4', 'Of day 5'],
    ['Of day 2', 'Of day 3'],
    ['Of day 0', 'Of day 1'],
  ]);
  await writeFile(out, 'mine');
  expect((await exportTo('packet', at, out, ...FROM, '--all')).stderr).toContain('no earlier export');
  expect(await readFile(out, 'utf8')).toBe('mine');
  expect((await exportTo('packet', at, out)).code).toBe(2);
});

/** Articles that were first published at the origin of a mirror have that as their source there, in every rendering. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { get } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, folderWith, run } from '../support/program.ts';

const PATH = 'news/2025/06/own';
const OWN = documentOf({ title: 'Our own', source: `/feeds/${PATH}.txt`, body: 'More in [2].' })
  .replace('\n\nPublished', `\n[2] Url: /feeds/news/\n\nPublished`)
  .replace(/gopher:\/\/feeds\.example\/1\/news\//, '/feeds/news/');

/** A folder of `files` that is a mirror of `address`. */
async function mirrorOf(address: string, files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await folderWith(files);
  await mkdir(join(dir, '.gopherwire/mirror'), { recursive: true });
  const about = `Address: ${address}\nSequence: 2\nTime: 2026-11-01T00:00:00Z\nLeft: 0\n`;
  await writeFile(join(dir, '.gopherwire/mirror/origin'), about);
  return dir;
}

test('source and via are selectors of the origin; other links stay here', async () => {
  const files = { [`${PATH}.txt`]: OWN, 'news/feed.toml': 'title = "News"\n' };
  const origin = await daemonForTest(await folderWith(files), '--log', 'none');
  expect(await get(origin.port, `/feeds/${PATH}.txt`)).toContain(
    `[1] Url: gopher://localhost:${origin.port}/0/feeds/${PATH}.txt\r\n`,
  );

  const dir = await mirrorOf('gopher://origin.example:70/', files);
  const mirror = await daemonForTest(dir, '--log', 'none');
  expect(await get(mirror.port, '/caps.txt')).toContain('ServerMirrorOf=gopher://origin.example:70/\r\n');
  expect(await get(mirror.port, '/about.txt')).toContain('redundant server');
  const source = `gopher://origin.example:70/0/feeds/${PATH}.txt`;
  const text = await get(mirror.port, `/feeds/${PATH}.txt`);
  expect(text).toContain(`[1] Url: ${source}\r\n`);
  expect(text).toContain(`[2] Url: gopher://localhost:${mirror.port}/1/feeds/news/\r\n`);
  expect(text).toContain('gopher://origin.example:70/1/feeds/news/\r\n');
  expect(await get(mirror.port, `/feeds/${PATH}`)).toContain(`/feeds/${PATH}.txt\torigin.example\t70\r\n`);
  expect(await get(mirror.port, '/feeds/news/atom.xml')).toContain(source);
  expect(await get(mirror.port, `/raw/${PATH}.txt`)).toBe(OWN);
  const rendered = await run('render', `/feeds/${PATH}.txt`, '--dir', dir);
  expect(rendered.stdout.toString()).toContain(`[1] Url: ${source}\r\n`);
});

test.each([
  ['gopher://[::1]:7070/', 'gopher://[::1]:7070'],
  ['gophers://[2001:db8::1]:70/', 'gopher://[2001:db8::1]:70'],
  ['gophers://origin.example:7443/', 'gopher://origin.example:7443'],
])('so it is with the origin %s', async (address, origin) => {
  const dir = await mirrorOf(address, { [`${PATH}.txt`]: OWN });
  const daemon = await daemonForTest(dir, '--log', 'none');
  const text = await get(daemon.port, `/feeds/${PATH}.txt`);
  expect(text).toContain(`[1] Url: ${origin}/0/feeds/${PATH}.txt\r\n`);
  expect(text).toContain(`${origin}/1/feeds/news/\r\n`);
  const front = await get(daemon.port, '');
  expect(front).toContain(`A mirror of ${address}`);
  expect(front).not.toMatch(/\t\[?[0-9a-f]*::/);
});

/** A system that lets no file grow beyond a size, as a quota or a full disk would: nothing half-written is seen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { filesIn, itemOf, rssOf, sync, takingFrom } from '../support/intake.ts';
import { BIN, run } from '../support/program.ts';
import { startUpstream } from '../support/upstream.ts';

/** `sync` where no file can be larger than `blocks` times 512 bytes, or 1024: shells differ. */
async function syncWithin(blocks: number, dir: string) {
  const command = `ulimit -f ${blocks}; exec "$0" "$@"`;
  const args = ['-c', command, process.execPath, BIN, 'sync', dir, '--allow-private'];
  const child = spawn('sh', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stderr };
}

test('a document that does not fit: told, not seen, and there once it does', async () => {
  const [short, long] = ['Some words. ', 'Many more words. '.repeat(1000)].map((words) => `<p>${words}</p>`);
  const items = [
    itemOf({ title: 'Short', link: 'https://news.example/1', html: short ?? '' }),
    itemOf({ title: 'Long', link: 'https://news.example/2', html: long ?? '' }),
  ];
  const upstream = await startUpstream({ '/rss': { body: rssOf(items), headers: { etag: '"1"' } } });
  const dir = await takingFrom(`${upstream.origin}/rss`);
  const { code, stderr } = await syncWithin(8, dir);
  expect(stderr).toContain(
    'gopherwire: a file is larger than the system lets this account write\n  fix: raise the limit (ulimit -f)',
  );
  expect(code).toBe(1);
  const { shown, kept } = await filesIn(dir);
  expect(kept.filter((file) => /lock-|\.tmp$/.test(file))).toEqual([]);
  expect(shown).toEqual([]);
  expect((await sync(dir)).code).toBe(0);
  expect((await filesIn(dir)).shown).toEqual(
    ['long', 'short'].map((name) => `news/example/2026/03/${name}.txt`),
  );
  expect((await run('verify', dir)).code).toBe(0);
});

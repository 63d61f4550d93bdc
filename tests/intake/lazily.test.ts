/** What reads feeds and pages is loaded by `sync` alone. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOf } from '../support/documents.ts';
import { daemonIn, folderWith, ROOT, runIn } from '../support/program.ts';

const env = { NODE_OPTIONS: `--import=${join(ROOT, 'tests/support/no-intake.mjs')}` };

test('the daemon and the queue need none of the packages that sync needs', async () => {
  const dir = await folderWith({ 'a/story.txt': documentOf() });
  const daemon = await daemonIn({ env }, dir);
  expect(daemon.port).toBeGreaterThan(0);
  expect((await runIn({ env }, 'queue', dir)).code).toBe(0);
  expect((await runIn({ env }, 'withdraw', '/feeds/a/story', '--reason', 'x', '--dir', dir)).code).toBe(0);
  expect((await runIn({ env }, 'sync', dir)).stderr).toContain('it is not there');
});

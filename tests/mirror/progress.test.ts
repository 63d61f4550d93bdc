/** What a person sees of a mirror under way. */
import { expect, test } from 'vitest';
import { progressLine } from '../../src/cli/output.ts';
import { parseAddress } from '../../src/gopher/address.ts';
import { Upstream } from '../../src/mirror/ask.ts';
import { documentOf } from '../support/documents.ts';
import { FakeUpstream } from '../support/mirror.ts';
import { BIN, daemonForTest, folderWith, temporaryFolder } from '../support/program.ts';
import { isInstalled, onTerminalOf } from '../support/terminal.ts';

test('how far it is takes no more columns than there are: without its bar, then without its label, then cut', () => {
  const step = { label: 'Fetching:', done: 40_822, total: 79_285, note: ' bytes, 2 s left' };
  const lines = [64, 63, 40, 20].map((columns) => progressLine(step, columns));
  expect(lines).toEqual([
    'Fetching: [##########..........] 40822 of 79285 bytes, 2 s left',
    'Fetching: [##########..........] 40822 of 79285 bytes, 2 s left',
    'Fetching: 40822 of 79285 bytes, 2 s left',
    '40822 of 79285 bytes',
  ]);
  expect(progressLine({ ...step, total: undefined, note: ' bytes' }, 40)).toBe('Fetching: 40822 bytes');
});

test('on a narrow terminal nothing of it stays behind (skipped without tmux)', async ({ skip }) => {
  if (!isInstalled('tmux')) skip('tmux is not installed');
  const body = 'It was a quiet day. '.repeat(200);
  const folder = await folderWith({ 'a/one.txt': documentOf({ body }), 'a/two.txt': documentOf({ body }) });
  const { port } = await daemonForTest(folder, '--log', 'none', '--state', await temporaryFolder());
  const dir = await temporaryFolder();
  const command = `mirror gopher://127.0.0.1:${port}/ ${dir} --unsigned --line 16000`;
  const screen = onTerminalOf(30, ['sh', '-c', `${process.execPath} ${BIN} ${command}; echo ended; cat`]);
  const shown = await screen.shows('ended');
  expect(shown.startsWith('Nobody signs what')).toBe(true);
  expect(shown).not.toContain('left');
});

test('what comes at once is told as it would come on the line, a second of it at most', async () => {
  const { address: text, lies } = await FakeUpstream.start();
  lies.set('/raw/a.txt', 'x'.repeat(1_500));
  const address = parseAddress(text);
  if (address === undefined) throw new Error('no address');
  const told: number[] = [];
  const upstream = new Upstream(address, {
    needsCertificate: false,
    bitsPerSecond: 8_000,
    signal: new AbortController().signal,
    onBytes: (bytes) => void told.push(bytes),
  });
  expect(await upstream.ask('/raw/a.txt', 1_500)).toHaveLength(1_500);
  expect(told).toEqual([1_000, 500]);
});

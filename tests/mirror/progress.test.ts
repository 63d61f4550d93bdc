/** What a person sees of a mirror under way. */
import { expect, test } from 'vitest';
import { progressLine } from '../../src/cli/output.ts';
import { documentOf } from '../support/documents.ts';
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

/** What goes wrong around a daemon, and does not end it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { get } from '../support/client.ts';
import { BIN, daemonForTest, eventually, freePort, run, temporaryFolder } from '../support/program.ts';

test.each([
  ['a log on a full disk', '>/dev/full'],
  ['a closed standard output', '>&-'],
  ['no standard stream at all', '<&- >&- 2>&-'],
])('%s: it serves on, and stops with 0', async (_what, redirection) => {
  const port = String(await freePort());
  const command = `exec "$@" ${redirection}`;
  const args = [process.execPath, BIN, 'serve', await temporaryFolder(), '--port', port];
  const child = spawn('sh', ['-c', command, 'sh', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const front = (): Promise<string | undefined> => get(Number(port), '').catch(() => undefined);
  await eventually(front);
  expect(await front()).toMatch(/^i/);
  child.kill('SIGTERM');
  await once(child, 'close');
  expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null });
});

test.each([
  ['localhost', 'localhost'],
  ['localhost', '127.0.0.1=cp437-40'],
  ['::1', '[0:0:0::1]:7070'],
])('%s and %s are one place: 2 and a fix', async (one, other) => {
  const { code, stderr } = await run('serve', await temporaryFolder(), '--listen', one, '--listen', other);
  expect(code).toBe(2);
  expect(stderr).toContain(`--listen ${other}: this place is given twice\n  fix: `);
});

test('every listener with port 0 has a port of its own', async () => {
  const places = Array.from({ length: 20 }, (_, at) => ['--listen', `127.0.0.1:0=utf-8-${40 + at}`]).flat();
  const daemon = await daemonForTest(await temporaryFolder(), ...places);
  await eventually(() => Promise.resolve(/Stop with/.exec(daemon.stderr) ?? undefined));
  const ports = [
    daemon.port,
    ...Array.from(daemon.stderr.matchAll(/^Also at .*:(\d+)\//gm), ([, port]) => Number(port)),
  ];
  expect(new Set(ports).size).toBe(20);
  for (const port of ports) expect(await get(port, '')).toContain(`\tlocalhost\t${port}\r\n`);
});

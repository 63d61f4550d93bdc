/** Several listeners: both families, each with what is shown there. */
import { expect, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { daemonForTest, eventually, folderWith, run, type Daemon } from '../support/program.ts';

const daemonWith = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith({ 'a/story.txt': documentOf() }), ...args);

/** The ports of all listeners but the first, in their order. */
const otherPortsOf = async (daemon: Daemon, count: number): Promise<number[]> =>
  eventually(async () => {
    const found = Array.from(daemon.stderr.matchAll(/^Also at gopher:\/\/[^:]+:(\d+)\//gm), ([, port]) =>
      Number(port),
    );
    return Promise.resolve(found.length === count ? found : undefined);
  });

const leadsTo = (menu: string): unknown => {
  const { host, port } = parseMenu(menu).find(({ type }) => type === '0') ?? {};
  return { host, port: Number(port) };
};

const SIX = { host: '::1' };

test('IPv6 and IPv4 side by side have one port', async () => {
  for (const places of [
    ['::1', '127.0.0.1'],
    ['127.0.0.1', '[::1]'],
    ['[::1]:0', '127.0.0.1:0'],
  ]) {
    const { port } = await daemonWith(...places.flatMap((place) => ['--listen', place]));
    expect(await ask(port, '\r\n', SIX)).toEqual(await ask(port, '\r\n'));
  }
});

test('[::1] alone is not to be had over IPv4', async () => {
  const { port } = await daemonWith('--listen', '[::1]:0');
  expect(leadsTo((await ask(port, '\r\n', SIX)).toString())).toEqual({ host: 'localhost', port });
  await expect(ask(port, '\r\n')).rejects.toThrow('ECONNREFUSED');
});

test(':: is both families, and leaves IPv4 to a listener of its own', async () => {
  const root = process.getuid?.() === 0 ? ['--user', 'root'] : [];
  const logged = [...root, '--host', 'gopher.example.org', '--log', 'json', '--log-addresses'];
  for (const places of [['::'], ['::', '0.0.0.0'], ['0.0.0.0', '::']]) {
    const daemon = await daemonWith(...places.flatMap((place) => ['--listen', place]), ...logged);
    const { port } = daemon;
    expect(await ask(port, '\r\n', SIX), places.join()).toEqual(await ask(port, '\r\n'));
    await daemon.stop();
    const addresses = daemon.stdout.match(/(?<="address":")[^"]*/g);
    expect(addresses?.toSorted()).toEqual(['127.0.0.1', '::1']);
  }
});

test('each listener shows its own view, and its menus lead to itself', async () => {
  const daemon = await daemonWith(
    '--listen',
    '127.0.0.1',
    '--listen',
    '127.0.0.1:0=us-ascii-40,host=old.example.org',
    '--listen',
    '[::1]:0=utf-8-132,host=proxy.example.org:70',
  );
  const [ascii = 0, wide = 0] = await otherPortsOf(daemon, 2);
  expect(leadsTo(await get(daemon.port, '/'))).toEqual({ host: 'localhost', port: daemon.port });
  const old = await get(ascii, '/');
  expect(leadsTo(old)).toEqual({ host: 'old.example.org', port: ascii });
  for (const { display } of parseMenu(old)) expect(display.length).toBeLessThanOrEqual(40);
  const proxied = await ask(wide, '\r\n', SIX);
  expect(leadsTo(proxied.toString())).toEqual({ host: 'proxy.example.org', port: 70 });
});

test.each([
  ['localhost:70000', 'ADDRESS[:PORT]'],
  ['localhost,host=a..b', 'DNS name'],
  ['localhost,host=a.example:0', 'DNS name'],
  ['localhost,host=a.example:65536', 'DNS name'],
  ['localhost,host=[::1]:70', 'DNS name'],
  ['localhost,certificate=a', 'needs its key'],
  ['localhost,tls,tls', 'not understood'],
  ['localhost=nothing-40', 'There is no view'],
])('--listen %s is a usage error', async (place, says) => {
  const { code, stderr } = await run('serve', 'articles', '--listen', place);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) });
});

test('the same place twice is a usage error', async () => {
  const { code, stderr } = await run('serve', 'articles', '--listen', '::1', '--listen', '::1');
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('twice') });
});

/**
 * Two instances over one folder behind the real haproxy, one stopped and started again under load.
 * Skipped where it is not installed. Debian: apt install haproxy
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ask, get, parseMenu } from '../support/client.ts';
import { askHttp } from '../support/http.ts';
import {
  eventually,
  freePort,
  put,
  ROOT,
  startDaemon,
  temporaryFolder,
  type Daemon,
} from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const REQUESTS = 4000;
const CLIENTS = 32;
const SELECTOR = '/feeds/handbook/';
const GOPHER = `${SELECTOR}\r\n`;
const HTTP = `GET ${SELECTOR} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;

/** As an operator writes it: gopher passed on as it is, and HTTP, where a request can be tried again elsewhere. */
const configuration = (admin: string, gopher: number, http: number, servers: readonly number[]): string => `
global
  stats socket ${admin} mode 600 level admin
defaults
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  retries 3
  option redispatch 1
  default-server check check-send-proxy inter 200ms fastinter 100ms fall 1 rise 1
listen gopher
  mode tcp
  bind 127.0.0.1:${gopher}
${servers.map((port) => `  server s${port} 127.0.0.1:${port} send-proxy-v2`).join('\n')}
listen web
  mode http
  retry-on conn-failure empty-response
  bind 127.0.0.1:${http}
${servers.map((port) => `  server s${port} 127.0.0.1:${port} send-proxy`).join('\n')}
`;

interface Pair {
  readonly instances: [Daemon, Daemon];
  readonly gopher: number;
  readonly http: number;
  /** The path of haproxy's admin socket. */
  readonly admin: string;
}

/** An instance at `port`, whose menus lead to haproxy. */
const startAt = async (port: number, shown: number): Promise<Daemon> =>
  startDaemon(
    `${ROOT}articles`,
    '--listen',
    `127.0.0.1:${port},host=localhost:${shown}`,
    '--trusted-proxy',
    'loopback',
    '--log',
    'json',
    '--log-addresses',
  );

/** Two instances behind haproxy. */
async function startPair(): Promise<Pair> {
  const [one, two, gopher, http] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const instances: [Daemon, Daemon] = [await startAt(one, gopher), await startAt(two, gopher)];
  const folder = await temporaryFolder();
  const [file, admin] = [join(folder, 'haproxy.cfg'), join(folder, 'admin')];
  await put(file, configuration(admin, gopher, http, [one, two]));
  const haproxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
  onTestFinished(async () => {
    haproxy.kill('SIGKILL');
    for (const instance of instances) await instance.stop('SIGKILL');
  });
  const pair = { instances, gopher, http, admin };
  await eventually(async () => ((await tryAsk(gopher, GOPHER)) === undefined ? undefined : true));
  return pair;
}

/** The reply; `undefined` where there was none or a reset. */
async function tryAsk(port: number, request: string): Promise<Buffer | undefined> {
  const reply = await ask(port, request).catch(() => undefined);
  return reply?.length === 0 ? undefined : reply;
}

/** What haproxy says to `command` on its admin socket. */
async function command(pair: Pair, line: string): Promise<string> {
  const socket = connect({ path: pair.admin, allowHalfOpen: true });
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
  socket.end(`${line}\n`);
  await once(socket, 'close');
  return said;
}

/** Waits until haproxy has seen the instance at `port` to be up, and sends requests there. */
const isUp = (pair: Pair, port: number): Promise<true> =>
  eventually(async () =>
    new RegExp(`^gopher,s${port},.*,UP,`, 'm').test(await command(pair, 'show stat')) ? true : undefined,
  );

/** Asks for one page many times through `port`, while one instance after the other gets `signal` and starts again. */
async function failuresWhile(
  pair: Pair,
  signal: NodeJS.Signals | 'drained SIGTERM',
  port: number,
  request: string,
): Promise<number> {
  const expected = await tryAsk(port, request);
  let [started, done, failed] = [0, 0, 0];
  const isSame = (reply: Buffer | undefined): boolean =>
    reply !== undefined && withoutDate(reply).equals(withoutDate(expected ?? Buffer.alloc(0)));
  const client = async (): Promise<void> => {
    while (started++ < REQUESTS) {
      if (!isSame(await tryAsk(port, request))) failed++;
      done++;
    }
  };
  const restart = async (index: 0 | 1, after: number): Promise<void> => {
    await eventually(async () => Promise.resolve(done >= after || undefined));
    const { port: own } = pair.instances[index];
    const server = `gopher/s${own}`;
    // as an operator does around a restart: nobody new is sent there
    if (signal === 'drained SIGTERM') await command(pair, `set server ${server} state drain`);
    await pair.instances[index].stop(signal === 'drained SIGTERM' ? 'SIGTERM' : signal);
    pair.instances[index] = await startAt(own, pair.gopher);
    if (signal === 'drained SIGTERM') await command(pair, `set server ${server} state ready`);
    await isUp(pair, own);
  };
  const restarts = restart(0, REQUESTS / 4).then(async () => restart(1, REQUESTS / 2));
  await Promise.all([restarts, ...Array.from({ length: CLIENTS }, client)]);
  return failed;
}

const withoutDate = (reply: Buffer): Buffer =>
  Buffer.from(reply.toString('latin1').replace(/^(?:Date|Last-Modified): .*$/gim, ''), 'latin1');

describe.skipIf(!isInstalled('haproxy'))('behind haproxy (skipped without haproxy)', () => {
  test('menus lead to the proxy, and the log names the client', async () => {
    const pair = await startPair();
    const menu = parseMenu(await get(pair.gopher, '/'));
    expect(menu).toContainEqual(
      expect.objectContaining({ selector: '/about.txt', port: String(pair.gopher) }),
    );
    const reply = await askHttp(pair.http, 'GET /about.txt HTTP/1.1\r\nConnection: close');
    expect(reply.body.toString()).toBe(await get(pair.gopher, '/about.txt'));
    for (const instance of pair.instances) await instance.stop();
    const lines = pair.instances.flatMap(({ stdout }) =>
      stdout.split('\n').filter((line) => line.startsWith('{')),
    );
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toContain('"address":"127.0.0.1"');
  });

  test('instances that are drained, stopped and started again cost no request', async () => {
    const pair = await startPair();
    expect(await failuresWhile(pair, 'drained SIGTERM', pair.gopher, GOPHER)).toBe(0);
  });

  test('instances that are stopped without a word to the proxy cost gopher hardly a request', async () => {
    const pair = await startPair();
    // between the last accept and the close of the listener the system lets clients in, whom nobody can answer
    expect(await failuresWhile(pair, 'SIGTERM', pair.gopher, GOPHER)).toBeLessThanOrEqual(CLIENTS);
  });

  test('instances that are killed cost HTTP no request', async () => {
    const pair = await startPair();
    expect(await failuresWhile(pair, 'SIGKILL', pair.http, HTTP)).toBe(0);
  });

  test('instances that are killed cost gopher those requests that they had taken: no proxy asks again', async () => {
    const pair = await startPair();
    const failed = await failuresWhile(pair, 'SIGKILL', pair.gopher, GOPHER);
    // a round of replies may be lost, and another while the connections that wait are reset
    expect(failed).toBeLessThanOrEqual(2 * 2 * CLIENTS);
  });
});

/** TLS on the gopher port and on a port of its own, with certificates made at test time. Debian: apt install openssl curl */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { ask, firstBusy, get, isGone, keepSending, open, restOf } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { readHttp } from '../support/http.ts';
import {
  daemonForTest,
  eventually,
  folderWith,
  put,
  run,
  temporaryFolder,
  type Daemon,
} from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const LARGE = documentOf({ body: 'A line of a very long book, again and again and again.\n'.repeat(60_000) });
const FILES = { 'a/story.txt': documentOf(), 'a/large.txt': LARGE };
const LARGE_SELECTOR = '/raw/a/large.txt';

interface Keys {
  readonly folder: string;
  readonly args: readonly string[];
}

async function keysFor(name: string): Promise<Keys> {
  const folder = await temporaryFolder();
  makeCertificate(folder, name);
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  return { folder, args: ['--tls-certificate', certificate, '--tls-key', key] };
}

const daemonWith = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith(FILES), ...args);

/** The port of the listener of `daemon` that speaks nothing but TLS. */
const tlsPortOf = async (daemon: Daemon): Promise<number> =>
  eventually(async () => {
    const port = /gophers:\/\/[^:]+:(\d+)\//.exec(daemon.stderr)?.[1];
    return Promise.resolve(port === undefined ? undefined : Number(port));
  });

async function openTls(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const target = { port, host: '127.0.0.1', allowHalfOpen: true, rejectUnauthorized: false };
  const socket = connect({ ...target, ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  socket.on('error', () => undefined);
  return socket;
}

async function askTls(port: number, request: string, options?: ConnectionOptions): Promise<Buffer> {
  const socket = await openTls(port, options);
  socket.write(request);
  return restOf(socket);
}

const nameOf = (socket: TLSSocket): unknown => socket.getPeerCertificate().subject.CN;
const nameAt = async (port: number): Promise<unknown> => nameOf(await openTls(port));

/** `raw`, but for the first piece written to it, which is cut in two `at` a byte. */
function cutting(raw: Socket, at: number): Duplex {
  let isFirst = true;
  const cut = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      const end = isFirst ? at : chunk.length;
      isFirst = false;
      raw.write(chunk.subarray(0, end));
      // so that each piece is a segment of its own
      setImmediate(() => raw.write(chunk.subarray(end), done));
    },
    final: (done) => void raw.end(done),
  });
  raw.on('data', (chunk) => cut.push(chunk));
  raw.on('end', () => cut.push(null));
  return cut;
}

describe.skipIf(!isInstalled('openssl'))('TLS (skipped without openssl)', () => {
  test('gopher and HTTP, plain and within TLS, on one port', async () => {
    const { port } = await daemonWith(...(await keysFor('one.example')).args);
    const text = await ask(port, '/feeds/a/story.txt\r\n');
    expect(await askTls(port, '/feeds/a/story.txt\r\n')).toEqual(text);
    const request = 'GET /feeds/a/story.txt HTTP/1.1\r\nHost: x\r\n\r\n';
    for (const reply of [await ask(port, request), await askTls(port, request)])
      expect(readHttp(reply).body).toEqual(text);
    expect(await get(port, 'caps.txt')).toContain(`\r\nServerTLSPort=${port}\r\n`);
  });

  test('a port for TLS alone: named in caps.txt, and closed to all else', async () => {
    const { args } = await keysFor('one.example');
    const daemon = await daemonWith('--listen', 'localhost', '--listen', 'localhost:0,tls', ...args);
    const port = await tlsPortOf(daemon);
    expect(port).not.toBe(daemon.port);
    expect((await askTls(port, '/caps.txt\r\n')).toString()).toContain(`\r\nServerTLSPort=${port}\r\n`);
    expect(await get(daemon.port, '/caps.txt')).toContain(`\r\nServerTLSPort=${port}\r\n`);
    expect((await askTls(port, '\r\n')).toString()).toContain(`\tlocalhost\t${port}\r\n`);
    for (const request of ['\r\n', '/about.txt\r\n', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'x'])
      expect((await ask(port, request)).length).toBe(0);
    expect((await ask(port, '', { halfClose: true })).length).toBe(0);
  });

  test('a ClientHello may be cut anywhere', async () => {
    const { port } = await daemonWith(...(await keysFor('one.example')).args);
    const text = await ask(port, '/about.txt\r\n');
    for (const at of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 42, 100, 200]) {
      const raw = await open(port);
      const reply = await askTls(port, '/about.txt\r\n', { socket: cutting(raw, at) });
      expect(reply, String(at)).toEqual(text);
    }
  });

  test('1.2 and 1.3 are spoken, what is older is not', async () => {
    const { port } = await daemonWith(...(await keysFor('one.example')).args);
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = await openTls(port, { minVersion: version, maxVersion: version });
      expect(socket.getProtocol()).toBe(version);
    }
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(openTls(port, old)).rejects.toThrow(/protocol version/);
    expect(await get(port, '/about.txt')).not.toBe('');
  });

  test('without a certificate a handshake is closed at once, and a port for TLS alone is refused', async () => {
    const { port } = await daemonWith();
    expect((await ask(port, Buffer.from('1603010200', 'hex'))).length).toBe(0);
    const { code, stderr } = await run('serve', 'articles', '--listen', 'localhost:0,tls');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('no certificate') });
  });

  test('a handshake that stalls ends at the deadline', async () => {
    const { args } = await keysFor('one.example');
    const daemon = await daemonWith('--request-timeout', '3', ...args);
    const stalled = await Promise.all(
      ['', '160301', '16030100c8010000c4'].map(async (bytes) => {
        const socket = await open(daemon.port);
        if (bytes !== '') socket.write(Buffer.from(bytes, 'hex'));
        return socket;
      }),
    );
    const silent = await openTls(daemon.port);
    await Promise.all([...stalled, silent].map(isGone));
  });

  test('a long reply comes whole, also to a client that closes its side behind its request', async () => {
    const { port } = await daemonWith(...(await keysFor('one.example')).args);
    const socket = await openTls(port);
    socket.end(`${LARGE_SELECTOR}\r\n`);
    expect((await restOf(socket)).equals(Buffer.from(LARGE))).toBe(true);
    const talkative = await openTls(port);
    talkative.write(`${LARGE_SELECTOR}\r\n`);
    for (let n = 0; n < 20; n++) talkative.write('x'.repeat(60));
    expect((await restOf(talkative)).equals(Buffer.from(LARGE))).toBe(true);
    const head = `GET ${LARGE_SELECTOR} HTTP/1.1\r\nHost: x\r\n\r\n`;
    expect(readHttp(await askTls(port, head)).body.equals(Buffer.from(LARGE))).toBe(true);
  });

  test('a client that never closes its side is let go', async () => {
    const { port } = await daemonWith('--close-timeout', '1', ...(await keysFor('one.example')).args);
    const socket = await openTls(port);
    socket.resume().write('/about.txt\r\n');
    await once(socket, 'end');
    const dropped = new Promise((resolve) => socket.once('close', resolve));
    keepSending(socket);
    await dropped;
  });

  test.each(['SIGHUP', 'the change of the files'])(
    'a new certificate after %s: new connections see it, a download on the old one ends whole',
    async (how) => {
      const { folder, args } = await keysFor('old.example');
      const daemon = await daemonWith(...args);
      const slow = await openTls(daemon.port);
      slow.write(`${LARGE_SELECTOR}\r\n`);
      await once(slow, 'readable');
      expect(nameOf(slow)).toBe('old.example');
      makeCertificate(folder, 'new.example');
      if (how === 'SIGHUP') daemon.child.kill(how);
      await eventually(async () => ((await nameAt(daemon.port)) === 'new.example' ? true : undefined));
      expect((await restOf(slow)).equals(Buffer.from(LARGE))).toBe(true);
    },
  );

  test('a new certificate that is broken, or not that of its key, leaves the old one in force, and is told', async () => {
    const { folder, args } = await keysFor('old.example');
    const daemon = await daemonWith(...args);
    const other = await keysFor('other.example');
    await copyFile(join(other.folder, 'key.pem'), join(folder, 'key.pem'));
    daemon.child.kill('SIGHUP');
    const says = async (text: string): Promise<true> =>
      eventually(async () => Promise.resolve(daemon.stderr.includes(text) || undefined));
    await says('Not reloaded, all stays as it was: TLS cannot be spoken');
    await says('has changed and cannot be used');
    await put(join(folder, 'cert.pem'), 'no certificate');
    daemon.child.kill('SIGHUP');
    expect(await nameAt(daemon.port)).toBe('old.example');
    makeCertificate(folder, 'new.example');
    await says('was read again');
    expect(await nameAt(daemon.port)).toBe('new.example');
  });

  test('behind the header of a proxy TLS begins as it does without', async () => {
    const { args } = await keysFor('one.example');
    const proxied = ['--trusted-proxy', 'loopback', '--log', 'json', '--log-addresses'];
    const daemon = await daemonWith(
      ...proxied,
      '--listen',
      'localhost',
      '--listen',
      'localhost:0,tls',
      ...args,
    );
    for (const port of [daemon.port, await tlsPortOf(daemon)]) {
      const raw = await open(port);
      raw.write('PROXY TCP4 192.0.2.7 127.0.0.1 1024 70\r\n');
      expect((await askTls(port, '/about.txt\r\n', { socket: raw })).toString()).toContain('gopherwire');
    }
    await daemon.stop();
    expect(daemon.stdout.match(/"address":"192\.0\.2\.7","protocol":"gopher","tls":true/g)).toHaveLength(2);
  });

  test('handshakes count as requests: beyond the rate some are told so, then there are no more', async () => {
    const { args } = await keysFor('localhost');
    const limits = ['--exempt', 'none', '--max-requests', '1', '--request-burst', '3'];
    const { port } = await daemonWith(...args, ...limits);
    const ends = await Promise.all(
      Array.from({ length: 20 }, () =>
        askTls(port, '/about.txt\r\n').then(
          (reply) => (reply.toString().startsWith('3') ? 'busy' : 'page'),
          () => 'closed',
        ),
      ),
    );
    // a second or two may pass meanwhile
    const count = (end: string): number => ends.filter((other) => other === end).length;
    expect(count('page')).toBeGreaterThanOrEqual(3);
    expect(count('busy')).toBeGreaterThanOrEqual(3);
    expect(count('closed')).toBeGreaterThanOrEqual(5);
    expect(await firstBusy(() => get(port, '/about.txt'))).toMatch(/^3The server is busy/);
  });

  test('a client that is refused is let go within the time for it', async () => {
    const { args } = await keysFor('one.example');
    const { port } = await daemonWith('--max-connections', '1', ...args);
    await open(port);
    expect((await askTls(port, '/about.txt\r\n')).toString()).toMatch(/^3The server is busy/);
    const stalled = await open(port);
    stalled.write(Buffer.from('160301', 'hex'));
    await isGone(stalled);
  });

  test.skipIf(!isInstalled('curl'))('curl speaks gophers and https (skipped without curl)', async () => {
    const { port } = await daemonWith(...(await keysFor('one.example')).args);
    const curl = (url: string): string => execFileSync('curl', ['-sSk', url], { encoding: 'utf8' });
    const text = await get(port, '/about.txt');
    expect(curl(`https://127.0.0.1:${port}/about.txt`)).toBe(text);
    if (/\bgophers\b/.test(execFileSync('curl', ['-V'], { encoding: 'utf8' })))
      expect(curl(`gophers://127.0.0.1:${port}/0/about.txt`)).toBe(text);
  });
});

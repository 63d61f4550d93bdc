/** Upstreams over TLS: only those whose certificate is good. Debian: apt install openssl */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeCertificate } from '../support/certificate.ts';
import { fetcherWith, names } from '../support/fetcher.ts';
import { ROOT, temporaryFolder } from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';
import { startRawUpstream } from '../support/upstream.ts';

/** An upstream over TLS with a certificate for localhost that nobody has signed. */
async function startSafeUpstream(): Promise<{ readonly port: number; readonly certificate: string }> {
  const folder = await temporaryFolder();
  makeCertificate(folder, 'localhost');
  const certificate = join(folder, 'cert.pem');
  const [cert, key] = [await readFile(certificate), await readFile(join(folder, 'key.pem'))];
  const server = createServer({ cert, key }, (_, answer) => answer.end('safe'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening socket of the network has one
  return { port: (server.address() as AddressInfo).port, certificate };
}

/** The kind of what a process that trusts `certificate` fetches, and its bytes or message. */
async function fetchedBy(certificate: string, url: string): Promise<unknown> {
  const script = `
    import { Fetcher } from ${JSON.stringify(join(ROOT, 'dist/intake/http/fetcher.js'))};
    const resolve = (name, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]);
    const fetcher = new Fetcher({ userAgent: 'gopherwire/0', allowPrivate: true, politenessMs: 0, resolve });
    const { kind, bytes, message } = await fetcher.get(process.argv[1]);
    console.log(JSON.stringify([kind, String(bytes ?? message)]));`;
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
  const args = ['--input-type=module', '-e', script, url];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout);
}

describe.skipIf(!isInstalled('openssl'))('HTTPS (skipped without openssl)', () => {
  test('a good certificate is taken, one for another name is not', async () => {
    const { port, certificate } = await startSafeUpstream();
    expect(await fetchedBy(certificate, `https://localhost:${port}/`)).toEqual(['content', 'safe']);
    expect(await fetchedBy(certificate, `https://other.example:${port}/`)).toEqual([
      'failed',
      `other.example:${port}: its certificate is for another name`,
    ]);
  });

  test('a certificate that nobody has signed is not taken', async () => {
    const { port } = await startSafeUpstream();
    const resolve = names({ localhost: ['127.0.0.1'] });
    expect(await fetcherWith({ resolve }).get(`https://localhost:${port}/`)).toMatchObject({
      kind: 'failed',
      message: `localhost:${port}: its certificate is signed by nobody but itself`,
    });
  });
});

test('a handshake that does not come about ends with the deadline of the connection', async () => {
  const { port } = await startRawUpstream(() => undefined);
  const deadlines = { connectMs: 100, idleMs: 5_000, wholeMs: 5_000 };
  expect(await fetcherWith({ deadlines }).get(`https://127.0.0.1:${port}/`)).toMatchObject({
    kind: 'failed',
    message: `127.0.0.1:${port}: no connection was made within 0.1 s`,
  });
});

test('what answers without TLS has failed', async () => {
  const { port } = await startRawUpstream((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect(await fetcherWith().get(`https://127.0.0.1:${port}/`)).toMatchObject({ kind: 'failed' });
});

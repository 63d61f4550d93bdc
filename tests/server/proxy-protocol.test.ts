/** PROXY protocol 1 and 2: the decoder on any bytes, and the daemon behind a proxy. */
import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProxyHeaderDecoder, type ProxyHeader } from '../../src/server/proxy-header.ts';
import { ask, firstBusy, get, isGone, open } from '../support/client.ts';
import { documentOf } from '../support/documents.ts';
import { readHttp } from '../support/http.ts';
import { daemonForTest, folderWith, type Daemon } from '../support/program.ts';

const SIGNATURE = '0d0a0d0a000d0a515549540a';
/** From, to, and their ports. */
const FOUR = 'c00002077f00000104000046';
const LOOPBACK_AND_PORTS = `${'1'.padStart(32, '0')}04000046`;
const SIX = `20010db8000000000000000000000001${LOOPBACK_AND_PORTS}`;
const MAPPED = `00000000000000000000ffffc0000207${LOOPBACK_AND_PORTS}`;

/** A header of version 2, in hexadecimal. */
function v2(command: string, family: string, content: string): string {
  return SIGNATURE + command + family + (content.length / 2).toString(16).padStart(4, '0') + content;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

type Outcome = { readonly source: string | undefined; readonly rest: string } | 'invalid' | undefined;

function outcomeOf(header: ProxyHeader | 'invalid' | undefined): Outcome {
  if (header === undefined || header === 'invalid') return header;
  return { source: header.source, rest: Buffer.from(header.rest).toString('latin1') };
}

/** What `pieces` make: all that comes behind a header is its rest. */
function decode(pieces: readonly Uint8Array[]): Outcome {
  const decoder = new ProxyHeaderDecoder();
  for (const [index, piece] of pieces.entries()) {
    const outcome = outcomeOf(decoder.push(piece));
    if (outcome === undefined) continue;
    if (outcome === 'invalid') return outcome;
    return { ...outcome, rest: outcome.rest + Buffer.concat(pieces.slice(index + 1)).toString('latin1') };
  }
  return undefined;
}

const REQUEST = '/about.txt\r\n';
const HEADERS: readonly (readonly [string, Buffer, string | undefined])[] = [
  ['v1 TCP4', latin1('PROXY TCP4 192.0.2.7 127.0.0.1 1024 70\r\n'), '192.0.2.7'],
  ['v1 TCP6', latin1('PROXY TCP6 2001:DB8:0:0::1 ::1 1024 70\r\n'), '2001:db8::1'],
  ['v1 TCP6, mapped', latin1('PROXY TCP6 ::ffff:192.0.2.7 ::1 1024 70\r\n'), '192.0.2.7'],
  ['v1 UNKNOWN', latin1('PROXY UNKNOWN\r\n'), undefined],
  ['v1 UNKNOWN with more', latin1(`PROXY UNKNOWN ${'f'.repeat(91)}\r\n`), undefined],
  ['v2 TCP4', hex(v2('21', '11', FOUR)), '192.0.2.7'],
  ['v2 TCP6', hex(v2('21', '21', SIX)), '2001:db8::1'],
  ['v2 TCP6, mapped', hex(v2('21', '21', MAPPED)), '192.0.2.7'],
  ['v2 with extensions', hex(v2('21', '11', `${FOUR}030004a1b2c3d4${'04'.repeat(200)}`)), '192.0.2.7'],
  ['v2 LOCAL', hex(v2('20', '00', '')), undefined],
  ['v2 LOCAL with addresses', hex(v2('20', '11', FOUR)), undefined],
  ['v2 UNSPEC', hex(v2('21', '00', '0102')), undefined],
  ['v2 AF_UNIX', hex(v2('21', '31', '2f'.repeat(216))), undefined],
  ['v2 UDP', hex(v2('21', '12', FOUR)), undefined],
  ['v2 of 4,096 bytes', hex(v2('21', '11', FOUR.padEnd(8192, '0'))), '192.0.2.7'],
];

test.each(HEADERS)('[PROXY-2] %s, cut anywhere', (_what, header, source) => {
  const bytes = Buffer.concat([header, latin1(REQUEST)]);
  const expected = { source, rest: REQUEST };
  for (let at = 0; at <= Math.min(bytes.length, 300); at++)
    expect(decode([bytes.subarray(0, at), bytes.subarray(at)]), String(at)).toEqual(expected);
  for (let end = 0; end < Math.min(header.length, 300); end++)
    expect(decode([bytes.subarray(0, end)]), String(end)).toBeUndefined();
});

test.each([
  ['a selector', latin1(REQUEST)],
  ['an empty line', latin1('\r\n\r\n\r\n')],
  ['lower case', latin1('proxy TCP4 192.0.2.7 127.0.0.1 1024 70\r\n')],
  ['LF alone', latin1('PROXY TCP4 192.0.2.7 127.0.0.1 1024 70\n')],
  ['107 bytes without an end', latin1(`PROXY UNKNOWN ${'f'.repeat(93)}`)],
  ['108 bytes', latin1(`PROXY UNKNOWN ${'f'.repeat(92)}\r\n`)],
  ['another family', latin1('PROXY UDP4 192.0.2.7 127.0.0.1 1024 70\r\n')],
  ['no family', latin1('PROXY \r\n')],
  ['an address of another family', latin1('PROXY TCP4 2001:db8::1 ::1 1024 70\r\n')],
  ['the other address of another family', latin1('PROXY TCP6 2001:db8::1 127.0.0.1 1024 70\r\n')],
  ['no address', latin1('PROXY TCP4 192.0.2 127.0.0.1 1024 70\r\n')],
  ['an address with a zone', latin1('PROXY TCP6 fe80::1%eth0 ::1 1024 70\r\n')],
  ['a port too high', latin1('PROXY TCP4 192.0.2.7 127.0.0.1 65536 70\r\n')],
  ['a port with a zero before it', latin1('PROXY TCP4 192.0.2.7 127.0.0.1 01024 70\r\n')],
  ['no port', latin1('PROXY TCP4 192.0.2.7 127.0.0.1 1024\r\n')],
  ['a field more', latin1('PROXY TCP4 192.0.2.7 127.0.0.1 1024 70 80\r\n')],
  ['two blanks', latin1('PROXY TCP4  192.0.2.7 127.0.0.1 1024 70\r\n')],
  ['v2, another signature', hex(`${SIGNATURE.slice(0, -2)}0b`)],
  ['v2, another version', hex(v2('11', '11', FOUR))],
  ['v2, another command', hex(v2('22', '11', FOUR))],
  ['v2, another family', hex(v2('21', '41', FOUR))],
  ['v2, another transport', hex(v2('21', '13', FOUR))],
  ['v2, a family without transport', hex(v2('21', '10', FOUR))],
  ['v2, addresses too short', hex(v2('21', '11', FOUR.slice(2)))],
  ['v2, addresses of IPv6 too short', hex(v2('21', '21', SIX.slice(2)))],
  ['v2 of 4,097 bytes', hex(v2('21', '11', FOUR.padEnd(8194, '0')))],
])('[PROXY-2] %s: no header', (_what, bytes) => {
  expect(decode([bytes])).toBe('invalid');
  expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe('invalid');
});

test('on any bytes, cut anywhere, the decoder says the same, within its bounds, and gives addresses', () => {
  const header = fc.constantFrom(...HEADERS.map(([, bytes]) => bytes));
  const damaged = fc
    .tuple(header, fc.nat(300), fc.uint8Array({ maxLength: 4 }))
    .map(([bytes, at, more]) =>
      Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at + more.length)]),
    );
  const begun = fc
    .uint8Array({ maxLength: 5000 })
    .map((more) => Buffer.concat([hex(`${SIGNATURE}21`), more]));
  fc.assert(
    fc.property(
      fc.oneof(fc.uint8Array({ maxLength: 200 }), header, damaged, begun),
      fc.array(fc.nat(5000), { maxLength: 8 }),
      (bytes, cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        const outcome = decode([bytes]);
        expect(decode(pieces)).toEqual(outcome);
        if (outcome === undefined) expect(bytes.length).toBeLessThan(16 + 4096);
        else if (outcome !== 'invalid' && outcome.source !== undefined)
          expect(isIP(outcome.source)).toBeGreaterThan(0);
      },
    ),
    { numRuns: 2000 },
  );
});

const TRUST = ['--trusted-proxy', 'loopback'];
const daemonWith = async (...args: readonly string[]): Promise<Daemon> =>
  daemonForTest(await folderWith({ 'a/story.txt': documentOf() }), ...args);

const HEADER = 'PROXY TCP4 192.0.2.7 127.0.0.1 1024 70\r\n';

test('the log tells of the forwarded address, of gopher and HTTP, in one segment or many', async () => {
  const daemon = await daemonWith(...TRUST, '--log', 'json', '--log-addresses');
  const http = 'GET /about.txt HTTP/1.1\r\nHost: x\r\n\r\n';
  const text = await ask(daemon.port, `${HEADER}/about.txt\r\n`);
  expect(text.toString()).toContain('gopherwire');
  for (const header of HEADERS.map(([, bytes]) => bytes)) {
    expect(await ask(daemon.port, Buffer.concat([header, latin1(REQUEST)]))).toEqual(text);
    expect(await ask(daemon.port, '', { pieces: [header, REQUEST] })).toEqual(text);
    expect(readHttp(await ask(daemon.port, Buffer.concat([header, latin1(http)]))).body).toEqual(text);
  }
  await daemon.stop();
  const [, first, ...lines] = daemon.stdout.trimEnd().split('\n');
  expect(first).toContain('"address":"192.0.2.7"');
  const addresses = lines.map((line) => /"address":"([^"]*)"/.exec(line)?.[1]);
  expect(addresses).toEqual(HEADERS.flatMap(([, , source]) => [source, source, source]));
});

test('from anybody else a header is a selector', async () => {
  for (const trusted of [[], ['--trusted-proxy', '192.0.2.0/24']]) {
    const daemon = await daemonWith(...trusted, '--log', 'json', '--log-addresses');
    expect(await get(daemon.port, HEADER)).toMatch(/^3Nothing is served/);
    // it begins with an empty line
    const front = await ask(daemon.port, '\r\n');
    expect(await ask(daemon.port, hex(v2('21', '11', FOUR)))).toEqual(front);
    await daemon.stop();
    expect(daemon.stdout).toContain('"address":"127.0.0.1"');
    expect(daemon.stdout).not.toContain('"address":"192.0.2.7"');
  }
});

test('a trusted proxy that says nothing of the kind is closed, one that says nothing ends at the deadline', async () => {
  const { port } = await daemonWith(...TRUST, '--request-timeout', '1');
  for (const request of [REQUEST, '\r\n', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', hex('1603010200')])
    expect((await ask(port, request)).length).toBe(0);
  expect((await ask(port, HEADER.slice(0, 20), { halfClose: true })).length).toBe(0);
  const silent = [await open(port), await open(port)];
  silent[1]?.write(HEADER.slice(0, 20));
  await Promise.all(silent.map(isGone));
});

test('a proxy that only looks whether the daemon is there has asked for nothing', async () => {
  const daemon = await daemonWith(...TRUST);
  for (const header of ['PROXY UNKNOWN\r\n', hex(v2('20', '00', ''))])
    expect((await ask(daemon.port, header, { halfClose: true })).length).toBe(0);
  expect((await ask(daemon.port, HEADER, { halfClose: true })).toString()).toContain('/about.txt');
  await daemon.stop();
  expect(daemon.stdout.trimEnd().split('\n').slice(1)).toEqual([
    expect.stringContaining('"GET / GOPHER/1.0"'),
  ]);
});

test('limits count the forwarded address, one beside the other, whether the proxy is exempt or not', async () => {
  const limits = ['--exempt', 'loopback', '--max-requests', '1', '--request-burst', '1'];
  const { port } = await daemonWith(...TRUST, ...limits);
  const reply = async (address: string): Promise<string> =>
    (await ask(port, `${address}${REQUEST}`)).toString();
  expect(await reply(HEADER)).not.toMatch(/^3/);
  await firstBusy(() => reply(HEADER));
  let last = 8;
  const other = (): string => HEADER.replace('192.0.2.7', `192.0.2.${last}`);
  expect(await reply(other())).not.toMatch(/^3/);
  // the same client, as a proxy that listens on IPv6 for both writes it
  await firstBusy(async () => {
    last += 1;
    await reply(other());
    return reply(`PROXY TCP6 ::ffff:192.0.2.${last} ::1 1024 70\r\n`);
  });
  for (let n = 0; n < 3; n++) expect(await reply('PROXY UNKNOWN\r\n')).not.toMatch(/^3/);
});

test('too many connections of one forwarded address are refused', async () => {
  const { port } = await daemonWith(...TRUST, '--max-per-address', '1');
  const first = await open(port);
  first.write(HEADER);
  expect((await ask(port, `PROXY TCP4 192.0.2.9 127.0.0.1 1 70\r\n${REQUEST}`)).toString()).not.toMatch(/^3/);
  expect((await ask(port, `${HEADER}${REQUEST}`)).toString()).toMatch(/^3The server is busy/);
});

test('the metrics are not for those for whom a proxy asks, whoever they are said to be', async () => {
  const { port } = await daemonWith(...TRUST, '--metrics', 'loopback');
  const request = 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n';
  for (const header of ['PROXY TCP4 127.0.0.1 127.0.0.1 1 70\r\n', 'PROXY UNKNOWN\r\n'])
    expect(readHttp(await ask(port, header + request)).code).toBe(404);
});

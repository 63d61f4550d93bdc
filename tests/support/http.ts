/** Replies of HTTP, read by a client that forgives nothing. */
import { expect } from 'vitest';
import { ask, type AskOptions } from './client.ts';

/** One answer. */
export interface HttpReply {
  readonly code: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What every answer carries, whatever was asked. */
const ALWAYS = {
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
  ),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  connection: 'close',
  date: expect.stringMatching(/ GMT$/),
};

/** The one answer that `bytes` are, with nothing around it. */
export function readHttp(bytes: Buffer, method = 'GET'): HttpReply {
  const end = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [, code = ''] = /^HTTP\/1\.1 (\d{3}) [\w -]+$/.exec(statusLine) ?? [];
  expect(code, bytes.toString('latin1').slice(0, 200)).not.toBe('');
  const pairs = lines.map((line) => line.split(/: (.*)/s, 2));
  const headers = Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]));
  expect(Object.keys(headers)).toHaveLength(lines.length);
  expect(headers).toMatchObject(ALWAYS);
  const body = bytes.subarray(end + 4);
  const hasBody = method !== 'HEAD' && code !== '304';
  expect(body.length).toBe(hasBody ? Number(headers['content-length']) : 0);
  expect(headers['transfer-encoding']).toBeUndefined();
  return { code: Number(code), headers, body };
}

/** The answer to the request line and headers `head`, with a Host. */
export async function askHttp(port: number, head: string, options: AskOptions = {}): Promise<HttpReply> {
  const [line = '', ...more] = head.split('\r\n');
  const request = [line, 'Host: localhost', ...more, '', ''].join('\r\n');
  return readHttp(await ask(port, request, options), line.split(' ', 1)[0]);
}

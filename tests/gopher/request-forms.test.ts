/** What each form of a request is read as, at its bounds. */
import { expect, test } from 'vitest';
import { RequestDecoder, type Request } from '../../src/gopher/request.ts';

const gopher = (selector: string, ...fields: readonly string[]): Request => ({
  kind: 'gopher',
  selector,
  fields,
});
const http = (method: string, target: string): Request => ({ kind: 'http', method, target });
const invalid = (reason: 'too-long' | 'control-character'): Request => ({ kind: 'invalid', reason });
const x = (count: number): string => 'x'.repeat(count);

const FORMS: readonly (readonly [string, Request])[] = [
  ['', gopher('')],
  ['/feeds/', gopher('/feeds/')],
  ['\t', gopher('', '')],
  ['\twords', gopher('', 'words')],
  ['/search\twords\t+', gopher('/search', 'words', '+')],
  ['/a\t\u0093quoted\u0094', gopher('/a', '\u0093quoted\u0094')],
  ['\ufeff/', gopher('\ufeff/')],
  ['/a\u0093', invalid('control-character')],
  ['/a\t\u0000', invalid('control-character')],
  ['/a\rb', invalid('control-character')],
  ['/a\u007f', invalid('control-character')],
  [x(1024), gopher(x(1024))],
  [x(1025), invalid('too-long')],
  ['GET / HTTP/1.1', http('GET', '/')],
  ['GET /a b HTTP/1.0   ', http('GET', '/a b')],
  ['GET /\n HTTP/1.1', gopher('GET /')],
  ['PRI * HTTP/2', http('PRI', '*')],
  ['M-SEARCH * HTTP/1.1', http('M-SEARCH', '*')],
  ['ABCDEFGHIJKLMNOP / HTTP/1.1', http('ABCDEFGHIJKLMNOP', '/')],
  ['ABCDEFGHIJKLMNOPQ / HTTP/1.1', gopher('ABCDEFGHIJKLMNOPQ / HTTP/1.1')],
  ['GE / HTTP/1.1', gopher('GE / HTTP/1.1')],
  ['get / HTTP/1.1', gopher('get / HTTP/1.1')],
  ['GET / HTTP/x', gopher('GET / HTTP/x')],
  ['GET / HTTP/1.x', gopher('GET / HTTP/1.x')],
  ['GET / HTTP/1.1 x', gopher('GET / HTTP/1.1 x')],
  ['a GET / HTTP/1.1', gopher('a GET / HTTP/1.1')],
  [`GET /${x(2000)} HTTP/1.1`, http('GET', '')],
  [`GET *${x(2000)}`, http('GET', '')],
  [`GET http:${x(2000)}`, http('GET', '')],
  [`GET https:${x(2000)}`, http('GET', '')],
  [`M-SEARCH /${x(1100)}`, http('M-SEARCH', '')],
  [`get /${x(2000)}`, invalid('too-long')],
  [`a GET /${x(2000)}`, invalid('too-long')],
  [`GE /${x(2000)}`, invalid('too-long')],
  [`GET ${x(2000)}`, invalid('too-long')],
];

const shown = (line: string): string =>
  line.length > 40 ? `${line.slice(0, 20)}... of ${line.length} bytes` : line;

test.each(FORMS.map(([line, request]) => [shown(line), line, request] as const))('%j', (_, line, request) => {
  const read = (bytes: Uint8Array): Request => {
    const decoder = new RequestDecoder();
    return decoder.push(bytes) ?? decoder.finish();
  };
  for (const end of ['\r\n', '\n', ''])
    expect(read(Buffer.from(line + end)), JSON.stringify(end)).toEqual(request);
});

test('bytes that are no UTF-8 are Latin-1', () => {
  expect(new RequestDecoder().push(Buffer.from('/caf\u00e9\t\u00e9\n', 'latin1'))).toEqual(
    gopher('/caf\u00e9', '\u00e9'),
  );
});

test('a TLS hello is known by its first byte, and by no other', () => {
  expect(new RequestDecoder().push(Uint8Array.of(0x16))).toEqual({ kind: 'tls' });
  expect(new RequestDecoder().push(Buffer.from('/\u0016\n'))).toEqual(invalid('control-character'));
});

test('a client that sends nothing asks for the front page', () => {
  expect(new RequestDecoder().finish()).toEqual(gopher(''));
});

test('1,025 bytes may still be a whole line and half of its end; one more is too long', () => {
  const decoder = new RequestDecoder();
  expect(decoder.push(Buffer.from(`${x(1024)}\r`))).toBeUndefined();
  expect(decoder.push(Buffer.from('\n'))).toEqual(gopher(x(1024)));
  expect(new RequestDecoder().push(Buffer.from(x(1026)))).toEqual(invalid('too-long'));
  const other = new RequestDecoder();
  expect(other.push(Buffer.from('x'))).toBeUndefined();
  expect(other.push(Buffer.from(x(1025)))).toEqual(invalid('too-long'));
  const giant = new RequestDecoder();
  expect(giant.push(Buffer.from('x'))).toBeUndefined();
  expect(giant.push(Buffer.from(x(9000)))).toEqual(invalid('too-long'));
});

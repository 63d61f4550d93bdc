import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_REQUEST_BYTES, RequestDecoder, type Request } from '../../src/gopher/request.ts';

function decodeCut(bytes: Uint8Array, cuts: readonly number[]): Request | undefined {
  const decoder = new RequestDecoder();
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  let start = 0;
  for (const end of [...at, bytes.length]) {
    const request = end > start ? decoder.push(bytes.subarray(start, end)) : undefined;
    if (request !== undefined) return request;
    start = end;
  }
  return undefined;
}

const lines = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ minLength: MAX_REQUEST_BYTES - 3, maxLength: MAX_REQUEST_BYTES + 5 }),
  fc.string({ maxLength: 60 }).map((text) => new TextEncoder().encode(text)),
  fc
    .constantFrom('GET / HTTP/1.1', '\t$', 'words\tand more\t+', '/feeds/', 'a\rb')
    .map((text) => new TextEncoder().encode(text)),
);
const ends = fc.constantFrom('\r\n', '\n', '', '\r').map((text) => new TextEncoder().encode(text));

test('the request does not depend on where its bytes were cut', () => {
  fc.assert(
    fc.property(
      lines,
      ends,
      fc.uint8Array({ maxLength: 30 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (line, end, after, cuts) => {
        const bytes = Buffer.concat([line, end, after]);
        expect(decodeCut(bytes, cuts)).toEqual(decodeCut(bytes, []));
      },
    ),
    { numRuns: 2000 },
  );
});

test('whatever arrives, no more than the limit is gathered before there is an answer', () => {
  const decoder = new RequestDecoder();
  const byte = Uint8Array.of(0x61);
  let pushed = 1;
  while (decoder.push(byte) === undefined) pushed++;
  expect(pushed).toBe(MAX_REQUEST_BYTES + 2);
});

test('search words are UTF-8, or Latin-1 where they are not', () => {
  const decode = (bytes: Uint8Array): Request | undefined => new RequestDecoder().push(bytes);
  expect(decode(Buffer.from('/search\tcafé\r\n'))).toMatchObject({ fields: ['café'] });
  expect(decode(Buffer.from('/search\tcafé\r\n', 'latin1'))).toMatchObject({ fields: ['café'] });
});

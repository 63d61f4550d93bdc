/** Bodies as they come packed [RFC9110-8.4.1], with a bound on what they may become. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { errorCode } from '../../error-code.ts';
import { failed, refused } from './fetched.ts';
import { Trouble } from './trouble.ts';

/** What {@link unpacked} reads, as the Accept-Encoding header names it. */
export const ACCEPTED_CODINGS = 'gzip, br, deflate';

/** The usual page shrinks to a fifth, a monotonous list to a fiftieth; only what was made to burst goes beyond. */
const MAX_RATIO = 200;
/** Below this no ratio does harm. */
const HARMLESS_BYTES = 1024 * 1024;

const UNPACKERS = {
  gzip: promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
  zlib: promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate),
  raw: promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw),
} as const;

/** `deflate` means zlib; some servers send it bare. [RFC1950-2.2] the first byte tells. */
function unpackerFor(coding: string, bytes: Buffer): keyof typeof UNPACKERS | 'none' {
  switch (coding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return 'none';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'br':
      return 'br';
    case 'deflate':
      return ((bytes[0] ?? 0) & 0x0f) === 8 ? 'zlib' : 'raw';
    default:
      throw new Trouble(
        failed(
          'the reply is packed in a way that was not asked for',
          'tell the publisher of the header Content-Encoding',
        ),
      );
  }
}

export const tooLarge = (maxBytes: number): Trouble =>
  new Trouble(
    refused(
      `the reply is longer than ${maxBytes} bytes`,
      'give an address with less in it, such as a feed of the newest items',
    ),
  );

/** `bytes` unpacked from `coding`, at most `maxBytes`. Throws {@link Trouble}. */
export async function unpacked(bytes: Buffer, coding: string, maxBytes: number): Promise<Buffer> {
  const name = unpackerFor(coding, bytes);
  // a reply without a body has no coding either, whatever its headers say
  if (name === 'none' || bytes.length === 0) return bytes;
  const bursts = Math.max(HARMLESS_BYTES, bytes.length * MAX_RATIO);
  try {
    return await UNPACKERS[name](bytes, { maxOutputLength: Math.min(maxBytes, bursts) });
  } catch (error) {
    if (errorCode(error) !== 'ERR_BUFFER_TOO_LARGE') {
      const outcome = failed('the packed reply is damaged or cut short', 'it is tried again next time');
      throw new Trouble(outcome, { cause: error });
    }
    if (bursts >= maxBytes) throw tooLarge(maxBytes);
    const message = `the reply grows to more than ${MAX_RATIO} times its size when it is unpacked`;
    throw new Trouble(refused(message, 'nothing honest is packed so: ask the publisher'), { cause: error });
  }
}

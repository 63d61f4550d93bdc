/** One request of HTTP and the reply to it, within bounds of time and bytes. Redirects are replies here. */
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { checkLiteral, guardedLookup, type AddressGuard } from '../address-guard.ts';
import { within, type Deadlines, type Timers } from '../deadlines.ts';
import { LONG_BYTES, type Seat } from './room.ts';
import { tooLarge, unpacked } from './unpack.ts';

/** Cookies and policies of large sites take up to 16 KiB. */
const MAX_HEADER_BYTES = 64 * 1024;

/** Under what conditions a request is sent. */
export interface ExchangeOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  /** Whether what is longer is cut there; else it is trouble. */
  readonly isCut?: boolean;
  /** What a long body waits for; it is read at once unless given. */
  readonly seat?: Seat | undefined;
  readonly guard: AddressGuard;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
}

/** A reply. `bytes` are unpacked, and there are none but with a status of success. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** The name or literal address that `url` leads to, without brackets. */
const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

function firstOf(url: URL, timers: Timers, options: ExchangeOptions): Promise<IncomingMessage> {
  const isSafe = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const sent = (isSafe ? requestHttps : requestHttp)({
      ...urlToHttpOptions(url),
      // a connection of its own: none is left open, and none of yesterday breaks under a request
      agent: false,
      headers: options.headers,
      lookup: guardedLookup(options.guard),
      maxHeaderSize: MAX_HEADER_BYTES,
      signal: options.signal,
    });
    sent.on('socket', (socket) => {
      socket.once(isSafe ? 'secureConnect' : 'connect', () => {
        timers.connected();
      });
    });
    sent.on('response', (response) => {
      timers.moved();
      resolve(response);
    });
    sent.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const hasLength = ({ headers }: IncomingMessage): boolean =>
  'content-length' in headers || 'transfer-encoding' in headers;

/** By how much what is packed usually grows. */
const USUAL_RATIO = 10;

async function bodyOf(response: IncomingMessage, timers: Timers, options: ExchangeOptions): Promise<Buffer> {
  const { maxBytes, isCut = false, seat, signal } = options;
  const coding = response.headers['content-encoding'] ?? '';
  const shortBytes = coding === '' ? LONG_BYTES : LONG_BYTES / USUAL_RATIO;
  let isSeated = seat === undefined;
  if (!isCut && Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    timers.moved();
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes && !isCut) throw tooLarge(maxBytes);
    if (length > maxBytes) break;
    if (isSeated || length <= shortBytes) continue;
    // meanwhile the upstream is not read from, and waits too
    await timers.notCounting(seat?.take(signal) ?? Promise.resolve());
    isSeated = true;
  }
  // a body without a length looks whole when a reset or a deadline ends it
  const { errored } = response.socket;
  if (errored !== null && !hasLength(response)) throw errored;
  const bytes = Buffer.concat(chunks, Math.min(length, maxBytes));
  return unpacked(bytes, coding, maxBytes);
}

/**
 * Sends a GET for `url` and reads the reply. Throws Trouble, TooLate, AddressRefused or an error of the system; after
 * it nothing of the connection is left.
 */
export function exchange(url: URL, options: ExchangeOptions): Promise<Reply> {
  return within(options.deadlines, options.signal, async (timers, signal) => {
    checkLiteral(hostOf(url), options.guard);
    const response = await firstOf(url, timers, { ...options, signal });
    response.on('error', () => undefined);
    try {
      const status = response.statusCode ?? 0;
      const isSuccess = status >= 200 && status < 300;
      const bytes = isSuccess ? await bodyOf(response, timers, { ...options, signal }) : Buffer.alloc(0);
      return { status, headers: response.headers, bytes };
    } finally {
      response.destroy();
    }
  });
}

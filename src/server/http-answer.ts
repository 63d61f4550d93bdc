/** An answer of HTTP: its status line, its headers and what makes a browser ask no more than it has to. RFC 9110 */
import { createHash } from 'node:crypto';
import { STATUS_CODES, type OutgoingHttpHeaders } from 'node:http';
import type { Status } from '../site/reply.ts';
import { STYLE } from '../web/style.ts';
import { parseHttpDate } from './http-date.ts';

/** What of an HTTP request matters here. */
export interface HttpRequest {
  readonly method: string;
  /** As it was sent, query and all. */
  readonly target: string;
  /** `1.1` */
  readonly version: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A whole answer. */
export interface HttpAnswer {
  readonly status: Status;
  readonly code: number;
  readonly headers: OutgoingHttpHeaders;
  /** Empty where the code has none; a HEAD request gets only its length. */
  readonly body: Uint8Array;
}

/** What an HTTP client is told of a kept reply beside its bytes. */
export interface HttpFacts {
  readonly type: string;
  /** [RFC9110-8.8.3] a strong validator: made from the bytes alone, so that every instance gives the same one. */
  readonly etag: string;
  /** In milliseconds since 1970. */
  readonly modifiedMs: number;
}

const NO_BODY = new Uint8Array();
/** How long a client that was turned away should wait. */
const RETRY_SECONDS = 60;

/** The code that means the same as each status; the log has it for gopher too. */
export const HTTP_CODES: Readonly<Record<Status, number>> = {
  ok: 200,
  'bad-request': 400,
  'not-found': 404,
  gone: 410,
  unavailable: 503,
  busy: 503,
};

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/** No page runs a script, loads anything, sends a form elsewhere or stands in a frame. */
const SECURITY_HEADERS = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** The validator for `bytes`. */
export const etagOf = (bytes: Uint8Array): string =>
  `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** The time in seconds, which is all that an HTTP date can say. */
const secondsOf = (ms: number): number => Math.floor(ms / 1000);
const dateText = (ms: number): string => new Date(secondsOf(ms) * 1000).toUTCString();

const headerOf = (headers: HttpRequest['headers'], name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** [RFC9110-13.2.2] whether what the client has is what it would get; If-None-Match goes before If-Modified-Since. */
function isCurrent(headers: HttpRequest['headers'], { etag, modifiedMs }: HttpFacts): boolean {
  const known = headerOf(headers, 'if-none-match');
  if (known !== undefined)
    return known.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
  const since = parseHttpDate(headerOf(headers, 'if-modified-since') ?? '', Date.now());
  return since !== undefined && secondsOf(modifiedMs) * 1000 <= since;
}

const lengthOf = (body: Uint8Array): OutgoingHttpHeaders => ({ 'Content-Length': body.length });

/** The answer to a GET or HEAD request for what `reply` holds. */
export function answerWith(
  { headers }: HttpRequest,
  { status, bytes }: { readonly status: Status; readonly bytes: Uint8Array },
  facts: HttpFacts,
): HttpAnswer {
  const shared = { ...SECURITY_HEADERS, Connection: 'close' };
  if (status !== 'ok') {
    const retry = HTTP_CODES[status] === 503 ? { 'Retry-After': RETRY_SECONDS } : {};
    const own = { 'Content-Type': facts.type, 'Cache-Control': 'no-store', ...retry, ...lengthOf(bytes) };
    return { status, code: HTTP_CODES[status], headers: { ...own, ...shared }, body: bytes };
  }
  // it may be kept, and is asked for again before it is shown: a withdrawn article must not live on in a cache
  const validators = {
    ETag: facts.etag,
    'Last-Modified': dateText(facts.modifiedMs),
    'Cache-Control': 'no-cache',
  };
  if (isCurrent(headers, facts))
    return { status, code: 304, headers: { ...validators, ...shared }, body: NO_BODY };
  const own = { 'Content-Type': facts.type, ...lengthOf(bytes) };
  return { status, code: 200, headers: { ...own, ...validators, ...shared }, body: bytes };
}

/** An answer of one sentence, for what is asked in the wrong way. */
export function answerInWords(status: Exclude<Status, 'ok'>, code: number, sentence: string): HttpAnswer {
  const body = Buffer.from(`${sentence}\r\n`, 'latin1');
  return {
    status,
    code,
    headers: {
      'Content-Type': 'text/plain; charset=us-ascii',
      'Cache-Control': 'no-store',
      ...(code === 405 && { Allow: 'GET, HEAD' }),
      ...(code === 503 && { 'Retry-After': RETRY_SECONDS }),
      ...lengthOf(body),
      ...SECURITY_HEADERS,
      Connection: 'close',
    },
    body,
  };
}

/** An answer that is made at each request, such as the metrics. */
export function answerFresh(type: string, text: string): HttpAnswer {
  const body = Buffer.from(text, 'utf8');
  const headers = { 'Content-Type': type, 'Cache-Control': 'no-store', ...lengthOf(body) };
  return { status: 'ok', code: 200, headers: { ...headers, ...SECURITY_HEADERS, Connection: 'close' }, body };
}

/** The status line and headers of `answer`, for where node:http has not come to read a request. */
export function httpHead({ code, headers }: HttpAnswer): string {
  const all = { ...headers, Date: dateText(Date.now()) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${String(value)}`);
  return [`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}`, ...lines, '', ''].join('\r\n');
}

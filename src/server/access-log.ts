/** One line a request, in the NCSA combined format or as JSON, without addresses and words unless asked for. */
import type { Request } from '../gopher/request.ts';
import type { Status } from '../site/reply.ts';
import { truncatedAddress } from './address.ts';
import { HTTP_CODES, type HttpRequest } from './http-answer.ts';
import { withoutWords } from './without-words.ts';

/** Where log lines go: standard output, or a test's array. */
export interface LogSink {
  write(text: string): unknown;
  /** Bytes that wait to be taken. */
  readonly writableLength: number;
}

export const LOG_FORMATS = ['combined', 'json', 'none'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** How much of a client's address the log holds; what a reader looked for stands in it with the whole address only. */
export const ADDRESS_MODES = ['none', 'truncated', 'full'] as const;
export type AddressMode = (typeof ADDRESS_MODES)[number];

/** What is known of a request when its reply has gone out, or has failed to. */
export interface LoggedRequest {
  readonly request: Request;
  readonly status: Status;
  readonly bytes: number;
  /** The client's; `undefined` where it is not known. */
  readonly address: string | undefined;
  readonly isTls: boolean;
  /** How a request of HTTP was made and answered. */
  readonly http: { readonly request: HttpRequest; readonly code: number } | undefined;
  /** Whether the whole reply was handed over. */
  readonly complete: boolean;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** `23/Nov/2026:14:05:06 +0000` */
function commonTime(date: Date): string {
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()] ?? ''}/${date.getUTCFullYear()}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day}:${time} +0000`;
}

// oxlint-disable-next-line no-control-regex -- what must not reach the log as it is
const UNSAFE = /["\\\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `text` so that it can neither end its quotes nor drive the terminal on which the log is read. */
function escapeField(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** The request as one field: what was asked for, and by which protocol. */
function requestField({ request, http }: LoggedRequest): string {
  switch (request.kind) {
    case 'gopher':
      return `GET ${[request.selector === '' ? '/' : request.selector, ...request.fields].join('?')} GOPHER/1.0`;
    case 'http':
      return `${request.method} ${request.target ?? '-'} HTTP/${http?.request.version ?? '1.1'}`;
    case 'tls':
    case 'invalid':
      return '-';
  }
}

/** A header that the log holds; `undefined` where the client sent none. */
function headerOf({ http }: LoggedRequest, name: 'referer' | 'user-agent'): string | undefined {
  const value = http?.request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `request` as `mode` allows it. */
function loggedRequest(request: Request, mode: AddressMode): Request {
  if (mode === 'full') return request;
  switch (request.kind) {
    case 'gopher':
      return { ...request, selector: withoutWords(request.selector), fields: [] };
    case 'http':
      return request.target === undefined ? request : { ...request, target: withoutWords(request.target) };
    case 'tls':
    case 'invalid':
      return request;
  }
}

/** The page that led here, as `mode` allows it. */
function loggedReferrer(entry: LoggedRequest, mode: AddressMode): string | undefined {
  const referrer = headerOf(entry, 'referer');
  return referrer === undefined || mode === 'full' ? referrer : withoutWords(referrer);
}

/** `address` as `mode` allows it. */
function loggedAddress(address: string | undefined, mode: AddressMode): string | undefined {
  switch (mode) {
    case 'none':
      return undefined;
    case 'truncated':
      return address === undefined ? undefined : truncatedAddress(address);
    case 'full':
      return address;
  }
}

/** Gathers lines and hands them over a few times a second; never waits for a slow reader of the log. */
export class AccessLog {
  #format: LogFormat;
  #addresses: AddressMode;
  readonly #sink: LogSink;
  readonly #maxBytes: number;
  #lines = '';
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #second = -1;
  #time = '';

  constructor(format: LogFormat, addresses: AddressMode, sink: LogSink, maxBytes: number) {
    this.#format = format;
    this.#addresses = addresses;
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  /** From now on lines are written so. */
  change(format: LogFormat, addresses: AddressMode): void {
    this.flush();
    this.#format = format;
    this.#addresses = addresses;
  }

  /** Whether lines hold something of a client's address. */
  get needsAddress(): boolean {
    return this.#format !== 'none' && this.#addresses !== 'none';
  }

  add(entry: LoggedRequest): void {
    if (this.#format === 'none') return;
    if (this.#lines.length + this.#sink.writableLength > this.#maxBytes) {
      this.#dropped++;
      return;
    }
    const logged = { ...entry, request: loggedRequest(entry.request, this.#addresses) };
    this.#lines += this.#format === 'json' ? this.#json(logged) : this.#combined(logged);
    this.#timer ??= setTimeout(() => {
      this.flush();
    }, 100).unref();
  }

  /** Hands over what has gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const note = this.#dropped === 0 ? '' : this.#droppedLine();
    if (this.#lines !== '') this.#sink.write(this.#lines + note);
    this.#lines = '';
  }

  /** Tells how many lines were lost because nobody took them. */
  #droppedLine(): string {
    const count = this.#dropped;
    this.#dropped = 0;
    return this.#format === 'json'
      ? `${JSON.stringify({ droppedLines: count })}\n`
      : `# ${count} lines were dropped\n`;
  }

  #combined(entry: LoggedRequest): string {
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#time = commonTime(new Date(now));
    }
    const address = loggedAddress(entry.address, this.#addresses) ?? '-';
    const code = entry.http?.code ?? HTTP_CODES[entry.status];
    const asked = `"${escapeField(requestField(entry))}" ${code} ${entry.bytes}`;
    const referrer = loggedReferrer(entry, this.#addresses) ?? '-';
    const agent = headerOf(entry, 'user-agent') ?? '-';
    return `${address} - - [${this.#time}] ${asked} "${escapeField(referrer)}" "${escapeField(agent)}"\n`;
  }

  #json(entry: LoggedRequest): string {
    const { request, status, bytes, complete, isTls, http } = entry;
    const address = loggedAddress(entry.address, this.#addresses);
    const line = {
      time: new Date().toISOString(),
      ...(address !== undefined && { address }),
      protocol: request.kind,
      tls: isTls,
      ...(request.kind === 'gopher' && { selector: request.selector }),
      ...(request.kind === 'gopher' && request.fields.length > 0 && { fields: request.fields }),
      ...(request.kind === 'http' && {
        method: request.method,
        target: request.target,
        code: http?.code,
        referrer: loggedReferrer(entry, this.#addresses),
        agent: headerOf(entry, 'user-agent'),
      }),
      status,
      bytes,
      complete,
    };
    // JSON.stringify escapes C0 and quotes; C1 and bidi controls would pass
    return `${JSON.stringify(line).replace(UNSEEN, escaped)}\n`;
  }
}

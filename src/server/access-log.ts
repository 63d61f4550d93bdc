/** One line a request, in the NCSA common format or as JSON, without addresses unless asked for. */
import type { Request } from '../gopher/request.ts';
import type { Status } from '../site/reply.ts';

/** Where log lines go: standard output, or a test's array. */
export interface LogSink {
  write(text: string): unknown;
  /** Bytes that wait to be taken. */
  readonly writableLength: number;
}

export type LogFormat = 'common' | 'json' | 'none';

/** What is known of a request when its reply has gone out, or has failed to. */
export interface LoggedRequest {
  readonly request: Request;
  readonly status: Status;
  readonly bytes: number;
  readonly address: string | undefined;
  /** Whether the whole reply was handed over. */
  readonly complete: boolean;
}

/** [NCSA common] the HTTP codes that mean the same, so that log readers understand them. */
const CODES: Readonly<Record<Status, number>> = {
  ok: 200,
  'bad-request': 400,
  'not-found': 404,
  unavailable: 503,
  busy: 503,
};

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

/** `text` so that it can neither end its quotes nor drive the terminal on which the log is read. */
function escapeField(text: string): string {
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The request as one field: what was asked for, and by which protocol. */
function requestField(request: Request): string {
  switch (request.kind) {
    case 'gopher':
      return `GET ${[request.selector === '' ? '/' : request.selector, ...request.fields].join('?')} GOPHER/1.0`;
    case 'http':
      return `${request.method} ${request.target === '' ? '-' : request.target} HTTP/1.1`;
    case 'tls':
    case 'invalid':
      return '-';
  }
}

/** Gathers lines and hands them over a few times a second; never waits for a slow reader of the log. */
export class AccessLog {
  readonly #format: LogFormat;
  readonly #sink: LogSink;
  readonly #maxBytes: number;
  #lines = '';
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;
  #second = -1;
  #time = '';

  constructor(format: LogFormat, sink: LogSink, maxBytes: number) {
    this.#format = format;
    this.#sink = sink;
    this.#maxBytes = maxBytes;
  }

  get enabled(): boolean {
    return this.#format !== 'none';
  }

  add(entry: LoggedRequest): void {
    if (!this.enabled) return;
    if (this.#lines.length + this.#sink.writableLength > this.#maxBytes) {
      this.#dropped++;
      return;
    }
    this.#lines += this.#format === 'json' ? this.#json(entry) : this.#common(entry);
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

  #common({ request, status, bytes, address = '-' }: LoggedRequest): string {
    const now = Date.now();
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#time = commonTime(new Date(now));
    }
    return `${address} - - [${this.#time}] "${escapeField(requestField(request))}" ${CODES[status]} ${bytes}\n`;
  }

  #json({ request, status, bytes, address, complete }: LoggedRequest): string {
    const what =
      request.kind === 'gopher'
        ? { selector: request.selector, ...(request.fields.length > 0 && { fields: request.fields }) }
        : {};
    const line = {
      time: new Date().toISOString(),
      ...(address !== undefined && { address }),
      protocol: request.kind,
      ...what,
      status,
      bytes,
      complete,
    };
    // JSON.stringify escapes C0 and quotes; C1 and bidi controls would pass
    return `${JSON.stringify(line).replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
  }
}

/** Asking the gopherwire that is mirrored: within bounds of bytes and time, at a polite pace. */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectSafely } from 'node:tls';
import { errorCode } from '../error-code.ts';
import { addressText, type Address } from '../gopher/address.ts';
import { errorWords } from '../gopher/error-item.ts';
import { LATER, MirrorFailure } from './failure.ts';
import { Pace } from './pace.ts';

/** Gopherwire lets a client ask twenty times a second, and two hundred times at once after a pause: half of that is ours. */
const REQUESTS_PER_SECOND = 10;
const REQUEST_BURST = 100;
const CONNECT_MS = 30_000;
/** Between one piece of a reply and the next; 1,200 bit/s over two satellites need no more. */
const IDLE_MS = 60_000;
/** What is slower than 100 bit/s on the whole drips on purpose, or will never end. */
const GRACE_MS = 60_000;
const SLOWEST_MS_A_BYTE = 80;
/** An error item, instead of what was asked for, may be longer than that. */
const ERROR_BYTES = 1_000;
const BUSY_TRIES = 3;
const BUSY_PAUSE_MS = 5_000;
const LOST_PAUSE_MS = 500;

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'it takes no connections',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'no way leads to it',
  ENETUNREACH: 'no way leads to it',
};

/** Whether the words of an error item say that the upstream has no time now. */
export const isBusy = (words: string | undefined): boolean => /try again/.test(words ?? '');

/** Whether it is on this machine: there is nobody else to be polite to. */
const isLocal = ({ host: { name } }: Address): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(name);

/** How the upstream is asked. */
export interface UpstreamOptions {
  /** Whether its certificate has to be good: a signature proves more, where there is one to be. */
  readonly needsCertificate: boolean;
  /** The pace of the line; `undefined` where it sets its own. */
  readonly bitsPerSecond: number | undefined;
  readonly signal: AbortSignal;
  /** Told of each piece that has come, at the pace of the line: what comes in a second of it at most. */
  readonly onBytes: (bytes: number) => void;
}

/** The gopherwire that is mirrored. */
export class Upstream {
  readonly address: Address;
  /** Bytes sent and received so far. */
  bytes = 0;
  readonly #options: UpstreamOptions;
  #turns: Pace | undefined;
  readonly #line: Pace | undefined;
  /** What comes in a second, in whole bytes. */
  readonly #piece: number;

  constructor(address: Address, options: UpstreamOptions) {
    this.address = address;
    this.#options = options;
    this.#turns = isLocal(address) ? undefined : new Pace(REQUESTS_PER_SECOND, REQUEST_BURST);
    const { bitsPerSecond } = options;
    this.#line = bitsPerSecond === undefined ? undefined : new Pace(bitsPerSecond / 8, 0);
    this.#piece = Math.ceil((bitsPerSecond ?? Infinity) / 8);
  }

  get name(): string {
    return addressText(this.address);
  }

  /** From now on asks once in so many seconds; on this machine there is nobody else to be polite to. */
  slowDown(seconds: number): void {
    if (!isLocal(this.address)) this.#turns = new Pace(1 / seconds, 1);
  }

  /**
   * The reply to `selector`, which may be an error item. Of a reply longer than `maxBytes` the first of it and a bit
   * more. Asks again where the connection is lost, or the upstream says that it is busy. Throws a {@link MirrorFailure}.
   */
  async ask(selector: string, maxBytes: number): Promise<Buffer> {
    for (let tries = 1; ; tries++) {
      const reply = await this.#askTwice(selector, maxBytes);
      if (tries === BUSY_TRIES || !isBusy(errorWords(reply))) return reply;
      await pause(BUSY_PAUSE_MS, undefined, { signal: this.#options.signal });
    }
  }

  /** As {@link ask}: the reply as text. Throws a {@link MirrorFailure} for an error item, and for what is too long. */
  async text(selector: string, maxBytes: number): Promise<string> {
    const reply = await this.ask(selector, maxBytes);
    const words = errorWords(reply);
    if (words !== undefined)
      throw new MirrorFailure(
        `${this.name} answers${selector === '' ? '' : ` to ${selector}`}: ${words}`,
        LATER,
      );
    if (reply.length > maxBytes)
      throw new MirrorFailure(
        `${this.name} sends more than ${maxBytes} bytes${selector === '' ? '' : ` as ${selector}`}`,
        'tell its operator',
      );
    return reply.toString('utf8');
  }

  async #askTwice(selector: string, maxBytes: number): Promise<Buffer> {
    const { signal } = this.#options;
    try {
      return await this.#once(selector, maxBytes);
    } catch (error) {
      if (signal.aborted || !['ECONNRESET', 'EPIPE'].includes(errorCode(error))) throw this.#failure(error);
    }
    await pause(LOST_PAUSE_MS, undefined, { signal });
    return this.#once(selector, maxBytes).catch((error: unknown) => {
      throw this.#failure(error);
    });
  }

  #failure(error: unknown): unknown {
    if (this.#options.signal.aborted || error instanceof MirrorFailure) return error;
    const code = errorCode(error);
    if (code === '') return error;
    const isCertificate = /CERT|TLS|SSL|ISSUER|ALTNAME/.test(code);
    const problem = WORDS[code] ?? (isCertificate ? `no safe connection (${code})` : `it fails (${code})`);
    const fix = isCertificate
      ? 'give its key with --key: what it signs needs no certificate'
      : `see whether the address is right; else ${LATER}`;
    return new MirrorFailure(`${this.name}: ${problem}`, fix, { cause: error });
  }

  #connect(onConnect: () => void): Socket {
    const { host, isTls } = this.address;
    const where = { host: host.name, port: host.port };
    if (!isTls) return connectPlain(where, onConnect);
    const servername = isIP(host.name) === 0 ? { servername: host.name } : {};
    return connectSafely(
      { ...where, ...servername, rejectUnauthorized: this.#options.needsCertificate },
      onConnect,
    );
  }

  /** Resolves when the line has had time for so many bytes. */
  async #take(bytes: number): Promise<void> {
    const { signal, onBytes } = this.#options;
    for (let rest = bytes; rest > 0; rest -= this.#piece) {
      const some = Math.min(rest, this.#piece);
      await this.#line?.take(some, signal);
      onBytes(some);
    }
  }

  async #once(selector: string, maxBytes: number): Promise<Buffer> {
    const { signal } = this.#options;
    await this.#turns?.take(1, signal);
    signal.throwIfAborted();
    const request = `${selector}\r\n`;
    let beganMs = performance.now();
    let length = 0;
    const late = (what: string) => (): void => {
      socket.destroy(new MirrorFailure(`${this.name}: ${what}`, LATER));
    };
    let timer = setTimeout(late('it does not answer'), CONNECT_MS);
    const socket = this.#connect(() => {
      clearTimeout(timer);
      timer = setTimeout(late('nothing comes any more'), IDLE_MS);
      // [RFC1436-2] not closed for sending: some servers take that for a client that has left
      socket.write(request);
      this.bytes += request.length;
    });
    const end = (): void => void socket.destroy(new Error('called off'));
    signal.addEventListener('abort', end);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        clearTimeout(timer);
        chunks.push(chunk);
        length += chunk.length;
        this.bytes += chunk.length;
        if (length > maxBytes + ERROR_BYTES) break;
        const pacedMs = performance.now();
        await this.#take(chunk.length);
        // what the line of this side takes is not the upstream's fault
        beganMs += performance.now() - pacedMs;
        if (performance.now() - beganMs > GRACE_MS + length * SLOWEST_MS_A_BYTE)
          throw new MirrorFailure(`${this.name}: a reply only drips`, LATER);
        timer = setTimeout(late('nothing comes any more'), IDLE_MS);
      }
      return Buffer.concat(chunks, length);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      socket.destroy();
    }
  }
}

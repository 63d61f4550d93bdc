/** What a client asks, read from bytes that may arrive cut anywhere. RFC 1436 section 2; WIRE rules for the rest. */

/** The longest request line, in bytes without its line end; RFC 1436 section 4 asks for 255, searches need more. */
export const MAX_REQUEST_BYTES = 1024;

/** A client's request. */
export type Request =
  | GopherRequest
  /** `target` is `undefined` where the line is too long to be read. */
  | { readonly kind: 'http'; readonly method: string; readonly target: string | undefined }
  /** A TLS ClientHello. */
  | { readonly kind: 'tls' }
  | InvalidRequest;

/** What is no request of any kind. */
export interface InvalidRequest {
  readonly kind: 'invalid';
  readonly reason: 'too-long' | 'control-character';
}

/** A gopher request: what stood before the first TAB, and the fields after it (search string, Gopher+). */
export interface GopherRequest {
  readonly kind: 'gopher';
  readonly selector: string;
  readonly fields: readonly string[];
}

const LF = 0x0a;
const CR = 0x0d;
const TLS_HANDSHAKE = 0x16;
// oxlint-disable-next-line no-control-regex -- TAB is the only one allowed
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const C1 = /[\u0080-\u009f]/;
const HTTP_LINE = /^([A-Z][A-Z-]{2,15}) (.*) HTTP\/\d(?:\.\d)? *$/s;
/** A request of HTTP that is too long to be seen whole. */
const HTTP_START = /^([A-Z][A-Z-]{2,15}) (?:\/|\*|https?:)/;
const NO_FIELDS: readonly string[] = [];

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Search words are UTF-8, from older clients Latin-1. */
function decodeLine(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return String.fromCharCode(...bytes);
  }
}

function parseLine(bytes: Uint8Array): Request {
  const line = decodeLine(bytes);
  const http = line.includes(' HTTP/') ? HTTP_LINE.exec(line) : null;
  if (http !== null) return { kind: 'http', method: http[1] ?? '', target: http[2] ?? '' };
  const tab = line.indexOf('\t');
  const selector = tab < 0 ? line : line.slice(0, tab);
  // the C1 range holds quotation marks and dashes in the search words of Windows clients
  if (CONTROL.test(line) || C1.test(selector)) return { kind: 'invalid', reason: 'control-character' };
  return { kind: 'gopher', selector, fields: tab < 0 ? NO_FIELDS : line.slice(tab + 1).split('\t') };
}

function tooLong(bytes: Uint8Array): Request {
  const [, method] = HTTP_START.exec(decodeLine(bytes.subarray(0, 32))) ?? [];
  return method === undefined
    ? { kind: 'invalid', reason: 'too-long' }
    : { kind: 'http', method, target: undefined };
}

/**
 * Takes the bytes of one connection until they make a request. The answer depends on the bytes alone, never on
 * where they were cut.
 */
export class RequestDecoder {
  #held: Uint8Array | undefined;

  /** All bytes so far, while they make no request; `undefined` before the first. */
  get held(): Uint8Array | undefined {
    return this.#held;
  }

  /** The request, once its line has ended or can be none; `undefined` while more bytes are needed. */
  push(chunk: Uint8Array): Request | undefined {
    const bytes = this.#join(chunk);
    if (bytes[0] === TLS_HANDSHAKE) return { kind: 'tls' };
    const end = bytes.indexOf(LF);
    // a line of the greatest length may still be followed by CR LF
    if (end < 0 && bytes.length < MAX_REQUEST_BYTES + 2) {
      this.#held = bytes;
      return undefined;
    }
    return end < 0 ? tooLong(bytes) : this.#line(bytes, end);
  }

  /** The request of a client that closed its side without ending the line; one that sent nothing asked for the front page. */
  finish(): Request {
    const bytes = this.#held ?? new Uint8Array();
    return this.#line(bytes, bytes.length);
  }

  #line(bytes: Uint8Array, end: number): Request {
    // [RFC1436-2] the line ends at CR LF; some clients send LF alone
    const length = bytes[end - 1] === CR ? end - 1 : end;
    const line = bytes.subarray(0, length);
    return length > MAX_REQUEST_BYTES ? tooLong(line) : parseLine(line);
  }

  #join(chunk: Uint8Array): Uint8Array {
    if (this.#held === undefined) return chunk;
    const room = MAX_REQUEST_BYTES + 2;
    // what can no longer matter is not gathered: a line ends within `room` or is too long
    const more = chunk.subarray(0, room);
    const joined = new Uint8Array(this.#held.length + more.length);
    joined.set(this.#held);
    joined.set(more, this.#held.length);
    return joined;
  }
}

/** Replies kept ready as bytes, the least recently used dropped first. */
import type { Reply } from '../site/reply.ts';
import type { HttpFacts } from './http-answer.ts';

/** A reply as it goes out. */
export interface EncodedReply {
  readonly status: Reply['status'];
  readonly bytes: Buffer;
  /** What an HTTP client is told of it; `undefined` for a reply of gopher. */
  readonly http?: HttpFacts;
}

/** What a Map entry and a small Buffer cost beside the bytes themselves. */
const OVERHEAD_BYTES = 200;

const isBytes = (body: string | Uint8Array): body is Uint8Array => typeof body !== 'string';

/** The bytes of `reply`; text is UTF-8. */
export function encodeReply({ status, body }: Pick<Reply, 'status' | 'body'>): EncodedReply {
  if (!isBytes(body)) return { status, bytes: Buffer.from(body, 'utf8') };
  return { status, bytes: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
}

/** At most `maxBytes` of replies, by selector. */
export class ReplyCache {
  readonly #maxBytes: number;
  readonly #replies = new Map<string, EncodedReply>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** How many replies are kept, and the memory they take. */
  get size(): { readonly replies: number; readonly bytes: number } {
    return { replies: this.#replies.size, bytes: this.#bytes };
  }

  get(selector: string): EncodedReply | undefined {
    const reply = this.#replies.get(selector);
    if (reply === undefined) return undefined;
    // to the young end of the map, which keeps the order of insertion
    this.#replies.delete(selector);
    this.#replies.set(selector, reply);
    return reply;
  }

  set(selector: string, reply: EncodedReply): void {
    this.#delete(selector);
    this.#replies.set(selector, reply);
    this.#bytes += reply.bytes.length + OVERHEAD_BYTES;
    for (const oldest of this.#replies.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#delete(oldest);
    }
  }

  #delete(selector: string): void {
    const reply = this.#replies.get(selector);
    if (reply === undefined) return;
    this.#replies.delete(selector);
    this.#bytes -= reply.bytes.length + OVERHEAD_BYTES;
  }
}

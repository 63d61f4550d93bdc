/** Replies kept ready as bytes, those that nobody asks for dropped first. */
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

interface Kept {
  readonly reply: EncodedReply;
  /** Whether it was asked for since it was last looked at. */
  isUsed: boolean;
}

/**
 * At most `maxBytes` of replies, by selector. What was asked for since the last look gets a second chance: to put it
 * to the young end of the map at each request would cost more than all else that a request needs of the cache.
 */
export class ReplyCache {
  readonly #maxBytes: number;
  /** Oldest first. */
  readonly #replies = new Map<string, Kept>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** How many replies are kept, and the memory they take. */
  get size(): { readonly replies: number; readonly bytes: number } {
    return { replies: this.#replies.size, bytes: this.#bytes };
  }

  get(selector: string): EncodedReply | undefined {
    const kept = this.#replies.get(selector);
    if (kept === undefined) return undefined;
    kept.isUsed = true;
    return kept.reply;
  }

  set(selector: string, reply: EncodedReply): void {
    this.#delete(selector);
    this.#add(selector, reply);
    for (const [oldest, kept] of this.#replies) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#delete(oldest);
      // the loop comes to it again when all others were looked at
      if (kept.isUsed) this.#add(oldest, kept.reply);
    }
  }

  #add(selector: string, reply: EncodedReply): void {
    this.#replies.set(selector, { reply, isUsed: false });
    this.#bytes += reply.bytes.length + OVERHEAD_BYTES;
  }

  #delete(selector: string): void {
    const kept = this.#replies.get(selector);
    if (kept === undefined) return;
    this.#replies.delete(selector);
    this.#bytes -= kept.reply.bytes.length + OVERHEAD_BYTES;
  }
}

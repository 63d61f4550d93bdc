/** From a request to the bytes of its reply: the site behind a cache of what is hot. */
import { plusRequestOf } from '../gopher/plus.ts';
import type { GopherRequest, Request } from '../gopher/request.ts';
import { refusal, type Reply } from '../site/reply.ts';
import type { Site } from '../site/site.ts';
import type { CacheFigures } from '../site/status.ts';
import { httpReply } from './http.ts';
import { encodeReply, ReplyCache, type EncodedReply } from './reply-cache.ts';

const TOO_LONG = encodeReply(refusal('bad-request', 'too-long'));
const CONTROL_CHARACTER = encodeReply(refusal('bad-request', 'control-character'));
const FAILED = encodeReply(refusal('unavailable', 'failed'));

/** What a reply depends on: the selector and, where it is Gopher+, what that asks. All else behind a TAB is ignored. */
function keyOf({ selector, fields }: GopherRequest): string {
  const plus = fields.length === 0 ? undefined : plusRequestOf(fields);
  return plus === undefined ? selector : `${selector}\t${plus}`;
}

/** Answers requests over the site that is in force. */
export class Responder {
  readonly #cacheBytes: number;
  readonly #onFailure: (error: unknown) => void;
  #site: Site;
  #cache: ReplyCache;
  #hits = 0;
  #misses = 0;
  /** Replies being made, so that a rush for one article renders it once. */
  #pending = new Map<string, Promise<EncodedReply>>();

  constructor(site: Site, cacheBytes: number, onFailure: (error: unknown) => void) {
    this.#site = site;
    this.#cacheBytes = cacheBytes;
    this.#cache = new ReplyCache(cacheBytes);
    this.#onFailure = onFailure;
  }

  /** From now on `site` answers, and nothing of the one before. */
  replace(site: Site): void {
    this.#site = site;
    this.#cache = new ReplyCache(this.#cacheBytes);
    this.#pending = new Map();
  }

  /** What is kept ready of the site in force; hits and misses since the start. A reply that is being made is ready. */
  get cacheFigures(): CacheFigures {
    return { ...this.#cache.size, hits: this.#hits, misses: this.#misses };
  }

  /** The reply to `request`; at once where it is ready. `undefined` for a TLS client, to whom nothing can be said. */
  answer(request: Request): EncodedReply | Promise<EncodedReply> | undefined {
    switch (request.kind) {
      case 'gopher':
        return this.#answerGopher(request);
      case 'invalid':
        return request.reason === 'too-long' ? TOO_LONG : CONTROL_CHARACTER;
      case 'http':
        return httpReply(request.method, request.target);
      case 'tls':
        return undefined;
    }
  }

  #answerGopher(request: GopherRequest): EncodedReply | Promise<EncodedReply> {
    const key = keyOf(request);
    const ready = this.#cache.get(key) ?? this.#pending.get(key);
    if (ready !== undefined) {
      this.#hits++;
      return ready;
    }
    this.#misses++;
    const pendingHere = this.#pending;
    const made = this.#make(request, key).finally(() => pendingHere.delete(key));
    pendingHere.set(key, made);
    return made;
  }

  async #make(request: GopherRequest, key: string): Promise<EncodedReply> {
    const cache = this.#cache;
    try {
      const reply: Reply = await this.#site.reply(request);
      const encoded = encodeReply(reply);
      if (reply.lasting) cache.set(key, encoded);
      return encoded;
    } catch (error) {
      // the boundary where a failure of ours becomes a reply: one request fails, the server goes on
      this.#onFailure(error);
      return FAILED;
    }
  }
}

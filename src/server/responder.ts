/** From a request to the bytes of its reply: the site behind a cache of what is hot. */
import { plusRequestOf } from '../gopher/plus.ts';
import { MAX_REQUEST_BYTES, type GopherRequest, type InvalidRequest } from '../gopher/request.ts';
import { refusal, SENTENCES, type Keep } from '../site/reply.ts';
import { takesWords } from '../site/resolve.ts';
import type { Site } from '../site/site.ts';
import type { CacheFigures } from '../site/status.ts';
import { webReply, type WebReply } from '../web/web-reply.ts';
import type { AddressSet } from './address.ts';
import {
  answerFresh,
  answerInWords,
  answerWith,
  etagOf,
  type HttpAnswer,
  type HttpRequest,
} from './http-answer.ts';
import { METRICS_TYPE } from './metrics.ts';
import { encodeReply, ReplyCache, type EncodedReply } from './reply-cache.ts';

const TOO_LONG = encodeReply(refusal('bad-request', 'too-long'));
const CONTROL_CHARACTER = encodeReply(refusal('bad-request', 'control-character'));
const FAILED = encodeReply(refusal('unavailable', 'failed'));

/** What HTTP clients are told that are not answered with a page. */
export const HTTP_BUSY: HttpAnswer = answerInWords('busy', 503, SENTENCES.busy);
const HTTP_FAILED = answerInWords('unavailable', 503, SENTENCES.failed);
const HTTP_SENTENCES = {
  400: 'This is no request that can be read.',
  405: 'Pages are to be had with GET and HEAD only.',
  408: 'The request did not come within its time.',
  414: 'The address is too long: 1,024 bytes are the most.',
  431: 'The headers of the request are too long: 8 KB are the most.',
} as const;

/** The answer to what is no request for a page. */
export const httpFailure = (code: keyof typeof HTTP_SENTENCES): HttpAnswer =>
  answerInWords('bad-request', code, HTTP_SENTENCES[code]);

/** What a reply depends on: the selector, the words of a search and, where it is Gopher+, what that asks. All else behind a TAB is ignored. */
function keyOf({ selector, fields }: GopherRequest): string {
  if (fields.length === 0) return selector;
  if (takesWords(selector)) return [selector, ...fields].join('\t');
  const plus = plusRequestOf(fields);
  return plus === undefined ? selector : `${selector}\t${plus}`;
}

/** No selector holds a line feed: replies of the web are kept beside those of gopher. */
const webKeyOf = (path: string, words: string): string => `\n${path}\n${encodeURIComponent(words)}`;

/** [RFC9112-3.2] the path of an HTTP request's target, decoded and without its query; `undefined` when it has none. */
export function pathOf(target: string): string | undefined {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  try {
    return target === path || path !== '' ? decodeURIComponent(path === '' ? '/' : path) : '/';
  } catch {
    return undefined; // a % that begins no byte of UTF-8
  }
}

/** The words of a search in the target of an HTTP request, as the form on its pages sends them; empty for none. */
const wordsOf = (target: string): string => new URLSearchParams(/\?([^#]*)/.exec(target)?.[1]).get('q') ?? '';

/** By what others say for whom they ask: such a request comes from somebody else than its address. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** The metrics, and who may see them. */
export interface Metrics {
  readonly text: () => string;
  readonly readers: AddressSet;
}

/** A reply on the web, as it is kept. */
function encodeWeb(reply: WebReply, sinceMs: number): EncodedReply {
  const { bytes, status } = encodeReply(reply);
  return {
    status,
    bytes,
    http: { type: reply.type, etag: etagOf(bytes), modifiedMs: reply.modifiedMs ?? sinceMs },
  };
}

/** How much is kept apart, beside what is kept. */
const APART = 1 / 16;

/** Answers requests over the site that is in force. */
export class Responder {
  readonly #cacheBytes: number;
  readonly #onFailure: (error: unknown) => void;
  #site: Site;
  /** Since when the site is in force: no page has changed since. In milliseconds since 1970. */
  #sinceMs = Date.now();
  #cache: ReplyCache;
  /** What is one of endlessly many pushes out none but its like. */
  #apart: ReplyCache;
  #metrics: Metrics | undefined;
  #hits = 0;
  #misses = 0;
  /** Replies being made, so that a rush for one article renders it once. */
  #pending = new Map<string, Promise<EncodedReply>>();

  constructor(site: Site, cacheBytes: number, onFailure: (error: unknown) => void) {
    this.#site = site;
    this.#cacheBytes = cacheBytes;
    this.#cache = new ReplyCache(cacheBytes);
    this.#apart = new ReplyCache(cacheBytes * APART);
    this.#onFailure = onFailure;
  }

  /** From now on `site` answers, and nothing of the one before. */
  replace(site: Site): void {
    this.#site = site;
    this.#sinceMs = Date.now();
    this.#cache = new ReplyCache(this.#cacheBytes);
    this.#apart = new ReplyCache(this.#cacheBytes * APART);
    this.#pending = new Map();
  }

  /** From now on `/metrics` is answered over HTTP; with `undefined` no more. */
  showMetrics(metrics: Metrics | undefined): void {
    this.#metrics = metrics;
  }

  /** What is kept ready of the site in force; hits and misses since the start. A reply that is being made is ready. */
  get cacheFigures(): CacheFigures {
    const [{ replies, bytes }, apart] = [this.#cache.size, this.#apart.size];
    return {
      replies: replies + apart.replies,
      bytes: bytes + apart.bytes,
      hits: this.#hits,
      misses: this.#misses,
    };
  }

  /** The reply to a gopher request; at once where it is ready. */
  answer(request: GopherRequest | InvalidRequest): EncodedReply | Promise<EncodedReply> {
    if (request.kind === 'invalid') return request.reason === 'too-long' ? TOO_LONG : CONTROL_CHARACTER;
    return this.#kept(keyOf(request), async (site) => {
      const reply = await site.reply(request);
      return { reply: encodeReply(reply), keep: reply.keep };
    });
  }

  /** The answer to a request of HTTP that came from `address`; `undefined` where others say for whom they ask. */
  async answerHttp(request: HttpRequest, address: string | undefined): Promise<HttpAnswer> {
    const { method, target } = request;
    if (method !== 'GET' && method !== 'HEAD') return httpFailure(405);
    if (target.length > MAX_REQUEST_BYTES) return httpFailure(414);
    const path = pathOf(target);
    if (path === undefined) return httpFailure(400);
    const metrics = path === '/metrics' ? this.#metricsFor(request, address) : undefined;
    if (metrics !== undefined) return answerFresh(METRICS_TYPE, metrics.text());
    const sinceMs = this.#sinceMs;
    const words = target.includes('?') && takesWords(path) ? wordsOf(target) : '';
    const kept = await this.#kept(webKeyOf(path, words), async (site) => {
      const reply = await webReply(site, path, words);
      return { reply: encodeWeb(reply, sinceMs), keep: reply.keep };
    });
    return kept.http === undefined ? HTTP_FAILED : answerWith(request, kept, kept.http);
  }

  #metricsFor({ headers }: HttpRequest, address: string | undefined): Metrics | undefined {
    const isForwarded = FORWARDED.some((name) => headers[name] !== undefined);
    const mayRead = address !== undefined && !isForwarded && this.#metrics?.readers.has(address) === true;
    return mayRead ? this.#metrics : undefined;
  }

  #kept(
    key: string,
    make: (site: Site) => Promise<{ readonly reply: EncodedReply; readonly keep: Keep }>,
  ): EncodedReply | Promise<EncodedReply> {
    const ready = this.#cache.get(key) ?? this.#apart.get(key) ?? this.#pending.get(key);
    if (ready !== undefined) {
      this.#hits++;
      return ready;
    }
    this.#misses++;
    const [cache, apart, pendingHere] = [this.#cache, this.#apart, this.#pending];
    const made = make(this.#site)
      .then(({ reply, keep }) => {
        if (keep !== 'fleeting') (keep === 'kept' ? cache : apart).set(key, reply);
        return reply;
      })
      .catch((error: unknown) => {
        // the boundary where a failure of ours becomes a reply: one request fails, the server goes on
        this.#onFailure(error);
        return FAILED;
      })
      .finally(() => pendingHere.delete(key));
    pendingHere.set(key, made);
    return made;
  }
}

/** What comes of fetching one address. */
import type { Seat } from './room.ts';

/** The most bytes of a feed, and of a page, as they are after unpacking. */
export const MAX_FEED_BYTES: number = 64 * 1024 * 1024;
export const MAX_PAGE_BYTES: number = 8 * 1024 * 1024;

/** What was found at an address. What a network does is a value, never an exception. */
export type Fetched =
  | Content
  /** What the caller has is still what is there. */
  | { readonly kind: 'unchanged' }
  /** The upstream says that nothing is there. */
  | { readonly kind: 'gone'; readonly status: 404 | 410 }
  /** What will not be fetched, and will not be next time: an address inside, a rule of robots.txt, too many bytes. */
  | Refused
  | Failed;

export interface Content {
  readonly kind: 'content';
  /** The absolute address that gave it, after redirects. */
  readonly url: string;
  /** Of HTTP; 0 for gopher, which has none. */
  readonly status: number;
  /** Unpacked. */
  readonly bytes: Buffer;
  /** As the upstream named it; empty where it did not. */
  readonly contentType: string;
  /** For the next request, exactly as they came. */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** Whether the upstream wishes to be asked at `url` from now on. [RFC9110-15.4.2] */
  readonly isPermanentlyMoved: boolean;
}

export interface Refused {
  readonly kind: 'refused';
  readonly message: string;
  readonly fix: string;
}

/** What may be there another time. */
export interface Failed {
  readonly kind: 'failed';
  readonly message: string;
  readonly fix: string;
  /** With which the upstream answered, where it did. */
  readonly status?: number;
  /** For how long the upstream wishes not to be asked, where it said so. */
  readonly retryAfterMs?: number;
}

/** What is asked besides the address. */
export interface FetchRequest {
  /** Of what the caller has, as {@link Content} gave them. */
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** After unpacking; {@link MAX_FEED_BYTES} unless given. */
  readonly maxBytes?: number;
  /** Media types, as the Accept header names them; any unless given. */
  readonly accept?: string;
  /** What a long body waits for; it is read at once unless given. */
  readonly seat?: Seat | undefined;
  readonly signal?: AbortSignal;
}

export const refused = (message: string, fix: string): Refused => ({ kind: 'refused', message, fix });
export const failed = (
  message: string,
  fix: string,
  more: Pick<Failed, 'status' | 'retryAfterMs'> = {},
): Failed => ({ ...more, kind: 'failed', message, fix });

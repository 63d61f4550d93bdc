/** How much there is of everything, and how long it may take. */
import type { ClientLimits } from './clients.ts';

/** The limits of the server, each with its unit and the reason for its value in {@link LIMITS}. */
export interface Limits extends ClientLimits {
  /** From connecting to the end of the request line. A person types a selector in less; a slow line sends 1 KB in 8 s. */
  readonly requestMs: number;
  /** From connecting until a client is told that the server is busy, where it has not said yet by which protocol. */
  readonly refusedMs: number;
  /** Without any progress in sending a reply. A system frees some 16 KiB of its buffer at a time, and 1,200 bit/s take 110 s for it. */
  readonly progressMs: number;
  /** From the end of a reply until the client closes too; a reset before that could cost it the reply's end. */
  readonly lingerMs: number;
  /** From a signal to stop until replies under way are cut. */
  readonly shutdownMs: number;
  /** From a signal to stop until clients that have sent no whole request are let go. */
  readonly shutdownIdleMs: number;
  /** How often deadlines are looked at: one timer for all connections. */
  readonly sweepMs: number;
  /** Connections in all, where the limit of descriptors allows so many; about 5 KB of memory each. */
  readonly connections: number;
  /** Descriptors kept free for files, logs and busy replies. */
  readonly reservedDescriptors: number;
  /** Connections waiting to be accepted; the system may set a lower bound. */
  readonly backlog: number;
  /** A longer reply is sent in pieces of this size, so that progress can be seen. */
  readonly chunkBytes: number;
  /** Replies up to this size are handed over at once: the send buffer of a fresh connection holds so much. */
  readonly wholeReplyBytes: number;
  /** Replies kept ready. */
  readonly cacheBytes: number;
  /** Access-log bytes that wait for a slow reader of the log; what is more is dropped and counted. */
  readonly logBytes: number;
}

export const LIMITS: Limits = {
  requestMs: 20_000,
  refusedMs: 2_000,
  progressMs: 120_000,
  lingerMs: 2_000,
  shutdownMs: 10_000,
  shutdownIdleMs: 500,
  sweepMs: 500,
  connections: 16_384,
  reservedDescriptors: 256,
  connectionsPerAddress: 64,
  requestsPerSecond: 20,
  requestBurst: 200,
  bytesPerSecond: 0,
  backlog: 4_096,
  chunkBytes: 16 * 1024,
  wholeReplyBytes: 32 * 1024,
  cacheBytes: 64 * 1024 * 1024,
  logBytes: 1024 * 1024,
};

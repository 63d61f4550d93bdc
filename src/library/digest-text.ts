/** Digests as mirrors compare them. */
import { createHash } from 'node:crypto';

/** The SHA-256 of `data` as base64url, without padding [RFC6920-5]. */
export const digestText = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('base64url');

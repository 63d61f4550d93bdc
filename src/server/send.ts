/** Sending a whole reply: at once where it is short, else in pieces whose progress can be seen, at the client's pace. */
import type { Writable } from 'node:stream';
import type { Account } from './clients.ts';
import type { Limits } from './limits.ts';

/**
 * Writes all of `bytes` to `target` and ends it. Calls `onProgress` for each part of a long reply with the time from
 * which the client owes it to take some: that is to come where its own rate holds it back.
 */
export function send(
  target: Writable,
  bytes: Uint8Array,
  { wholeReplyBytes, chunkBytes }: Limits,
  account: Account | undefined,
  onProgress: (atMs: number) => void,
): void {
  const startMs = performance.now();
  if (bytes.length <= wholeReplyBytes && (account?.waitAfter(0, startMs) ?? 0) === 0) {
    account?.waitAfter(bytes.length, startMs);
    target.end(bytes);
    return;
  }
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const write = (piece: Uint8Array): void => {
    onProgress(performance.now());
    sent += piece.length;
    if (sent === bytes.length) target.end(piece);
    // one that reads nothing is to be seen as such, whatever its rate: what was sent goes first
    else if (target.write(piece)) sendNext();
    else target.once('drain', sendNext);
  };
  const sendNext = (): void => {
    if (target.destroyed) return;
    const nowMs = performance.now();
    const piece = bytes.subarray(sent, sent + chunkBytes);
    // its share is taken before it waits: else all that wait at one address would be sent at the same moment
    const waitMs = account?.waitAfter(0, nowMs) ?? 0;
    account?.waitAfter(piece.length, nowMs);
    onProgress(nowMs + waitMs);
    if (waitMs > 0) timer = setTimeout(write, waitMs, piece);
    else write(piece);
  };
  target.once('close', () => {
    clearTimeout(timer);
  });
  sendNext();
}

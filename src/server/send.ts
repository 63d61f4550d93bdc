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
  let dueMs = startMs + (account?.waitAfter(0, startMs) ?? 0);
  if (bytes.length <= wholeReplyBytes && dueMs === startMs) {
    account?.waitAfter(bytes.length, startMs);
    target.end(bytes);
    return;
  }
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const sendMore = (): void => {
    while (!target.destroyed) {
      const nowMs = performance.now();
      onProgress(Math.max(nowMs, dueMs));
      if (nowMs < dueMs) {
        timer = setTimeout(sendMore, dueMs - nowMs);
        return;
      }
      const chunk = bytes.subarray(sent, sent + chunkBytes);
      sent += chunk.length;
      dueMs = nowMs + (account?.waitAfter(chunk.length, nowMs) ?? 0);
      if (sent === bytes.length) {
        target.end(chunk);
        return;
      }
      // one that reads nothing is to be seen as such, whatever its rate: what was sent goes first
      if (!target.write(chunk)) {
        target.once('drain', sendMore);
        return;
      }
    }
  };
  target.once('close', () => {
    clearTimeout(timer);
  });
  sendMore();
}

/** Sending a whole reply: at once where it is short, else in pieces whose progress can be seen, at the client's pace. */
import type { Writable } from 'node:stream';
import type { Account } from './clients.ts';
import type { Limits } from './limits.ts';

/** Writes all of `bytes` to `target` and ends it; calls `onProgress` each time that a part of a long reply was taken. */
export function send(
  target: Writable,
  bytes: Uint8Array,
  { wholeReplyBytes, chunkBytes }: Limits,
  account: Account | undefined,
  onProgress: () => void,
): void {
  const firstWaitMs = account?.waitAfter(0, performance.now()) ?? 0;
  if (bytes.length <= wholeReplyBytes && firstWaitMs === 0) {
    account?.waitAfter(bytes.length, performance.now());
    target.end(bytes);
    return;
  }
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;
  const sendMore = (): void => {
    timer = undefined;
    while (sent < bytes.length && !target.destroyed) {
      onProgress();
      const chunk = bytes.subarray(sent, sent + chunkBytes);
      sent += chunk.length;
      const hasRoom = target.write(chunk);
      const waitMs = account?.waitAfter(chunk.length, performance.now()) ?? 0;
      if (waitMs > 0) {
        timer = setTimeout(sendMore, waitMs);
        return;
      }
      if (!hasRoom) return;
    }
    target.removeListener('drain', onDrain);
    target.end();
  };
  const onDrain = (): void => {
    onProgress();
    if (timer === undefined) sendMore();
  };
  target.on('drain', onDrain);
  if (firstWaitMs > 0) timer = setTimeout(sendMore, firstWaitMs);
  else sendMore();
}

/** What a mirror says itself of a document that its origin no longer has, as long as that says nothing of it. */
import { decode } from '../article/decode.ts';
import { sourceOf, type Article } from '../article/article.ts';
import { parseTombstone, writeTombstone } from '../article/tombstone.ts';

const OWN_REASON = /^no longer at \S+, of which this is a mirror$/;

/** Whether the tombstone in `bytes` is one that a mirror has written. */
export const isOfMirror = (bytes: Uint8Array): boolean =>
  OWN_REASON.test(parseTombstone(decode(bytes).text).reason);

/** The tombstone that a mirror of the upstream called `name` writes for `article`, gone on the day of `timeMs`. */
export function tombstoneFor(article: Article, name: string, timeMs: number): Uint8Array {
  const on = new Date(timeMs);
  const withdrawn = { year: on.getUTCFullYear(), month: on.getUTCMonth() + 1, day: on.getUTCDate() };
  const reason = `no longer at ${name}, of which this is a mirror`;
  return Buffer.from(
    writeTombstone({ withdrawn, reason, title: article.title, source: sourceOf(article) ?? '' }),
  );
}

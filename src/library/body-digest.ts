/** The digest by which a document says what its text was when it was made. */
import { createHash } from 'node:crypto';
import type { Article } from '../article/article.ts';
import { tolerated, type Diagnostic } from '../article/diagnostic.ts';

/** The name of the line of the footer. */
export const DIGEST_LINE = 'SHA-256';

/** [FIPS180-4] of a body's paragraphs with an empty line between them, in UTF-8. */
export const bodyDigest = (body: readonly string[]): string =>
  createHash('sha256').update(body.join('\n\n')).digest('hex');

/** Whether the text is the one whose digest the document states; `undefined` where it states none. */
export function fitsDigest({ body, extensions }: Article): boolean | undefined {
  const stated = extensions.find(({ name }) => name === DIGEST_LINE)?.value;
  return stated === undefined ? undefined : stated.toLowerCase() === bodyDigest(body);
}

/** What is told where the text is another one; `bytes` are the document's. */
export function digestFinding(article: Article, bytes: Uint8Array): Diagnostic | undefined {
  if (fitsDigest(article) !== false) return undefined;
  const lines = new TextDecoder().decode(bytes).split('\n');
  const line = lines.findLastIndex((each) => each.trimStart().startsWith(`${DIGEST_LINE}:`)) + 1;
  return tolerated(
    'digest-differs',
    { line: Math.max(line, 1) },
    'the text is not the one whose SHA-256 stands here',
    'compare it with its source; a copy of it may be in a backup or on a mirror',
  );
}

/** An article that may become a document of ours, and whether it may. */
import type { Article } from '../article/article.ts';
import { judge } from '../article/gate.ts';
import { parseArticle } from '../article/parse.ts';
import { MAX_DOCUMENT_BYTES, nameProblem } from '../library/document-file.ts';
import { ownSelectors } from '../site/routes.ts';
import type { IntakeFeed } from './feed.ts';
import { sha256Of } from './journal.ts';
import type { Entry } from './entry.ts';
import type { Held } from './make-document.ts';
import type { UpstreamItem } from './offer.ts';
import { addressKey } from './read/address.ts';

/** What is known of an article before it is decided on. */
export interface Candidate {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** The digest of what was offered. */
  readonly offered: string;
  /** The instant of its publication, as the upstream gives it. */
  readonly dated: string | undefined;
  /** What proves its licence, where it is not the document itself. */
  readonly evidence: string | undefined;
  /** The id of its licence, where the default of feed.toml alone gives it. */
  readonly defaultLicence?: string | undefined;
  readonly bytes: Uint8Array;
  readonly article: Article;
  /** From which it was made, where it was. */
  readonly html: string | undefined;
}

/**
 * The digest by which a change of an item is known. When it was last touched alone is no change, but where only its
 * summary is given: its page may say something else then. Nor is another way to write its address.
 */
export function digestOf(item: UpstreamItem): string {
  const { url, title, authors, institutions, published, language, html, licences, isWhole, updated } = item;
  const facts = [addressKey(url), title, authors, institutions, published, language, html, licences];
  return sha256Of(JSON.stringify(isWhole ? facts : [...facts, updated]));
}

const NON_COMMERCIAL_FIX =
  'where this server earns nothing, say so in feed.toml: non-commercial = true, below [permission]';

/** Why the document `bytes` may not be taken in at `path`, without `.txt`; `undefined` where it may. */
export function admissionProblem(
  bytes: Uint8Array,
  path: string,
  { facts: { defaultLicence }, settings: { permission } }: IntakeFeed,
): Held | undefined {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    return { held: `it is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`, fix: 'leave it out' };
  const { licence, diagnostics } = judge(parseArticle(bytes), {
    defaultLicence,
    ownSelectors: ownSelectors(path),
  });
  const problem = nameProblem(path) ?? diagnostics.find(({ severity }) => severity === 'held');
  if (licence === undefined || problem !== undefined)
    return {
      held: problem?.message ?? 'it may not be served',
      fix: problem?.fix ?? 'look at it at its source',
    };
  if (licence.permits.commercial || permission.isNonCommercial) return undefined;
  return { held: `its licence, ${licence.name}, is for non-commercial use only`, fix: NON_COMMERCIAL_FIX };
}

/** The entry of `candidate` at `file` while it waits; `now` is an ISO instant. */
export function entryOf(
  { id, url, title, offered, dated, evidence, defaultLicence, bytes }: Candidate,
  known: Entry | undefined,
  file: string,
  now: string,
): Entry {
  const { isApproved, agreed, shown, seen = now } = known ?? {};
  const sha256 = sha256Of(bytes);
  const formerId = known === undefined || known.id === id ? undefined : known.id;
  const what = { id, formerId, url, title, state: 'waiting', file, sha256, offered } as const;
  return { ...what, seen, dated, evidence, defaultLicence, shown, at: now, isApproved, agreed };
}

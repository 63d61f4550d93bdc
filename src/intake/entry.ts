/** What is known of one article that an upstream has offered: an entry of its feed's ledger. */

/** One item. Times are ISO 8601 in UTC. */
export interface Entry {
  /** By which the upstream knows it. */
  readonly id: string;
  readonly url: string;
  /** By which the upstream knew it before. */
  readonly formerId?: string | undefined;
  readonly title: string;
  readonly state: 'published' | 'waiting' | 'held' | 'refused' | 'withdrawn';
  /** The document's path below the articles folder, which stays the same for ever; empty while it is held. */
  readonly file: string;
  /** The digest of the document's bytes; empty while it is held. */
  readonly sha256: string;
  /** The digest of the document that is shown while this one, a new edition of it, waits. */
  readonly stands?: string | undefined;
  /** The publisher's words on the document that is shown, while `agreed` are those on the one that waits. */
  readonly standsAgreed?: string | undefined;
  /** The digest of what was offered, by which a change is known. */
  readonly offered: string;
  /** When it was first offered, and when the publisher says that it was published. */
  readonly seen: string;
  readonly dated?: string | undefined;
  /** What proves its licence, where the document does not. */
  readonly evidence?: string | undefined;
  /** The id of its licence, where the default of feed.toml alone gives it. */
  readonly defaultLicence?: string | undefined;
  /** When it was first shown here. */
  readonly shown?: string | undefined;
  /** When this line was written. */
  readonly at: string;
  /** Whether the operator has selected it; `agreed` are the publisher's words. */
  readonly isApproved?: boolean | undefined;
  readonly agreed?: string | undefined;
  /** Why it is held, refused or withdrawn, and what to do. */
  readonly reason?: string | undefined;
  readonly fix?: string | undefined;
}

/** Whether readers see an article, in this edition or in the one before. */
export const isShown = ({ state, stands }: Entry): boolean => state === 'published' || stands !== undefined;

const UNWANTED: readonly string[] = ['refused', 'withdrawn'];

/** Whether an article is not to be taken again. */
export const isUnwanted = ({ state = '' }: { readonly state?: string | undefined }): boolean =>
  UNWANTED.includes(state);

/** `entry` as it is once its document is shown; `at` is an ISO instant. */
export const publishedAt = (entry: Entry, at: string): Entry => ({
  ...entry,
  state: 'published',
  stands: undefined,
  standsAgreed: undefined,
  shown: entry.shown ?? at,
  at,
  reason: undefined,
});

/** `entry` as readers see it: without the edition that waits. */
export const withoutEdition = (entry: Entry): Entry =>
  entry.stands === undefined
    ? entry
    : {
        ...entry,
        sha256: entry.stands,
        agreed: entry.standsAgreed,
        stands: undefined,
        standsAgreed: undefined,
      };

/** An entry of which nothing is approved. */
export const unapproved = (entry: Entry): Entry => ({ ...entry, isApproved: undefined, agreed: undefined });

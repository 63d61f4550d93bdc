/** What becomes of an article that is offered: taken, shown or kept waiting, held, left as it is. */
import { parseArticle } from '../article/parse.ts';
import type { Tombstone } from '../article/tombstone.ts';
import { admissionProblem, entryOf, type Candidate } from './candidate.ts';
import type { FeedRecord } from './feed-record.ts';
import { isLicenceGone, settingsDigestOf, type IntakeFeed } from './feed.ts';
import { sha256Of, type Journal } from './journal.ts';
import { isShown, unapproved, withoutEdition, type Entry } from './entry.ts';
import { failedFor } from './local-trouble.ts';
import { isMadeHere, saysTheSame, type Held } from './make-document.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { waitingForRoom, waitOf, waitWords, type Wait } from './permission.ts';
import { selectorOfEntry } from './queue.ts';
import type { Offered, Recognised } from './recognise.ts';

const NAMESAKES: Held = {
  held: 'too many articles have the like title',
  fix: 'part the feed into several',
};

/** What to do where what is shown of an article stays, and its new edition is held. */
function served(known: Entry): string {
  const selector = selectorOfEntry(known);
  return `the edition before it is still served at ${selector}: gopherwire withdraw ${selector} takes it away`;
}

/** Decides on what is offered to one feed during one run; its record keeps what was decided. */
export class Admission {
  readonly #feed: IntakeFeed;
  readonly #journal: Journal;
  readonly #record: FeedRecord;
  readonly #settingsDigest: string;
  /** How many articles stand in line for room in the month, before any new one. */
  readonly #inLine: number;
  #taken = 0;

  constructor(feed: IntakeFeed, journal: Journal, record: FeedRecord) {
    this.#feed = feed;
    this.#journal = journal;
    this.#record = record;
    this.#settingsDigest = settingsDigestOf(feed);
    this.#inLine = waitingForRoom(record.entries, feed.settings.permission, record.moment.nowMs);
  }

  /** How many new and changed articles there were so far, shown or waiting. */
  get taken(): number {
    return this.#taken;
  }

  /** What becomes of an item, where what it was recognised as settles it. */
  settled(recognised: Recognised, { url, digest: offered }: Offered): Outcome | undefined {
    const { id } = recognised;
    if (recognised.kind === 'twin')
      return { kind: 'elsewhere', id, url, title: '', reason: 'the feed lists it twice' };
    if (recognised.kind === 'new') {
      const other = this.#journal.claim(this.#feed.path, id, url);
      if (other === undefined) return undefined;
      return { kind: 'elsewhere', id, url, title: '', reason: `feed ${other} has it` };
    }
    const known = recognised.entry;
    switch (known.state) {
      case 'published':
        return known.offered === offered ? outcomeOf('unchanged', known) : undefined;
      case 'waiting':
        return known.offered === offered && this.#isGood(known) ? this.#waits(known) : undefined;
      case 'held':
        return known.offered === this.#heldDigest(offered) ? outcomeOf('held', known) : undefined;
      case 'refused':
      case 'withdrawn':
        return outcomeOf('refused', known);
    }
  }

  /** Whether what waits can be shown in its time. */
  #isGood(entry: Entry): boolean {
    return !this.#record.isLost(entry) && !isLicenceGone(this.#feed, entry);
  }

  /** What is held is looked at again when feed.toml says something else. */
  #heldDigest(offered: string): string {
    return `${offered} ${this.#settingsDigest}`;
  }

  /** For what an article waits behind `others` that stand in line for room in the month. */
  #waitOf(entry: Entry, others = 0): Wait | undefined {
    const { nowMs, shownThisMonth } = this.#record.moment;
    return waitOf(this.#feed.settings.permission, entry, { nowMs, shownThisMonth: shownThisMonth + others });
  }

  #waits(entry: Entry, wait: Wait | undefined = this.#waitOf(entry)): Outcome {
    const reason = wait === undefined ? 'for the end of this run' : waitWords(wait);
    return { ...outcomeOf('waiting', entry), reason };
  }

  /** What waits or is held, and why. */
  get standing(): readonly Outcome[] {
    return this.#record.entries.flatMap((entry) => {
      if (entry.state === 'waiting') return [this.#waits(entry)];
      return entry.state === 'held' ? [outcomeOf('held', entry)] : [];
    });
  }

  /**
   * Decides on an article that may be taken; `name` is what its file is named for. It has failed where something else
   * than a document stands in its place.
   */
  async admit(candidate: Candidate, known: Entry | undefined, name: string): Promise<Outcome> {
    try {
      return await this.#decide(candidate, known, name);
    } catch (error) {
      const failed = failedFor(error, candidate);
      this.#journal.disclaim(this.#feed.path, candidate.id, candidate.url);
      return failed;
    }
  }

  async #decide(candidate: Candidate, known: Entry | undefined, name: string): Promise<Outcome> {
    const { article, bytes } = candidate;
    const { names } = this.#record;
    const plain = names.plain(name, article.date);
    const path = known?.file.replace(/\.txt$/, '') || plain;
    const problem = admissionProblem(bytes, path, this.#feed);
    if (problem !== undefined) return this.hold(problem, candidate, known);
    if (known !== undefined && isShown(known)) return this.#compare(candidate, known);
    if (known !== undefined && known.file !== '') {
      const isApproved = known.state === 'waiting' && (await this.#saidBefore(candidate, known));
      return this.#place(candidate, isApproved ? known : unapproved(known), known.file);
    }
    const source = article.links.find(({ number }) => number === 1)?.uri ?? candidate.url;
    const chosen = await names.choose(plain, source);
    if (chosen === undefined) return this.hold(NAMESAKES, candidate, known);
    if (chosen.tombstone !== undefined) return this.#stayWithdrawn(candidate, chosen.file, chosen.tombstone);
    if (chosen.there !== undefined) return this.#adopt(candidate, chosen.file, chosen.there);
    return this.#place(candidate, known, chosen.file);
  }

  /** Holds an article, and tells why. What is shown of it stays. */
  hold(
    { held: reason, fix }: Held,
    { id, url, title, offered }: Pick<Candidate, 'id' | 'url' | 'title' | 'offered'>,
    known: Entry | undefined,
  ): Outcome {
    const told = { id, url, title, reason, fix };
    // what is shown stays: its licence was given for good
    if (known !== undefined && isShown(known)) {
      if (known.stands !== undefined) this.#record.dropEdition(known);
      return { kind: 'held', ...told, fix: `${fix}; ${served(known)}`, file: known.file };
    }
    this.#journal.disclaim(this.#feed.path, id, url);
    const at = this.#record.now();
    this.#record.note({
      ...told,
      formerId: known === undefined || known.id === id ? undefined : known.id,
      state: 'held',
      file: known?.file ?? '',
      sha256: '',
      offered: this.#heldDigest(offered),
      seen: known?.seen ?? at,
      at,
    });
    return { kind: 'held', ...told };
  }

  /** The entry of what is taken now. */
  #taking(candidate: Candidate, known: Entry | undefined, file: string): Entry {
    this.#taken++;
    const entry = entryOf(candidate, known, file, this.#record.now());
    this.#record.keepSource(entry, candidate.html);
    return entry;
  }

  /** A new article, shown or waiting. */
  #place(candidate: Candidate, known: Entry | undefined, file: string): Outcome {
    const entry = this.#taking(candidate, known, file);
    const wait = this.#waitOf(entry, known?.state === 'waiting' ? 0 : this.#inLine);
    if (wait === undefined) {
      this.#record.show(entry, candidate.bytes);
      return outcomeOf('new', entry);
    }
    this.#record.wait(entry, candidate.bytes);
    return this.#waits(entry, wait);
  }

  /** An article that was withdrawn, and of which the ledger knows nothing any more. */
  #stayWithdrawn(candidate: Candidate, file: string, { reason }: Tombstone): Outcome {
    const entry = entryOf(candidate, undefined, file, this.#record.now());
    this.#record.note({ ...entry, state: 'withdrawn', reason });
    return outcomeOf('refused', entry);
  }

  /** A document of the same source that the ledger does not know: of a run that was killed, or of `add`. */
  async #adopt(candidate: Candidate, file: string, there: Uint8Array): Promise<Outcome> {
    const { article } = parseArticle(there);
    const shown = this.#record.now();
    if (isMadeHere(article) && !saysTheSame(article, candidate.article))
      return this.#takeEdition(candidate, { ...entryOf(candidate, undefined, file, shown), shown }, there);
    const entry: Entry = { ...this.#taking({ ...candidate, bytes: there }, undefined, file), shown };
    this.#record.note({ ...entry, state: 'published' });
    return outcomeOf('new', entry);
  }

  /** A published article that was offered otherwise than before. */
  async #compare(candidate: Candidate, known: Entry): Promise<Outcome> {
    const there = await this.#record.standing(known);
    if (there === undefined) {
      this.#record.refuseRemoved(known);
      return outcomeOf('refused', known);
    }
    // a document is kept byte for byte
    const isSame =
      Buffer.compare(there, candidate.bytes) === 0 ||
      (candidate.html !== undefined && saysTheSame(parseArticle(there).article, candidate.article));
    if (!isSame) return this.#takeEdition(candidate, known, there);
    const { id, url, title, offered } = candidate;
    const formerId = known.id === id ? undefined : known.id;
    const same = { id, formerId, url, title, offered, sha256: sha256Of(there), at: this.#record.now() };
    this.#record.note({ ...withoutEdition(known), ...same, state: 'published' });
    return outcomeOf('unchanged', known);
  }

  /** A new edition is shown at once only where nobody selects. */
  async #takeEdition(candidate: Candidate, known: Entry, there: Uint8Array): Promise<Outcome> {
    if (this.#feed.settings.permission.mode === 'automatic') return this.#newEdition(candidate, known, there);
    const before = (await this.#saidBefore(candidate, known)) ? known : unapproved(known);
    const taken = this.#taking(candidate, before, known.file);
    const entry = { ...taken, stands: sha256Of(there), standsAgreed: withoutEdition(known).agreed };
    this.#record.wait(entry, candidate.bytes);
    return this.#waits(entry);
  }

  /** Whether an article says what the document of `known` that waits does: what was approved is approved still. */
  async #saidBefore({ article, bytes }: Candidate, known: Entry): Promise<boolean> {
    if (known.state !== 'waiting') return false;
    const there = await this.#record.waiting(known);
    if (there === undefined) return false;
    return Buffer.compare(there, bytes) === 0 || saysTheSame(parseArticle(there).article, article);
  }

  #newEdition(candidate: Candidate, known: Entry, there: Uint8Array): Outcome {
    const entry = this.#taking(candidate, known, known.file);
    this.#record.replace(entry, candidate.bytes, there);
    return outcomeOf('changed', entry);
  }
}

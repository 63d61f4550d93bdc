/** What a feed has taken in, and what becomes of it: shown, refused, withdrawn. */
import { join } from 'node:path';
import { parseDate } from '../article/date.ts';
import { readIfThere } from '../library/durable.ts';
import { FeedBatch } from './feed-batch.ts';
import type { IntakeFeed, RunOptions } from './feed.ts';
import { editionFile, pendingDocument, pendingFile, sha256Of, type Journal } from './journal.ts';
import { isShown, unapproved, type Entry, type Ledger } from './ledger.ts';
import { Names } from './names.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { monthOf, waitOf, type Wait } from './permission.ts';
import { placeTombstone } from './tombstone.ts';

/** Why an article is not taken any more whose file is gone. */
export const REMOVED = 'its document was removed by hand';
const LOST = 'its document in the journal is lost or damaged';
const LOST_FIX = 'the next sync fetches it again, and then it is to be approved';

/** The articles of one feed, as far as they are known, during one run. */
export class KeptArticles {
  readonly feed: IntakeFeed;
  readonly options: RunOptions;
  protected readonly journal: Journal;
  protected readonly ledger: Ledger;
  protected readonly batch: FeedBatch;
  protected readonly names: Names;
  #shownThisMonth: number;

  protected constructor(feed: IntakeFeed, journal: Journal, ledger: Ledger, options: RunOptions) {
    this.feed = feed;
    this.journal = journal;
    this.ledger = ledger;
    this.options = options;
    this.batch = new FeedBatch(feed.path, journal, ledger, options.isDry);
    const entries = [...ledger.entries];
    const files = entries.map(({ file }) => file);
    this.names = new Names(journal.place.root, feed.path, files);
    const month = monthOf(this.now());
    this.#shownThisMonth = entries.filter(({ shown = '' }) => monthOf(shown) === month).length;
  }

  get entries(): readonly Entry[] {
    return [...this.ledger.entries];
  }

  /** Shows what has waited long enough. */
  async release(): Promise<readonly Outcome[]> {
    await this.commit();
    const waiting = [...this.ledger.entries]
      .filter(({ state }) => state === 'waiting')
      .toSorted((a, b) => (a.seen < b.seen ? -1 : a.seen > b.seen ? 1 : 0));
    const released: Entry[] = [];
    const lost: Outcome[] = [];
    for (const entry of waiting) {
      if (this.waitOf(entry) !== undefined) continue;
      const bytes = await pendingDocument(this.journal.place, this.feed.path, entry.sha256);
      if (bytes === undefined) {
        // what the upstream offers is another thing then, and taken again
        this.batch.note({ ...unapproved(entry), offered: '', at: this.now() });
        lost.push({ ...outcomeOf('failed', entry), reason: LOST, fix: LOST_FIX });
        continue;
      }
      if (!(await this.#release(entry, bytes))) continue;
      released.push(entry);
      if (this.batch.isFull) await this.commit();
    }
    await this.commit();
    // its place may have been taken by then
    const shown = released.map((entry) =>
      outcomeOf(
        entry.stands === undefined ? 'new' : 'changed',
        this.ledger.find(entry.id, entry.url) ?? entry,
      ),
    );
    return [...shown, ...lost];
  }

  /** Shows what has waited; false where it was to replace what was removed by hand. */
  async #release(entry: Entry, bytes: Uint8Array): Promise<boolean> {
    const at = this.now();
    const released: Entry = { ...entry, state: 'published', stands: undefined, at, reason: undefined };
    if (entry.stands === undefined) this.show({ ...released, shown: at }, bytes, false);
    else {
      const there = await readIfThere(join(this.journal.place.root, entry.file));
      if (there === undefined) {
        this.refuse({ ...entry, stands: undefined }, REMOVED);
        return false;
      }
      const before = sha256Of(there);
      if (before !== entry.sha256) this.batch.keep(editionFile(this.feed.path, before), there);
      this.show(released, bytes, true);
    }
    this.dropPending(entry);
    return true;
  }

  /** Selects an article that waits; `agreed` are the publisher's words. {@link release} shows it. */
  approve(entry: Entry, agreed: string | undefined = entry.agreed): void {
    this.batch.note({ ...entry, isApproved: true, agreed, at: this.now() });
  }

  /** Leaves shown what is; `offered` is what is not to be taken again. */
  protected dropEdition(entry: Entry, offered = ''): void {
    const { stands: sha256 = '' } = entry;
    this.batch.note({ ...entry, state: 'published', sha256, stands: undefined, offered, at: this.now() });
    this.dropPending(entry);
  }

  /** From now on the article, or the edition that waits, is not taken. */
  refuse(entry: Entry, reason: string): void {
    if (entry.stands !== undefined) {
      this.dropEdition(entry, entry.offered);
      return;
    }
    this.batch.note({ ...entry, state: 'refused', reason, at: this.now() });
    this.dropPending(entry);
  }

  /** Takes the document of `entry` out of the feed, for good; a tombstone stays. */
  async withdraw(entry: Entry, reason: string): Promise<void> {
    await this.commit();
    const { place } = this.journal;
    const at = this.now();
    const found = entry.file === '' ? undefined : await readIfThere(join(place.root, entry.file));
    // a run that was killed may have shown what waits
    const isOwn = found !== undefined && (isShown(entry) || sha256Of(found) === entry.sha256);
    const there = isOwn ? found : undefined;
    const sha256 = there === undefined ? entry.sha256 : sha256Of(there);
    const noted: Entry = { ...entry, sha256, stands: undefined, state: 'withdrawn', reason, at };
    if (there !== undefined && !this.options.isDry) {
      const { title, url: source } = entry;
      const withdrawn = parseDate(at)?.date;
      await placeTombstone(place, entry.file, { withdrawn, reason, title, source });
      this.batch.keep(editionFile(this.feed.path, sha256), there);
    }
    this.batch.note(noted);
    this.dropPending(entry);
    await this.commit();
    if (!this.options.isDry) await this.journal.removeWithdrawn(noted);
  }

  /** Writes everything that was decided, through to the disk. */
  async commit(): Promise<void> {
    await this.batch.commit(async (entry) => {
      const chosen = await this.names.choose(entry.file.replace(/\.txt$/, ''), entry.url);
      return chosen?.file ?? entry.file;
    });
  }

  protected show(entry: Entry, bytes: Uint8Array, replaces: boolean): void {
    if (!replaces) this.countShown();
    this.batch.show(entry, bytes, replaces);
  }

  /** One more article of this month. */
  protected countShown(): void {
    this.#shownThisMonth++;
  }

  protected dropPending({ state, sha256 }: Entry): void {
    if (state === 'waiting') this.batch.remove(pendingFile(this.feed.path, sha256));
  }

  protected waitOf(entry: Entry): Wait | undefined {
    const shownThisMonth = entry.stands === undefined ? this.#shownThisMonth : 0;
    const moment = { nowMs: this.options.now(), shownThisMonth };
    return waitOf(this.feed.settings.permission, entry, moment);
  }

  protected now(): string {
    return new Date(this.options.now()).toISOString();
  }
}

/** What became of the articles of one feed, in its ledger and on the disk: how each comes into its state. Whether it may is asked elsewhere. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere } from '../library/durable.ts';
import { FeedBatch } from './feed-batch.ts';
import type { RunOptions } from './feed.ts';
import {
  editionFile,
  formerDocument,
  isInPlace,
  pendingDocument,
  pendingFile,
  sha256Of,
  sourceFile,
  type Journal,
} from './journal.ts';
import { isShown, publishedAt, unapproved, withoutEdition, type Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import type { Held } from './make-document.ts';
import { Names } from './names.ts';
import { shownThisMonth, type Moment } from './permission.ts';
import { placeTombstone } from './tombstone.ts';

const REMOVED = 'its document was removed by hand';
const WANTED_AGAIN = 'it was refused, and is wanted again';
const WANTED_AGAIN_FIX =
  'the next sync takes it where its upstream still offers it; gopherwire refuse takes it from here';

/** The record of one feed during one run. What is noted is written by {@link commit}, or by the next one. */
export class FeedRecord {
  /** The feed's path below the articles folder. */
  readonly feed: string;
  readonly names: Names;
  readonly #journal: Journal;
  readonly #ledger: Ledger;
  readonly #batch: FeedBatch;
  readonly #options: RunOptions;
  /** The digests of documents that were to wait, and are gone or damaged. */
  readonly #lost = new Set<string>();
  #shownThisMonth: number;

  private constructor(feed: string, journal: Journal, ledger: Ledger, options: RunOptions) {
    this.feed = feed;
    this.#journal = journal;
    this.#ledger = ledger;
    this.#options = options;
    this.#batch = new FeedBatch(feed, journal, ledger, options.isDry);
    const files = this.entries.map(({ file }) => file);
    this.names = new Names(journal.place.root, feed, files);
    this.#shownThisMonth = shownThisMonth(this.entries, options.now());
  }

  /** Opens the record of a feed; what a killed run has left is tidied up first. */
  static async open(feed: string, journal: Journal, options: RunOptions): Promise<FeedRecord> {
    if (!options.isDry) await journal.tidy(feed, options.now());
    return new FeedRecord(feed, journal, await journal.ledgerOf(feed), options);
  }

  get entries(): readonly Entry[] {
    return [...this.#ledger.entries];
  }

  /** What is known now of the article of `entry`. */
  latest(entry: Entry): Entry {
    return this.#ledger.find(entry.id, entry.url) ?? entry;
  }

  /** The article of this id or address; what is still to be written is written first. */
  async find(id: string): Promise<Entry | undefined> {
    await this.commit();
    return this.#ledger.find(id, id);
  }

  /** The instant, as entries have it. */
  now(): string {
    return new Date(this.#options.now()).toISOString();
  }

  /** What permission depends on now. */
  get moment(): Moment {
    return { nowMs: this.#options.now(), shownThisMonth: this.#shownThisMonth };
  }

  /** Looks for documents that wait and are lost, and so to be fetched again; their digests. */
  async findLost(): Promise<ReadonlySet<string>> {
    for (const entry of this.entries.filter(({ state }) => state === 'waiting'))
      if (entry.offered === '' || (await this.waiting(entry)) === undefined) this.#lost.add(entry.sha256);
    return this.#lost;
  }

  /** Whether {@link findLost} has missed the document of `entry`, and it has not been taken again since. */
  isLost({ sha256 }: Entry): boolean {
    return this.#lost.has(sha256);
  }

  /** The document of `entry`, which waits; `undefined` where it is gone or damaged. */
  async waiting({ sha256 }: Entry): Promise<Uint8Array | undefined> {
    return pendingDocument(this.#journal.place, this.feed, sha256);
  }

  /** The document that stands in the place of `entry`. Rejects where something else does. */
  async standing({ file }: Entry): Promise<Uint8Array | undefined> {
    return readIfThere(join(this.#journal.place.root, file));
  }

  /** Keeps the HTML from which the document of `entry` was made, where the operator wishes it. */
  keepSource({ sha256 }: Entry, html: string | undefined): void {
    if (!this.#options.keepsSource || html === undefined) return;
    this.#batch.keep(sourceFile(this.feed, sha256), Buffer.from(html));
  }

  /** What is known of an article from now on; no document of it appears. */
  note(entry: Entry): void {
    this.#succeed(entry);
    this.#batch.note(entry);
  }

  /** `entry` waits with its document, to appear or to take the place of what stands. */
  wait(entry: Entry, bytes: Uint8Array): void {
    this.#batch.keep(pendingFile(this.feed, entry.sha256), bytes);
    this.#lost.delete(entry.sha256);
    this.note(entry);
  }

  /** The article appears. */
  show(entry: Entry, bytes: Uint8Array): void {
    this.#publish(entry, bytes, false);
  }

  /** The new edition takes the place of `there`, which is kept in the journal. */
  replace(entry: Entry, bytes: Uint8Array, there: Uint8Array): void {
    const before = sha256Of(there);
    if (before !== entry.sha256) this.#batch.keep(editionFile(this.feed, before), there);
    this.#publish(entry, bytes, true);
  }

  #publish(entry: Entry, bytes: Uint8Array, replaces: boolean): void {
    const shown = publishedAt(entry, this.now());
    this.#succeed(shown);
    this.#batch.show(shown, bytes, replaces);
  }

  /** Selects an article that waits; `agreed` are the publisher's words. */
  approve(entry: Entry, agreed: string | undefined = entry.agreed): void {
    this.#change(entry, { isApproved: true, agreed });
  }

  /** The document of `entry`, which was to wait, is lost: what is offered next is another thing, and taken again. */
  lose(entry: Entry): void {
    this.#change(unapproved(entry), { offered: '' });
  }

  /** Holds an article that waits, until its upstream offers it again; what is shown of it stays. */
  hold(entry: Entry, { held: reason, fix }: Held): void {
    if (entry.stands !== undefined) this.dropEdition(entry);
    else this.#change(unapproved(entry), { state: 'held', sha256: '', offered: '', reason, fix });
  }

  /** Leaves shown what is, and drops the edition that waits; `offered` is what is not to be taken again. */
  dropEdition(entry: Entry, offered = ''): void {
    this.#change(withoutEdition(entry), { state: 'published', offered });
  }

  /** From now on the article, or the edition that waits, is not taken; where a run that was killed has shown it, it goes. */
  async refuse(entry: Entry, reason: string): Promise<void> {
    const hasAppeared = await isInPlace(this.#journal.place, entry);
    if (entry.stands !== undefined && hasAppeared) await this.#putBack(entry, reason);
    else if (entry.stands !== undefined) this.dropEdition(entry, entry.offered);
    else if (hasAppeared) await this.withdraw(entry, reason);
    else this.#change(entry, { state: 'refused', reason });
  }

  /** Shows the edition again in whose place `entry` is; where that is lost, neither. */
  async #putBack(entry: Entry, reason: string): Promise<void> {
    const before = withoutEdition(entry);
    const there = await this.standing(entry);
    const former = await formerDocument(this.#journal.place, this.feed, before.sha256);
    if (there === undefined || former === undefined) return this.withdraw(entry, reason);
    this.replace({ ...before, formerId: undefined }, former, there);
  }

  /** The operator has removed the document of `entry`, and so does not want it. */
  refuseRemoved(entry: Entry): void {
    this.#change(withoutEdition(entry), { state: 'refused', reason: REMOVED });
  }

  /** Refuses what is shown and whose documents the operator has removed; what is known of each now. */
  async refuseAllRemoved(): Promise<readonly Entry[]> {
    const removed: Entry[] = [];
    for (const entry of this.entries.filter(isShown))
      if (!existsSync(join(this.#journal.place.root, entry.file))) removed.push(entry);
    for (const entry of removed) this.refuseRemoved(entry);
    return removed.map((entry) => this.latest(entry));
  }

  /** What was refused is taken as if it were new where its upstream offers it; until then it is held. */
  wantAgain(entry: Entry): void {
    this.hold(entry, { held: WANTED_AGAIN, fix: WANTED_AGAIN_FIX });
  }

  /**
   * Takes the document of `entry` out of the feed, for good; a tombstone stays, unless nobody has ever seen it. The
   * ledger knows first: what a kill leaves undone is done by the next command on the feed.
   */
  async withdraw(entry: Entry, reason: string): Promise<void> {
    await this.commit();
    const there = await this.#own(entry);
    const sha256 = there === undefined ? entry.sha256 : sha256Of(there);
    if (there !== undefined) this.#batch.keep(editionFile(this.feed, sha256), there);
    const noted = this.#change(withoutEdition(entry), { sha256, state: 'withdrawn', reason });
    await this.commit();
    if (this.#options.isDry) return;
    if (there === undefined && isShown(entry)) await placeTombstone(this.#journal.place, noted);
    await this.#journal.finishWithdrawal(noted);
  }

  /** Writes what was noted where it is much by now. */
  async commitIfFull(): Promise<void> {
    if (this.#batch.isFull) await this.commit();
  }

  /** Writes what was noted where `entry` is among it, so that the disk agrees with it. */
  async commitIfStaged(entry: Entry): Promise<void> {
    if (this.#ledger.isStaged(entry)) await this.commit();
  }

  /** Writes everything that was noted, through to the disk. Rejects with the system's error. */
  async commit(): Promise<void> {
    await this.#batch.commit(async (entry) => {
      const chosen = await this.names.choose(entry.file.replace(/\.txt$/, ''), entry.url);
      return chosen?.file ?? entry.file;
    });
  }

  /** The document of `entry` that readers see. */
  async #own(entry: Entry): Promise<Uint8Array | undefined> {
    const found = entry.file === '' ? undefined : await this.standing(entry);
    // a run that was killed may have shown what waits
    const isOwn = found !== undefined && (isShown(entry) || sha256Of(found) === entry.sha256);
    return isOwn ? found : undefined;
  }

  /** Notes that `entry` is another thing from now on; gives what it is. */
  #change(entry: Entry, changes: Partial<Entry>): Entry {
    // another article may have its former id by now
    const changed: Entry = { ...entry, formerId: undefined, ...changes, at: this.now() };
    this.note(changed);
    return changed;
  }

  /** What follows where `entry` takes the place of what was known: what waited goes, and a month has room for one less. */
  #succeed(entry: Entry): void {
    const before = this.#ledger.byId(entry.formerId ?? entry.id);
    const waitsStill = entry.state === 'waiting' && entry.sha256 === before?.sha256;
    if (before?.state === 'waiting' && !waitsStill) this.#batch.remove(pendingFile(this.feed, before.sha256));
    if (before?.shown === undefined && entry.shown !== undefined) this.#shownThisMonth++;
  }
}

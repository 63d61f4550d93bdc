/** The articles of one feed as they are kept here: shown, waiting, held, refused, withdrawn, and what each becomes next. */
import { join } from 'node:path';
import { parseArticle } from '../article/parse.ts';
import { readIfThere } from '../library/durable.ts';
import { admission, commerceProblem, entryOf, type Candidate } from './candidate.ts';
import { FeedBatch } from './feed-batch.ts';
import { settingsDigestOf, type IntakeFeed, type RunOptions } from './feed.ts';
import { editionFile, pendingDocument, pendingFile, sha256Of, sourceFile, type Journal } from './journal.ts';
import { isShown, unapproved, type Entry, type Ledger } from './ledger.ts';
import { isMadeHere, saysTheSame, type Held } from './make-document.ts';
import { Names } from './names.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { dayOf, monthOf, waitOf, waitWords, type Wait } from './permission.ts';
import { Recognition, type Offered, type Recognised } from './recognise.ts';
import { writeTombstone } from './tombstone.ts';

const REMOVED = 'its document was removed by hand';
const LOST = 'its document in the journal is lost or damaged';
const LOST_FIX = 'the next sync fetches it again, and then it is to be approved';
const NAMESAKES: Held = {
  held: 'too many articles have the like title',
  fix: 'part the feed into several',
};

/** One feed's articles during one run. What is decided is written by {@link commit}. */
export class Shelf {
  readonly feed: IntakeFeed;
  readonly #journal: Journal;
  readonly #ledger: Ledger;
  readonly options: RunOptions;
  readonly #batch: FeedBatch;
  readonly #names: Names;
  readonly #settingsDigest: string;
  readonly #recognition: Recognition;
  #shownThisMonth: number;
  #taken = 0;

  private constructor(feed: IntakeFeed, journal: Journal, ledger: Ledger, options: RunOptions) {
    this.feed = feed;
    this.#journal = journal;
    this.#ledger = ledger;
    this.options = options;
    this.#batch = new FeedBatch(feed.path, journal, ledger, options.isDry);
    this.#recognition = new Recognition(ledger);
    const entries = [...ledger.entries];
    const files = entries.map(({ file }) => file);
    this.#names = new Names(journal.place.root, feed.path, files);
    const month = monthOf(this.#now());
    this.#shownThisMonth = entries.filter(({ shown = '' }) => monthOf(shown) === month).length;
    this.#settingsDigest = settingsDigestOf(feed);
  }

  /** Opens a feed for a run; what a killed one has left is tidied up first. */
  static async open(feed: IntakeFeed, journal: Journal, options: RunOptions): Promise<Shelf> {
    if (!options.isDry) await journal.tidy(feed.path);
    return new Shelf(feed, journal, await journal.ledgerOf(feed.path), options);
  }

  get entries(): readonly Entry[] {
    return [...this.#ledger.entries];
  }

  /** How many new and changed articles there were so far, shown or waiting. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether documents that wait are lost, and to be fetched again. */
  async hasLost(): Promise<boolean> {
    const waiting = this.entries.filter(({ state }) => state === 'waiting');
    for (const entry of waiting) if (entry.offered === '' || (await this.#isLost(entry))) return true;
    return false;
  }

  async #isLost({ sha256 }: Entry): Promise<boolean> {
    return (await pendingDocument(this.#journal.place, this.feed.path, sha256)) === undefined;
  }

  get isFull(): boolean {
    return this.#batch.isFull;
  }

  /**
   * Which article an item is; `undefined` where that is seen only once all is offered, and {@link recognise} asked again
   * with `isLast`. What is still to be written of it is written first, so that the disk agrees.
   */
  async recognise(item: Offered, isLast: boolean): Promise<Recognised | undefined> {
    this.#recognition.note(item.id, item.url);
    const recognised = this.#recognition.of(item, isLast);
    const isKnown = recognised !== undefined && recognised.kind !== 'new';
    if (isKnown && this.#ledger.isStaged(recognised.entry)) await this.commit();
    return recognised;
  }

  /** The article of this id or address. */
  async find(id: string): Promise<Entry | undefined> {
    await this.commit();
    return this.#ledger.find(id, id);
  }

  /** What becomes of an item, where what it was recognised as settles it. */
  async settled(recognised: Recognised, { url, digest: offered }: Offered): Promise<Outcome | undefined> {
    const { id } = recognised;
    if (recognised.kind === 'twin')
      return { kind: 'elsewhere', id, url, title: '', reason: 'the feed lists it twice' };
    if (recognised.kind === 'new') {
      const other = this.#journal.claim(this.feed.path, id, url);
      if (other === undefined) return undefined;
      return { kind: 'elsewhere', id, url, title: '', reason: `feed ${other} has it` };
    }
    const known = recognised.entry;
    switch (known.state) {
      case 'published':
        return known.offered === offered ? outcomeOf('unchanged', known) : undefined;
      case 'waiting':
        return known.offered === offered && !(await this.#isLost(known)) ? this.#waits(known) : undefined;
      case 'held':
        return known.offered === this.#heldDigest(offered) ? outcomeOf('held', known) : undefined;
      case 'refused':
      case 'withdrawn':
        return outcomeOf('refused', known);
    }
  }

  /** What is held is looked at again when feed.toml says something else. */
  #heldDigest(offered: string): string {
    return `${offered} ${this.#settingsDigest}`;
  }

  #waits(entry: Entry): Outcome {
    const wait = this.#waitOf(entry);
    const reason = wait === undefined ? 'for the end of this run' : waitWords(wait);
    return { ...outcomeOf('waiting', entry), reason };
  }

  /** Decides on an article that may be taken; `name` is what its file is named for. */
  async admit(candidate: Candidate, known: Entry | undefined, name: string): Promise<Outcome> {
    const { article, bytes } = candidate;
    const path = known?.file.replace(/\.txt$/, '') || this.#names.plain(name, article.date);
    const admitted = admission(bytes, path, this.feed.facts.defaultLicence);
    if ('held' in admitted) return this.hold(admitted, candidate, known);
    const { isNonCommercial } = this.feed.settings.permission;
    const problem = commerceProblem(admitted.licence, isNonCommercial);
    if (problem !== undefined) return this.hold(problem, candidate, known);
    if (known !== undefined && isShown(known)) return this.#replace(candidate, known);
    if (known !== undefined && known.file !== '') {
      const isApproved = known.state === 'waiting' && (await this.#saidBefore(candidate, known));
      return this.#place(candidate, isApproved ? known : unapproved(known), known.file);
    }
    const source = article.links.find(({ number }) => number === 1)?.uri ?? candidate.url;
    const chosen = await this.#names.choose(this.#names.plain(name, article.date), source);
    if (chosen === undefined) return this.hold(NAMESAKES, candidate, known);
    if (chosen.there !== undefined) return this.#adopt(candidate, chosen.file, chosen.there);
    return this.#place(candidate, known, chosen.file);
  }

  /** Holds an article, and tells why. What is shown of it stays. */
  hold(
    { held: reason, fix }: Held,
    { id, url, title, offered }: Pick<Candidate, 'id' | 'url' | 'title' | 'offered'>,
    known: Entry | undefined,
  ): Outcome {
    const now = this.#now();
    const told = { id, url, title, reason, fix };
    // what is shown stays: its licence was given for good
    if (known !== undefined && isShown(known)) {
      if (known.stands !== undefined) this.#dropEdition(known);
      return { kind: 'held', ...told, file: known.file };
    }
    this.#journal.disclaim(this.feed.path, id, url);
    this.#batch.note({
      ...told,
      formerId: known === undefined || known.id === id ? undefined : known.id,
      state: 'held',
      file: known?.file ?? '',
      sha256: '',
      offered: this.#heldDigest(offered),
      seen: known?.seen ?? now,
      at: now,
    });
    if (known !== undefined) this.#dropPending(known);
    return { kind: 'held', ...told };
  }

  /** A new article, shown or waiting. */
  #place(candidate: Candidate, known: Entry | undefined, file: string): Outcome {
    const entry = entryOf(candidate, known, file, this.#now());
    this.#keepSource(candidate, entry);
    if (known !== undefined && known.sha256 !== entry.sha256) this.#dropPending(known);
    if (this.#waitOf(entry) === undefined) {
      this.#show({ ...entry, state: 'published', shown: entry.at }, candidate.bytes, false);
      return outcomeOf('new', entry);
    }
    this.#batch.keep(pendingFile(this.feed.path, entry.sha256), candidate.bytes);
    this.#batch.note(entry);
    return this.#waits(entry);
  }

  #show(entry: Entry, bytes: Uint8Array, replaces: boolean): void {
    if (!replaces) this.#shownThisMonth++;
    this.#batch.show(entry, bytes, replaces);
  }

  /** A document of the same source that the ledger does not know: of a run that was killed, or of `add`. */
  #adopt(candidate: Candidate, file: string, there: Uint8Array): Outcome {
    const { article } = parseArticle(there);
    const found = { ...candidate, bytes: there };
    const entry = entryOf(found, undefined, file, this.#now());
    const known: Entry = { ...entry, state: 'published', shown: entry.at };
    if (isMadeHere(article) && !saysTheSame(article, candidate.article))
      return this.#newEdition(candidate, known, there);
    this.#keepSource(candidate, known);
    this.#batch.note(known);
    return outcomeOf('new', known);
  }

  /** A published article that was offered otherwise than before. */
  async #replace(candidate: Candidate, known: Entry): Promise<Outcome> {
    const there = await readIfThere(join(this.#journal.place.root, known.file));
    if (there === undefined) {
      this.refuse(known, REMOVED);
      return outcomeOf('refused', known);
    }
    // a document is kept byte for byte
    const isSame =
      Buffer.compare(there, candidate.bytes) === 0 ||
      (candidate.html !== undefined && saysTheSame(parseArticle(there).article, candidate.article));
    if (!isSame) return this.#takeEdition(candidate, known, there);
    const { id, url, title, offered } = candidate;
    const formerId = known.id === id ? undefined : known.id;
    const same = { id, formerId, url, title, offered, sha256: sha256Of(there), at: this.#now() };
    this.#batch.note({ ...known, ...same, state: 'published', stands: undefined });
    this.#dropPending(known);
    return outcomeOf('unchanged', known);
  }

  /** A new edition is shown at once only where nobody selects. */
  async #takeEdition(candidate: Candidate, known: Entry, there: Uint8Array): Promise<Outcome> {
    if (this.feed.settings.permission.mode === 'automatic') return this.#newEdition(candidate, known, there);
    const before = (await this.#saidBefore(candidate, known)) ? known : unapproved(known);
    const entry = { ...entryOf(candidate, before, known.file, this.#now()), stands: sha256Of(there) };
    this.#keepSource(candidate, entry);
    this.#dropPending(known);
    this.#batch.keep(pendingFile(this.feed.path, entry.sha256), candidate.bytes);
    this.#batch.note(entry);
    return this.#waits(entry);
  }

  /** Whether an article says what the document of `known` that waits does: what was approved is approved still. */
  async #saidBefore({ article, bytes }: Candidate, known: Entry): Promise<boolean> {
    if (known.state !== 'waiting') return false;
    const there = await pendingDocument(this.#journal.place, this.feed.path, known.sha256);
    if (there === undefined) return false;
    return Buffer.compare(there, bytes) === 0 || saysTheSame(parseArticle(there).article, article);
  }

  #newEdition(candidate: Candidate, known: Entry, there: Uint8Array): Outcome {
    this.#batch.keep(editionFile(this.feed.path, sha256Of(there)), there);
    const entry: Entry = { ...entryOf(candidate, known, known.file, this.#now()), state: 'published' };
    this.#keepSource(candidate, entry);
    this.#dropPending(known);
    this.#show(entry, candidate.bytes, true);
    return outcomeOf('changed', entry);
  }

  #keepSource({ html }: Candidate, { sha256 }: Entry): void {
    this.#taken++;
    if (!this.options.keepsSource || html === undefined) return;
    this.#batch.keep(sourceFile(this.feed.path, sha256), Buffer.from(html));
  }

  #dropPending({ state, sha256 }: Entry): void {
    if (state === 'waiting') this.#batch.remove(pendingFile(this.feed.path, sha256));
  }

  /** Shows what has waited long enough. */
  async release(): Promise<readonly Outcome[]> {
    await this.commit();
    const waiting = [...this.#ledger.entries]
      .filter(({ state }) => state === 'waiting')
      .toSorted((a, b) => (a.seen < b.seen ? -1 : a.seen > b.seen ? 1 : 0));
    const released: Entry[] = [];
    const lost: Outcome[] = [];
    for (const entry of waiting) {
      if (this.#waitOf(entry) !== undefined) continue;
      const bytes = await pendingDocument(this.#journal.place, this.feed.path, entry.sha256);
      if (bytes === undefined) {
        // what the upstream offers is another thing then, and taken again
        this.#batch.note({ ...unapproved(entry), offered: '', at: this.#now() });
        lost.push({ ...outcomeOf('failed', entry), reason: LOST, fix: LOST_FIX });
        continue;
      }
      if (!(await this.#release(entry, bytes))) continue;
      released.push(entry);
      if (this.#batch.isFull) await this.commit();
    }
    await this.commit();
    // its place may have been taken by then
    const shown = released.map((entry) =>
      outcomeOf(
        entry.stands === undefined ? 'new' : 'changed',
        this.#ledger.find(entry.id, entry.url) ?? entry,
      ),
    );
    return [...shown, ...lost];
  }

  /** Shows what has waited; false where it was to replace what was removed by hand. */
  async #release(entry: Entry, bytes: Uint8Array): Promise<boolean> {
    const at = this.#now();
    const released: Entry = { ...entry, state: 'published', stands: undefined, at, reason: undefined };
    if (entry.stands === undefined) this.#show({ ...released, shown: at }, bytes, false);
    else {
      const there = await readIfThere(join(this.#journal.place.root, entry.file));
      if (there === undefined) {
        this.refuse({ ...entry, stands: undefined }, REMOVED);
        return false;
      }
      const before = sha256Of(there);
      if (before !== entry.sha256) this.#batch.keep(editionFile(this.feed.path, before), there);
      this.#show(released, bytes, true);
    }
    this.#dropPending(entry);
    return true;
  }

  /** Selects an article that waits; `agreed` are the publisher's words. {@link release} shows it. */
  approve(entry: Entry, agreed: string | undefined = entry.agreed): void {
    this.#batch.note({ ...entry, isApproved: true, agreed, at: this.#now() });
  }

  /** Leaves shown what is; `offered` is what is not to be taken again. */
  #dropEdition(entry: Entry, offered = ''): void {
    const { stands: sha256 = '' } = entry;
    this.#batch.note({ ...entry, state: 'published', sha256, stands: undefined, offered, at: this.#now() });
    this.#dropPending(entry);
  }

  /** From now on the article, or the edition that waits, is not taken. */
  refuse(entry: Entry, reason: string): void {
    if (entry.stands !== undefined) {
      this.#dropEdition(entry, entry.offered);
      return;
    }
    this.#batch.note({ ...entry, state: 'refused', reason, at: this.#now() });
    this.#dropPending(entry);
  }

  /** Takes the document of `entry` out of the feed, for good; a tombstone stays. */
  async withdraw(entry: Entry, reason: string): Promise<void> {
    await this.commit();
    const { place } = this.#journal;
    const at = this.#now();
    const found = entry.file === '' ? undefined : await readIfThere(join(place.root, entry.file));
    // a run that was killed may have shown what waits
    const isOwn = found !== undefined && (isShown(entry) || sha256Of(found) === entry.sha256);
    const there = isOwn ? found : undefined;
    const sha256 = there === undefined ? entry.sha256 : sha256Of(there);
    const withdrawn: Entry = { ...entry, sha256, stands: undefined, state: 'withdrawn', reason, at };
    if (there !== undefined && !this.options.isDry) {
      await writeTombstone(place, entry.file, { ...entry, withdrawn: dayOf(at), reason, source: entry.url });
      this.#batch.keep(editionFile(this.feed.path, sha256), there);
    }
    this.#batch.note(withdrawn);
    this.#dropPending(entry);
    await this.commit();
    if (!this.options.isDry) await this.#journal.removeWithdrawn(withdrawn);
  }

  /** Writes everything that was decided, through to the disk. */
  async commit(): Promise<void> {
    await this.#batch.commit(async (entry) => {
      const chosen = await this.#names.choose(entry.file.replace(/\.txt$/, ''), entry.url);
      return chosen?.file ?? entry.file;
    });
  }

  #waitOf(entry: Entry): Wait | undefined {
    const shownThisMonth = entry.stands === undefined ? this.#shownThisMonth : 0;
    const moment = { nowMs: this.options.now(), shownThisMonth };
    return waitOf(this.feed.settings.permission, entry, moment);
  }

  #now(): string {
    return new Date(this.options.now()).toISOString();
  }
}

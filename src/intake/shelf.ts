/** The articles of one feed as they are kept here: shown, waiting, held, refused, withdrawn, and what each becomes next. */
import { join } from 'node:path';
import { parseArticle } from '../article/parse.ts';
import { readIfThere } from '../library/durable.ts';
import { admission, commerceProblem, entryOf, type Candidate } from './candidate.ts';
import { settingsDigestOf, type IntakeFeed, type RunOptions } from './feed.ts';
import { editionFile, pendingDocument, pendingFile, sha256Of, sourceFile, type Journal } from './journal.ts';
import { isShown, unapproved, type Entry, type Ledger } from './ledger.ts';
import { isMadeHere, saysTheSame, type Held } from './make-document.ts';
import { KeptArticles, REMOVED } from './kept-articles.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { waitWords } from './permission.ts';
import { Recognition, type Offered, type Recognised } from './recognise.ts';

const NAMESAKES: Held = {
  held: 'too many articles have the like title',
  fix: 'part the feed into several',
};

/** One feed's articles during one run. What is decided is written by {@link commit}. */
export class Shelf extends KeptArticles {
  readonly #settingsDigest: string;
  readonly #recognition: Recognition;
  /** The digests of documents that were to wait, and are gone or damaged. */
  readonly #lost = new Set<string>();
  #taken = 0;

  private constructor(feed: IntakeFeed, journal: Journal, ledger: Ledger, options: RunOptions) {
    super(feed, journal, ledger, options);
    this.#recognition = new Recognition(ledger);
    this.#settingsDigest = settingsDigestOf(feed);
  }

  /** Opens a feed for a run; what a killed one has left is tidied up first. */
  static async open(feed: IntakeFeed, journal: Journal, options: RunOptions): Promise<Shelf> {
    if (!options.isDry) await journal.tidy(feed.path);
    return new Shelf(feed, journal, await journal.ledgerOf(feed.path), options);
  }

  /** How many new and changed articles there were so far, shown or waiting. */
  get taken(): number {
    return this.#taken;
  }

  /** Looks for documents that wait and are lost, and so to be fetched again; their digests. */
  async findLost(): Promise<ReadonlySet<string>> {
    const waiting = this.entries.filter(({ state }) => state === 'waiting');
    for (const { offered, sha256 } of waiting) {
      const isThere = await pendingDocument(this.journal.place, this.feed.path, sha256);
      if (offered === '' || isThere === undefined) this.#lost.add(sha256);
    }
    return this.#lost;
  }

  /** What waits or is held, and why. */
  get standing(): readonly Outcome[] {
    return this.entries.flatMap((entry) => {
      if (entry.state === 'waiting') return [this.#waits(entry)];
      return entry.state === 'held' ? [outcomeOf('held', entry)] : [];
    });
  }

  get isFull(): boolean {
    return this.batch.isFull;
  }

  /**
   * Which article an item is; `undefined` where that is seen only once all is offered, and {@link recognise} asked again
   * with `isLast`. What is still to be written of it is written first, so that the disk agrees.
   */
  async recognise(item: Offered, isLast: boolean): Promise<Recognised | undefined> {
    this.#recognition.note(item.id, item.url);
    const recognised = this.#recognition.of(item, isLast);
    const isKnown = recognised !== undefined && recognised.kind !== 'new';
    if (isKnown && this.ledger.isStaged(recognised.entry)) await this.commit();
    return recognised;
  }

  /** The article of this id or address. */
  async find(id: string): Promise<Entry | undefined> {
    await this.commit();
    return this.ledger.find(id, id);
  }

  /** What becomes of an item, where what it was recognised as settles it. */
  settled(recognised: Recognised, { url, digest: offered }: Offered): Outcome | undefined {
    const { id } = recognised;
    if (recognised.kind === 'twin')
      return { kind: 'elsewhere', id, url, title: '', reason: 'the feed lists it twice' };
    if (recognised.kind === 'new') {
      const other = this.journal.claim(this.feed.path, id, url);
      if (other === undefined) return undefined;
      return { kind: 'elsewhere', id, url, title: '', reason: `feed ${other} has it` };
    }
    const known = recognised.entry;
    switch (known.state) {
      case 'published':
        return known.offered === offered ? outcomeOf('unchanged', known) : undefined;
      case 'waiting':
        return known.offered === offered && !this.#lost.has(known.sha256) ? this.#waits(known) : undefined;
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
    const wait = this.waitOf(entry);
    const reason = wait === undefined ? 'for the end of this run' : waitWords(wait);
    return { ...outcomeOf('waiting', entry), reason };
  }

  /** Decides on an article that may be taken; `name` is what its file is named for. */
  async admit(candidate: Candidate, known: Entry | undefined, name: string): Promise<Outcome> {
    const { article, bytes } = candidate;
    const path = known?.file.replace(/\.txt$/, '') || this.names.plain(name, article.date);
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
    const chosen = await this.names.choose(this.names.plain(name, article.date), source);
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
    const now = this.now();
    const told = { id, url, title, reason, fix };
    // what is shown stays: its licence was given for good
    if (known !== undefined && isShown(known)) {
      if (known.stands !== undefined) this.dropEdition(known);
      return { kind: 'held', ...told, file: known.file };
    }
    this.journal.disclaim(this.feed.path, id, url);
    this.batch.note({
      ...told,
      formerId: known === undefined || known.id === id ? undefined : known.id,
      state: 'held',
      file: known?.file ?? '',
      sha256: '',
      offered: this.#heldDigest(offered),
      seen: known?.seen ?? now,
      at: now,
    });
    if (known !== undefined) this.dropPending(known);
    return { kind: 'held', ...told };
  }

  /** A new article, shown or waiting. */
  #place(candidate: Candidate, known: Entry | undefined, file: string): Outcome {
    const entry = entryOf(candidate, known, file, this.now());
    this.#keepSource(candidate, entry);
    if (known !== undefined && known.sha256 !== entry.sha256) this.dropPending(known);
    if (this.waitOf(entry) === undefined) {
      this.show({ ...entry, state: 'published', shown: entry.at }, candidate.bytes, false);
      return outcomeOf('new', entry);
    }
    this.batch.keep(pendingFile(this.feed.path, entry.sha256), candidate.bytes);
    this.#lost.delete(entry.sha256);
    this.batch.note(entry);
    return this.#waits(entry);
  }

  /** A document of the same source that the ledger does not know: of a run that was killed, or of `add`. */
  #adopt(candidate: Candidate, file: string, there: Uint8Array): Outcome {
    const { article } = parseArticle(there);
    const found = { ...candidate, bytes: there };
    const entry = entryOf(found, undefined, file, this.now());
    const known: Entry = { ...entry, state: 'published', shown: entry.at };
    if (isMadeHere(article) && !saysTheSame(article, candidate.article))
      return this.#newEdition(candidate, known, there);
    this.#keepSource(candidate, known);
    this.batch.note(known);
    return outcomeOf('new', known);
  }

  /** A published article that was offered otherwise than before. */
  async #replace(candidate: Candidate, known: Entry): Promise<Outcome> {
    const there = await readIfThere(join(this.journal.place.root, known.file));
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
    const same = { id, formerId, url, title, offered, sha256: sha256Of(there), at: this.now() };
    this.batch.note({ ...known, ...same, state: 'published', stands: undefined });
    this.dropPending(known);
    return outcomeOf('unchanged', known);
  }

  /** A new edition is shown at once only where nobody selects. */
  async #takeEdition(candidate: Candidate, known: Entry, there: Uint8Array): Promise<Outcome> {
    if (this.feed.settings.permission.mode === 'automatic') return this.#newEdition(candidate, known, there);
    const before = (await this.#saidBefore(candidate, known)) ? known : unapproved(known);
    const entry = { ...entryOf(candidate, before, known.file, this.now()), stands: sha256Of(there) };
    this.#keepSource(candidate, entry);
    this.dropPending(known);
    this.batch.keep(pendingFile(this.feed.path, entry.sha256), candidate.bytes);
    this.batch.note(entry);
    return this.#waits(entry);
  }

  /** Whether an article says what the document of `known` that waits does: what was approved is approved still. */
  async #saidBefore({ article, bytes }: Candidate, known: Entry): Promise<boolean> {
    if (known.state !== 'waiting') return false;
    const there = await pendingDocument(this.journal.place, this.feed.path, known.sha256);
    if (there === undefined) return false;
    return Buffer.compare(there, bytes) === 0 || saysTheSame(parseArticle(there).article, article);
  }

  #newEdition(candidate: Candidate, known: Entry, there: Uint8Array): Outcome {
    this.batch.keep(editionFile(this.feed.path, sha256Of(there)), there);
    const entry: Entry = { ...entryOf(candidate, known, known.file, this.now()), state: 'published' };
    this.#keepSource(candidate, entry);
    this.dropPending(known);
    this.show(entry, candidate.bytes, true);
    return outcomeOf('changed', entry);
  }

  #keepSource({ html }: Candidate, { sha256 }: Entry): void {
    this.#taken++;
    if (!this.options.keepsSource || html === undefined) return;
    this.batch.keep(sourceFile(this.feed.path, sha256), Buffer.from(html));
  }
}

/** The articles that the daemon serves, through one opening of their folder after the other. */
import type { Collection, CollectionListener, Findings } from '../library/collection.ts';
import { originOf } from '../library/mirror-origin.ts';
import { Bundler } from '../mirror/bundler.ts';
import type { Library } from '../site/library.ts';
import type { MirrorOf } from '../site/settings.ts';
import { openArticles } from './articles.ts';
import { openCollection, openIndexed } from './collections.ts';
import { Failure } from './failure.ts';
import { summaryLine } from './findings.ts';
import { tell } from './output.ts';
import { stateFolder } from './state-folder.ts';

/** Replies that were begun with another opening go on for so long. */
const LET_GO_MS = 60_000;

/** What is told of an opening depends on whether it is served next, now, or no more. */
type Turn = 'next' | 'now' | 'over';

interface Opening {
  readonly collection: Collection;
  /** The real path of the folder. */
  readonly root: string;
  /** The state folder that was asked for. */
  readonly state: string | undefined;
  turn: Turn;
}

/** Opens a collection with `open`; what it tells goes to `listener` as its turn is. */
async function begin(
  { root, state }: Pick<Opening, 'root' | 'state'>,
  listener: CollectionListener,
  open: (listener: CollectionListener) => Promise<Collection>,
): Promise<Opening> {
  const told: { turn: Turn } = { turn: 'next' };
  const collection = await open({
    onChange: () => {
      if (told.turn === 'now') listener.onChange();
    },
    onFindings: (findings) => {
      if (told.turn === 'now') listener.onFindings(findings);
    },
    onProblem: (message) => {
      if (told.turn !== 'over') listener.onProblem(message);
    },
  });
  return Object.assign(told, { collection, root, state });
}

export class ServedArticles implements Collection {
  readonly #dir: string;
  readonly #listener: CollectionListener;
  #now: Opening;
  /** All that are not stopped yet. */
  readonly #running: Set<Collection>;
  readonly #bundler = new Bundler();
  #isStopped = false;

  private constructor(dir: string, first: Opening, listener: CollectionListener) {
    this.#dir = dir;
    this.#now = first;
    this.#running = new Set([first.collection]);
    this.#listener = listener;
    first.turn = 'now';
  }

  /** The articles in `dir`, which may be a link, as far as they are known after a moment. Throws a Failure where there are none. */
  static async open(
    dir: string,
    state: string | undefined,
    listener: CollectionListener,
  ): Promise<ServedArticles> {
    const folder = await openArticles(dir);
    const first = await begin({ root: folder.root, state }, listener, (own) =>
      openCollection(folder, state, own),
    );
    return new ServedArticles(dir, first, listener);
  }

  get library(): Library {
    const { collection, root } = this.#now;
    return this.#bundler.over(collection.library, root);
  }

  /** Of what the folder is a mirror, as it is now. */
  get mirrorOf(): MirrorOf | undefined {
    return originOf(this.#now.root);
  }

  get findings(): Findings {
    return this.#now.collection.findings;
  }

  update(): Promise<void> {
    return this.#now.collection.update();
  }

  complete(): Promise<boolean> {
    return this.#now.collection.complete();
  }

  start(): void {
    this.#now.collection.start();
  }

  rest(): Promise<void> {
    return this.#now.collection.rest();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#bundler.stop();
    await Promise.all(Array.from(this.#running, (collection) => collection.stop()));
  }

  /**
   * Opens the folder again where it leads elsewhere by now, where the state folder is another, and where there could be
   * no catalogue before; what is served stays until all of that is read. Throws a Failure, and then it stays for good.
   */
  async renew(state: string | undefined): Promise<void> {
    const folder = await openArticles(this.#dir);
    const { root } = folder;
    const isElsewhere = root !== this.#now.root;
    if (!isElsewhere && state === this.#now.state && this.library.search !== undefined) return;
    if (isElsewhere) tell(`${this.#dir} leads to ${root} now, which is served as soon as it is read.`);
    const next = await begin({ root, state }, this.#listener, (own) =>
      isElsewhere ? openCollection(folder, state, own) : openIndexed(folder, state, own),
    );
    await this.#read(next.collection);
    if (this.#isStopped) return;
    this.#take(next);
    tell(
      isElsewhere
        ? `Serving ${root}. ${summaryLine(this.findings)}`
        : `The catalogue is kept in ${String(stateFolder(state, process.env))} now, and search is on.`,
    );
  }

  /** Resolves when all in `collection` is known. */
  async #read(collection: Collection): Promise<void> {
    this.#running.add(collection);
    try {
      if (!(await collection.complete()) && !this.#isStopped)
        throw new Failure('the catalogue could not be written to its end', 'make room in the state folder');
    } catch (error) {
      await this.#leave(collection);
      throw error;
    }
  }

  #take(next: Opening): void {
    const before = this.#now;
    before.turn = 'over';
    next.turn = 'now';
    this.#now = next;
    next.collection.start();
    this.#listener.onChange();
    setTimeout(() => void this.#leave(before.collection), LET_GO_MS).unref();
  }

  async #leave(collection: Collection): Promise<void> {
    this.#running.delete(collection);
    await collection.stop();
  }
}

/** A collection that is held in memory whole: for where there is no database. It has no search. */
import type { Library } from '../site/library.ts';
import type { ArticlesFolder, Scan } from './articles-folder.ts';
import type { Collection, CollectionListener, Findings } from './collection.ts';
import { heldOf, type DocumentReport, type PassedOver, type Report } from './report.ts';
import { FolderWatch, type Scanned } from './watch.ts';

const keyOf = (finding: DocumentReport | PassedOver): string => JSON.stringify(finding);

/** What is wrong in `report` but was not in `before`. */
function findingsOf({ documents, passedOver }: Report, before?: Report): Findings {
  const known = new Set(before && [...heldOf(before), ...before.passedOver].map(keyOf));
  const held = heldOf({ documents, passedOver });
  const isNew = (finding: DocumentReport | PassedOver): boolean => !known.has(keyOf(finding));
  const [heldDocuments, strange] = [held.filter(isNew), passedOver.filter(isNew)];
  return {
    documents: documents.length,
    held: held.length,
    heldDocuments,
    passedOver: strange,
    count: heldDocuments.length + strange.length,
  };
}

/** The collection of `folder`, of which `first` is the scan so far. */
export class ScannedCollection implements Collection {
  readonly #folder: ArticlesFolder;
  readonly #listener: CollectionListener;
  readonly #watch: FolderWatch;
  #scan: Scan;
  #findings: Findings;

  constructor(folder: ArticlesFolder, first: Scan, listener: CollectionListener) {
    this.#folder = folder;
    this.#scan = first;
    this.#findings = findingsOf(first.report);
    this.#listener = listener;
    this.#watch = new FolderWatch({
      root: folder.root,
      scan: () => this.#look(),
      onProblem: listener.onProblem,
    });
  }

  get library(): Library {
    return this.#folder.libraryOf(this.#scan.catalogue);
  }

  get findings(): Findings {
    return this.#findings;
  }

  start(): void {
    this.#folder.onStale = () => {
      this.#watch.look(undefined);
    };
    void this.#watch.start(this.#scan.folders);
  }

  async update(): Promise<void> {
    await this.#look();
  }

  async complete(): Promise<boolean> {
    await this.update();
    return true;
  }

  rest(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#watch.stop();
    return Promise.resolve();
  }

  async #look(): Promise<Scanned> {
    const scan = await this.#folder.scan({ settle: true });
    const { report: before } = this.#scan;
    this.#scan = scan;
    if (scan.changed) {
      this.#findings = findingsOf(scan.report, before);
      this.#listener.onChange();
      this.#listener.onFindings(this.#findings);
    }
    return { folders: scan.folders, unsettled: scan.unsettled ? [''] : [], failing: [] };
  }
}

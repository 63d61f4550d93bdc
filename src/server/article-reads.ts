/** How often each article was asked for, in bounded memory. */
import { parseRoute } from '../site/routes.ts';
import { partView } from '../site/view.ts';

/** Articles counted, and spellings remembered: some 2 MB, 10 MB where each selector is as long as a request can be. */
const MAX_COUNTED = 10_000;

interface Counter {
  reads: number;
}

/** The path of the article that `selector` shows, in whatever view or form; parts are not counted, their first page was. */
function articlePath(selector: string): string | undefined {
  const viewed = partView(selector);
  const route = viewed === undefined ? undefined : parseRoute(viewed.selector);
  const isRead = route?.kind === 'article' || route?.kind === 'text' || route?.kind === 'raw';
  return isRead ? route.path : undefined;
}

/** Counts articles by path. When there are too many, the half that is asked for least is forgotten. */
export class ArticleReads {
  readonly #max: number;
  readonly #articles = new Map<string, Counter>();
  /** The counter of each selector that was seen, so that it is parsed once. */
  readonly #bySelector = new Map<string, Counter>();
  readonly #others: Counter = { reads: 0 };

  constructor(max: number = MAX_COUNTED) {
    this.#max = max;
  }

  /** Counts a request for `selector` that was answered. */
  add(selector: string): void {
    const counter = this.#bySelector.get(selector) ?? this.#remember(selector);
    counter.reads++;
  }

  /** At most as many as are counted, by path; also folders that were asked for without the slash at their end. */
  get counts(): ReadonlyMap<string, number> {
    return new Map(Array.from(this.#articles, ([path, { reads }]) => [path, reads]));
  }

  #remember(selector: string): Counter {
    if (this.#bySelector.size >= this.#max) this.#bySelector.clear();
    const path = articlePath(selector);
    const counter = path === undefined ? this.#others : this.#counterOf(path);
    this.#bySelector.set(selector, counter);
    return counter;
  }

  #counterOf(path: string): Counter {
    const known = this.#articles.get(path);
    if (known !== undefined) return known;
    if (this.#articles.size >= this.#max) this.#forgetLeastRead();
    const counter = { reads: 0 };
    this.#articles.set(path, counter);
    return counter;
  }

  #forgetLeastRead(): void {
    const byReads = Array.from(this.#articles).toSorted(([, a], [, b]) => b.reads - a.reads);
    for (const [path] of byReads.slice(Math.floor(this.#max / 2))) this.#articles.delete(path);
    // its counters may be among those that are gone
    this.#bySelector.clear();
  }
}

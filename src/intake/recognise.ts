/** Which of the articles that a feed is known to have an item is. */
import { cleanLine } from '../text/clean.ts';
import { isUnwanted, type Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { addressKey, broadAddressKey } from './read/address.ts';

/** What an item says of itself. */
export interface Offered {
  readonly id: string;
  readonly url: string;
  readonly title: string;
  /** The digest of what was offered. */
  readonly digest: string;
}

/** What an item is: a known article or a new one, by which id; `twin` is one that another item of the run says too. */
export type Recognised =
  | { readonly kind: 'known'; readonly id: string; readonly entry: Entry }
  | { readonly kind: 'new'; readonly id: string }
  | { readonly kind: 'twin'; readonly id: string; readonly entry: Entry };

const wordsOf = (title: string): string => cleanLine(title).replace(/\s+/gu, ' ').trim();

/** The items of one feed in one run. */
export class Recognition {
  readonly #ledger: Ledger;
  /** The addresses of the items that were offered, as {@link addressKey} has them, by their id. */
  readonly #urls = new Map<string, Set<string>>();
  /** The titles of the items that were offered, by their id, by {@link broadAddressKey}. */
  readonly #titles = new Map<string, Map<string, string>>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Notes that an item is offered; each is noted before any other is asked for at last. */
  note({ id, url, title }: Offered): void {
    const urls = this.#urls.get(id) ?? new Set();
    this.#urls.set(id, urls.add(addressKey(url)));
    const key = broadAddressKey(url);
    const titles = this.#titles.get(key) ?? new Map<string, string>();
    this.#titles.set(key, titles.set(id, wordsOf(title)));
  }

  /**
   * What an item is; `undefined` where that depends on what else is offered: to be asked again with `isLast`, once
   * all is noted.
   */
  of(item: Offered, isLast: boolean): Recognised | undefined {
    const { id, url } = item;
    const byId = this.#ledger.byId(id);
    if (byId === undefined) return this.#byAddress(item, isLast);
    if (addressKey(byId.url) === addressKey(url)) return { kind: 'known', id, entry: byId };
    const apart = this.#ledger.byId(url);
    if (apart !== undefined) return { kind: 'known', id: url, entry: apart };
    if (!isLast) return undefined;
    // an id that several items have tells nothing: their addresses do
    if (this.#isShared(id)) return this.#byAddress({ ...item, id: url }, true);
    return { kind: 'known', id, entry: byId };
  }

  #isShared(id: string): boolean {
    return (this.#urls.get(id)?.size ?? 0) > 1;
  }

  /** Whether several articles have this address, and not one that is listed twice: it tells nothing then. */
  #isForSeveral(url: string): boolean {
    return new Set(this.#titles.get(broadAddressKey(url))?.values()).size > 1;
  }

  #isOffered({ id, url }: Entry): boolean {
    const urls = this.#urls.get(id);
    return urls !== undefined && (urls.size === 1 || urls.has(addressKey(url)));
  }

  /** An item of an unknown id. An address may be that of another article by now. */
  #byAddress({ id, url, title, digest }: Offered, isLast: boolean): Recognised | undefined {
    const entry = this.#ledger.byUrl(url) ?? this.#ledger.unwantedAt(url);
    if (entry === undefined) return { kind: 'new', id };
    if (!isLast) return undefined;
    const isTitled = wordsOf(entry.title) === wordsOf(title);
    if (entry.id !== id && this.#isOffered(entry)) {
      if (isUnwanted(entry) && isTitled) return { kind: 'known', id, entry };
      return entry.offered.startsWith(digest) ? { kind: 'twin', id, entry } : { kind: 'new', id };
    }
    const isUnwantedHere = isUnwanted(entry) && !this.#isForSeveral(url);
    return isUnwantedHere || isTitled ? { kind: 'known', id, entry } : { kind: 'new', id };
  }
}

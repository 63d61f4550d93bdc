/** The addresses of a page's links, numbered. */
import type { Origin } from './origin.ts';

const SCHEME = /^(?:https?|gopher|gemini|mailto):/i;
const IN_TEXT = /(?:https?|gopher|gemini):\/\/[^\s<>"\u00ab\u00bb\u201c\u201d]+/giu;
const PUNCTUATION = /[.,;:!?'\u2019\u2026)\]}]{1,16}$/u;
const MAX_CHARACTERS = 2048;
const PRINTABLE = /^[!-~]+$/;

const withoutFragment = (address: string): string => address.replace(/#.*$/s, '');

/** Numbers addresses in the order in which they are asked for; the source is 1. */
export class Addresses {
  readonly #base: string;
  readonly #here: ReadonlySet<string>;
  readonly #numbers = new Map<string, number>();
  readonly #links: string[] = [];

  constructor({ base, source }: Origin) {
    this.#base = base;
    this.#here = new Set(
      [base, source].flatMap((address) => this.#absolute(address) ?? []).map(withoutFragment),
    );
    for (const address of [source, ...this.#here]) this.#numbers.set(address, 1);
  }

  /** The addresses but the source's, in the order of their numbers. */
  get links(): readonly string[] {
    return this.#links;
  }

  /** The address that `reference` means; `undefined` when it is none that a reader of text can ask for. */
  resolve(reference: string): string | undefined {
    const address = this.#absolute(reference);
    if (address === undefined || !SCHEME.test(address) || !PRINTABLE.test(address)) return undefined;
    return address.length > MAX_CHARACTERS ? undefined : address;
  }

  /** The number of the address that `reference` means; `undefined` also for a place on the page itself. */
  numberOf(reference: string): number | undefined {
    const address = this.resolve(reference);
    if (address === undefined || (address.includes('#') && this.#here.has(withoutFragment(address))))
      return undefined;
    const known = this.#numbers.get(address);
    if (known !== undefined) return known;
    this.#links.push(address);
    this.#numbers.set(address, this.#links.length + 1);
    return this.#links.length + 1;
  }

  #absolute(reference: string): string | undefined {
    const trimmed = reference.trim();
    if (trimmed === '' || trimmed.length > 2 * MAX_CHARACTERS) return undefined;
    if (URL.canParse(trimmed, this.#base)) return new URL(trimmed, this.#base).href;
    return URL.canParse(trimmed) ? new URL(trimmed).href : undefined;
  }
}

/** A stretch of a text: an address, or what stands between addresses. */
export interface Stretch {
  readonly text: string;
  readonly isAddress: boolean;
}

/** `text` in stretches, together the whole of it. Cost: linear. */
export function* stretchesOf(text: string): Generator<Stretch> {
  let end = 0;
  for (const { 0: found, index } of text.matchAll(IN_TEXT)) {
    // a closing bracket stays where an opening one stands in the address
    const trimmed = found.includes('(')
      ? found.replace(/[.,;:!?]{1,16}$/, '')
      : found.replace(PUNCTUATION, '');
    if (index > end) yield { text: text.slice(end, index), isAddress: false };
    yield { text: trimmed, isAddress: true };
    end = index + trimmed.length;
  }
  if (end < text.length) yield { text: text.slice(end), isAddress: false };
}

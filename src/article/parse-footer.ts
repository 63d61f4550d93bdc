/** The footer of a document: numbered links, publisher, licence, extension lines, and where it came from. */
import type { Extension, NumberedLink, Via } from './article.ts';
import { tolerated, type Diagnostic, type Place } from './diagnostic.ts';

/** What the footer holds; strings are empty where a line is missing. */
export interface Footer {
  readonly links: readonly NumberedLink[];
  readonly publisher: string;
  readonly licenceName: string;
  readonly extensions: readonly Extension[];
  readonly via: Via | undefined;
  readonly remarks: readonly string[];
  readonly places: { readonly publisher: Place; readonly licence: Place; readonly source: Place };
}

const LINK = /^\[(\d{1,6})\] url:\s*(\S+)$/i;
const PUBLISHER = /^published and (?:\(c\)|\u00a9) by (.+)$/i;
const LICENCE = /^content appears here under this condition or licen[cs]e:/i;
const LICENCE_LINE = /^(?:licen[cs]e|rights)\s*:/i;
const VIA = /^via (.+):$/i;
const EXTENSION = /^([A-Z][A-Za-z0-9-]*): (.+)$/;

/** Whether `line` names the publisher as footers do. */
export const isPublisherLine = (line: string): boolean => PUBLISHER.test(line);

/** The licence that a line of the footer names; `undefined` when it is no such line. */
export function licenceNameIn(line: string): string | undefined {
  const match = LICENCE.exec(line);
  return match === null ? undefined : line.slice(match[0].length).replace(/\.$/, '').trim();
}

/** The lines of the licence's sentence: the words of one that was wrapped belong together. */
class LicenceSentence {
  readonly #lines: string[] = [];
  #last = -1;

  /** Takes the line at `index` where the sentence begins there, or goes on: it had no end, or no other begins. */
  take(line: string, index: number): boolean {
    const isFirst = this.#lines.length === 0;
    const isBehind = this.#last === index - 1 && !LICENCE_LINE.test(line);
    const goesOn = isBehind && (this.#lines.at(-1)?.endsWith('.') === false || /^\p{Ll}/u.test(line));
    if (isFirst ? licenceNameIn(line) === undefined : !goesOn) return false;
    this.#lines.push(line);
    this.#last = index;
    return true;
  }

  /** The licence that the sentence names; empty when there is none. */
  get name(): string {
    return licenceNameIn(this.#lines.join(' ')) ?? '';
  }
}

/** Reads the footer that begins at index `start` of `lines`; appends what it tolerates to `diagnostics`. */
export function parseFooter(lines: readonly string[], start: number, diagnostics: Diagnostic[]): Footer {
  const links: NumberedLink[] = [];
  const extensions: Extension[] = [];
  const remarks: string[] = [];
  let publisher: string | undefined;
  const licence = new LicenceSentence();
  let via: Via | undefined;
  let viaSite: string | undefined;
  const end: Place = { line: Math.max(lines.length, 1) };
  const numbers = new Set<number>();
  const places = { publisher: end, licence: end, source: end };

  for (let index = start; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    if (line === '') continue;
    const place = { line: index + 1 };
    const link = LINK.exec(line);
    if (viaSite !== undefined && via === undefined && /^\S+$/.test(line)) {
      via = { site: viaSite, uri: line };
    } else if (link !== null && !numbers.has(Number(link[1]))) {
      numbers.add(Number(link[1]));
      links.push({ number: Number(link[1]), uri: link[2] ?? '' });
      if (Number(link[1]) === 1) places.source = place;
    } else if (publisher === undefined && PUBLISHER.test(line)) {
      publisher = PUBLISHER.exec(line)?.[1]?.trim() ?? '';
      places.publisher = place;
    } else if (viaSite === undefined && VIA.test(line)) {
      viaSite = VIA.exec(line)?.[1]?.trim() ?? '';
    } else if (EXTENSION.test(line)) {
      const [, name = '', value = ''] = EXTENSION.exec(line) ?? [];
      extensions.push({ name, value: value.trim() });
    } else if (licence.take(line, index)) {
      if (places.licence === end) places.licence = place;
    } else {
      remarks.push(line);
      const message = 'the layout has no place for this line of the footer';
      diagnostics.push(tolerated('remark', place, message, 'kept and shown; nothing to do'));
    }
  }
  if (via === undefined) {
    if (viaSite !== undefined) remarks.push(`via ${viaSite}:`);
    const message = 'the document does not end in "via SITE:" and an address';
    diagnostics.push(tolerated('via-missing', end, message, 'nothing to do'));
  }
  return {
    links,
    publisher: publisher ?? '',
    licenceName: licence.name,
    extensions,
    via,
    remarks,
    places,
  };
}

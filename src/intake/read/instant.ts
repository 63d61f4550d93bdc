/** Dates as feeds and pages write them, in ISO 8601 with the offset that stands there. */
import { parseDate } from '../../article/date.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** [RFC822-5.1] zones by name; military letters are said wrongly there, and mean nothing. */
const ZONES: ReadonlyMap<string, string> = new Map([
  ['UT', 'Z'],
  ['UTC', 'Z'],
  ['GMT', 'Z'],
  ['Z', 'Z'],
  ['EST', '-05:00'],
  ['EDT', '-04:00'],
  ['CST', '-06:00'],
  ['CDT', '-05:00'],
  ['MST', '-07:00'],
  ['MDT', '-06:00'],
  ['PST', '-08:00'],
  ['PDT', '-07:00'],
  ['BST', '+01:00'],
  ['CET', '+01:00'],
  ['CEST', '+02:00'],
]);

const ISO =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*([A-Za-z]{1,4}|[+-]\d{2}:?\d{2})?)?)?)?$/;
const RFC822 =
  /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})[\s-]([A-Za-z]{3,9})[\s-](\d{4}|\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([A-Za-z]{1,4}|[+-]\d{2}:?\d{2})?)?/;
const MONTH_FIRST = /^(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$/;

const MAX_CHARACTERS = 80;

const pad = (part: string): string => part.padStart(2, '0');

function offsetOf(zone: string | undefined): string {
  if (zone === undefined) return '';
  const match = /^([+-]\d{2}):?(\d{2})$/.exec(zone);
  return match === null ? (ZONES.get(zone.toUpperCase()) ?? '') : `${match[1] ?? ''}:${match[2] ?? ''}`;
}

function monthNumber(name: string): string | undefined {
  const index = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  return index < 0 ? undefined : pad(String(index + 1));
}

/** [RFC2822-4.3] a year of two digits. */
const fullYear = (year: string): string =>
  year.length === 4 ? year : Number(year) < 50 ? `20${year}` : `19${year}`;

interface Parts {
  readonly date: string;
  readonly hour: string | undefined;
  readonly minute: string | undefined;
  readonly second: string | undefined;
  readonly zone: string | undefined;
}

function partsOf(text: string): Parts | undefined {
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, year = '', month, day, hour, minute, second, zone] = iso;
    const date = [year, month, day].flatMap((part) => (part === undefined ? [] : pad(part))).join('-');
    return { date, hour, minute, second, zone };
  }
  const rfc = RFC822.exec(text);
  if (rfc !== null) {
    const [, day = '', name = '', year = '', hour, minute, second, zone] = rfc;
    const date = `${fullYear(year)}-${monthNumber(name) ?? '00'}-${pad(day)}`;
    return { date, hour, minute, second, zone };
  }
  const [, name, day = '', year = ''] = MONTH_FIRST.exec(text) ?? [];
  if (name === undefined) return undefined;
  const date = `${year}-${monthNumber(name) ?? '00'}-${pad(day)}`;
  return { date, hour: undefined, minute: undefined, second: undefined, zone: undefined };
}

/**
 * The date that `text` writes, in ISO 8601 (and W3CDTF), as RFC 822 does or in English: as precise as it stands there,
 * "2025-06", "2025-06-10" or "2025-06-10T23:30:00-05:00". A time without a zone keeps none. `undefined` for what is
 * no date, and for days that no calendar has.
 */
export function isoInstant(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MAX_CHARACTERS) return undefined;
  const parts = partsOf(text.trim());
  if (parts === undefined || parseDate(parts.date)?.whole !== true) return undefined;
  const { date, hour, minute, second = '00', zone } = parts;
  if (hour === undefined || minute === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return date;
  return `${date}T${pad(hour)}:${minute}:${second}${offsetOf(zone)}`;
}

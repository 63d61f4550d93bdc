/** What stays of an article that is no longer served: `Name: value` lines in a file beside the place of its document. */
import { cleanLine } from '../text/clean.ts';
import { shortened } from '../text/shorten.ts';
import type { PartialDate } from './article.ts';
import { parseDate, writeDate } from './date.ts';

/** Why there is no article where one was. Strings are clean lines. */
export interface Tombstone {
  /** `undefined` where the file gives no date that can be read. */
  readonly withdrawn: PartialDate | undefined;
  readonly reason: string;
  /** What it was called, and the address of the original; empty where that is not known. */
  readonly title: string;
  readonly source: string;
}

/** How the file of a tombstone ends, in the place of `.txt`. */
export const TOMBSTONE_END = '.withdrawn';
/** The file of the tombstone in the place of the document `file`. */
export const tombstoneOf = (file: string): string => file.replace(/\.txt$/, TOMBSTONE_END);
/** The document in whose place the file `tombstone` stands. */
export const documentOf = (tombstone: string): string => `${tombstone.slice(0, -TOMBSTONE_END.length)}.txt`;
/** Whether `file`, or what is had by this selector, is a tombstone. */
export const isTombstone = (file: string): boolean => file.endsWith(TOMBSTONE_END);

/** Of the document `file` its tombstone, of a tombstone its document; `undefined` where it is neither. */
export function counterpartOf(file: string): string | undefined {
  if (isTombstone(file)) return documentOf(file);
  return file.endsWith('.txt') ? tombstoneOf(file) : undefined;
}

const MAX_CHARACTERS = 500;

const lineOf = (text: string): string => shortened(cleanLine(text).trim(), MAX_CHARACTERS);

/** The file of `tombstone`. */
export function writeTombstone({ withdrawn, reason, title, source }: Tombstone): string {
  const date = withdrawn === undefined ? '' : writeDate(withdrawn);
  const lines = { Withdrawn: date, Reason: reason, Title: title, Source: source };
  return Object.entries(lines)
    .map(([name, value]): readonly [string, string] => [name, lineOf(value)])
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** The tombstone that `text` is, whatever it says: that there is one is enough. */
export function parseTombstone(text: string): Tombstone {
  const valueOf = (name: string): string => lineOf(new RegExp(`^${name}:(.*)$`, 'im').exec(text)?.[1] ?? '');
  const withdrawn = parseDate(valueOf('Withdrawn'))?.date;
  return { withdrawn, reason: valueOf('Reason'), title: valueOf('Title'), source: valueOf('Source') };
}

/** What stays of an article that is no longer served: `Name: value` lines in a file beside the place of its document. */
import { cleanLine } from '../text/clean.ts';
import { shortened } from '../text/shorten.ts';
import type { PartialDate } from './article.ts';
import { parseDate, writeDate } from './date.ts';

/** Why there is no article where one was. Strings are clean lines. */
export interface Tombstone {
  readonly withdrawn: PartialDate;
  readonly reason: string;
  /** What it was called, and the address of the original; empty where that is not known. */
  readonly title: string;
  readonly source: string;
}

/** How the file of a tombstone ends, in the place of `.txt`. */
export const TOMBSTONE_END = '.withdrawn';
const MAX_CHARACTERS = 500;

const lineOf = (text: string): string => shortened(cleanLine(text).trim(), MAX_CHARACTERS);

/** The file of `tombstone`. */
export function writeTombstone({ withdrawn, reason, title, source }: Tombstone): string {
  const lines = { Withdrawn: writeDate(withdrawn), Reason: reason, Title: title, Source: source };
  return Object.entries(lines)
    .map(([name, value]): readonly [string, string] => [name, lineOf(value)])
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** The tombstone that `text` is; `undefined` where it gives no date. Other lines are passed over. */
export function parseTombstone(text: string): Tombstone | undefined {
  const valueOf = (name: string): string => lineOf(new RegExp(`^${name}:(.*)$`, 'im').exec(text)?.[1] ?? '');
  const withdrawn = parseDate(valueOf('Withdrawn'))?.date;
  if (withdrawn === undefined) return undefined;
  return { withdrawn, reason: valueOf('Reason'), title: valueOf('Title'), source: valueOf('Source') };
}

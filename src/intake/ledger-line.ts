/** The lines of a ledger: one entry each, as JSON. */
import type { Entry } from './entry.ts';

const TEXTS = ['id', 'url', 'title', 'state', 'file', 'sha256', 'offered', 'seen', 'at'];
const OPTIONAL_TEXTS = [
  'formerId',
  'stands',
  'standsAgreed',
  'dated',
  'evidence',
  'defaultLicence',
  'shown',
  'agreed',
  'reason',
  'fix',
];
const STATES: readonly unknown[] = ['published', 'waiting', 'held', 'refused', 'withdrawn'];
const DIGEST = /^(?:[0-9a-f]{64})?$/;

/** Whether `value` is an entry, whole and in order. */
export function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const of = (name: string): unknown => Reflect.get(value, name);
  const isText = (name: string): boolean => typeof of(name) === 'string';
  return (
    TEXTS.every(isText) &&
    OPTIONAL_TEXTS.every((name) => of(name) === undefined || isText(name)) &&
    STATES.includes(of('state')) &&
    [of('sha256'), of('stands') ?? ''].every((digest) => DIGEST.test(String(digest))) &&
    ['boolean', 'undefined'].includes(typeof of('isApproved'))
  );
}

/** What `line` says; `undefined` where it is no JSON. */
export function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The line on `entry`. */
export const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

/** The text `name` of what a line says. */
export function textIn(value: unknown, name: string): string | undefined {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === 'string' ? text : undefined;
}

const NEVER = new Date(0).toISOString();

/** What is known of an item from an odd line alone: it may have been refused, so it is not taken. */
export const unread = (id: string, value: unknown): Entry => ({
  id,
  url: textIn(value, 'url') ?? id,
  title: textIn(value, 'title') ?? id,
  state: 'refused',
  file: '',
  sha256: '',
  offered: '',
  seen: NEVER,
  at: NEVER,
  reason: 'its line in the ledger cannot be read',
  fix: 'put the line right, or remove it',
});

/**
 * A name as a part of a selector. It is decided by the name alone and never changes: what is set here holds for ever,
 * and uses no table that may grow but that of Unicode's decompositions, which are stable [UAX15-3].
 */
import { licenceById } from '../article/licences.ts';
import type { Topic } from './library.ts';

const MAX_STEM_CHARACTERS = 70;
/** Of `--` and 8 characters more at most. */
const MAX_PLAIN_CHARACTERS = 80;
/** Stands before the hash; nowhere else do two dashes stand together. */
const PARTING = '--';
/** Where nothing of a name can be written. */
const NAMELESS = 'name';
/** What has a meaning of its own where a slug may stand. */
const TAKEN = /^(?:page|search|\d{4})$/;
const MARKS = /\p{M}+/gu;
const OTHERS = /[^a-z0-9]+/g;

const TITLE_CASE = /^[A-Z0-9][a-z0-9]*(?: [A-Z0-9][a-z0-9]*)*$/;
/** [RFC5646-2.1.1] a tag in its usual capitals: language, script, region. */
const USUAL_TAG = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?$/;

/** Of all names with one folded form only one is plain, so that no two plain names have one slug. */
const IS_PLAIN: Readonly<Record<Topic, (name: string) => boolean>> = {
  publisher: (name) => TITLE_CASE.test(name),
  licence: (name) => licenceById(name)?.id === name,
  language: (name) => USUAL_TAG.test(name),
};

const utf8 = new TextEncoder();

/** [RFC9923] FNV-1a of 32 bits. */
function fnv1a(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** 41 bits in 8 characters: the names that could be taken for each other are those of one stem. */
function hashOf(name: string): string {
  const bytes = utf8.encode(name);
  const [whole, part] = [fnv1a(bytes), fnv1a(bytes.toReversed()) % 512];
  return (whole * 512 + part).toString(36).padStart(8, '0');
}

function stemOf(name: string): string {
  const folded = name.normalize('NFKD').replace(MARKS, '').toLowerCase().replace(OTHERS, '-');
  const stem = folded.slice(0, MAX_STEM_CHARACTERS + 1).replace(/^-/, '');
  return stem.slice(0, MAX_STEM_CHARACTERS).replace(/-$/, '') || NAMELESS;
}

/** The slug of `name`: at most 80 lower-case letters, digits and dashes, and the periods of a licence's version. */
export function slugOf(topic: Topic, name: string): string {
  const plain = name.toLowerCase().replaceAll(' ', '-');
  if (IS_PLAIN[topic](name) && plain.length <= MAX_PLAIN_CHARACTERS && !TAKEN.test(plain)) return plain;
  return `${stemOf(name)}${PARTING}${hashOf(name)}`;
}

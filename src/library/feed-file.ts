/** `feed.toml`: what an operator says of a feed. */
import { parse, TomlError } from 'smol-toml';
import { licenceById } from '../article/licences.ts';
import type { DefaultLicence } from '../site/library.ts';

/** What the daemon uses of a feed.toml. */
export interface FeedFacts {
  readonly title?: string | undefined;
  readonly publisher?: string | undefined;
  readonly home?: string | undefined;
  readonly language?: string | undefined;
  readonly defaultLicence?: DefaultLicence | undefined;
}

/** Something wrong in a feed.toml; `line` counts from 1 where it is known. */
export interface FeedProblem {
  readonly line?: number;
  readonly message: string;
  readonly fix: string;
}

type Table<T> = Readonly<Record<string, T>>;
type Kind = 'string' | 'number';

/** Every key that feed.toml may hold, and its kind; `upstream` and `permission` are for taking articles in. */
const KEYS: Table<Table<Kind>> = {
  '': { title: 'string', publisher: 'string', home: 'string', language: 'string' },
  licence: { default: 'string', evidence: 'string' },
  upstream: { kind: 'string', url: 'string', every: 'string' },
  permission: { mode: 'string', embargo: 'string', monthly: 'number', credit: 'string' },
};
const CHOICES: Table<readonly string[]> = {
  'upstream.kind': ['feed', 'page', 'gopher', 'folder'],
  'permission.mode': ['automatic', 'select', 'ask'],
};

/** [RFC5646-2.1] the shape of a tag. */
const LANGUAGE = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/;

/** What else a value must be: its shape, and how to write it. */
const SHAPES: Table<{ readonly shape: RegExp; readonly fix: string }> = {
  language: { shape: LANGUAGE, fix: 'write the tag of a language, such as "en" or "pt-BR"' },
  'licence.evidence': {
    shape: /^(?:https?|gopher|gemini):\/\/\S+$|^\/\S*$/,
    fix: 'write the address of a page',
  },
  'upstream.every': { shape: /^[1-9]\d*[mhd]$/, fix: 'write a number and m, h or d, such as "6h"' },
  'permission.embargo': { shape: /^\d+[mhd]$/, fix: 'write a number and m, h or d, such as "2d"' },
  'permission.monthly': { shape: /^\d+$/, fix: 'write a whole number; 0 is no limit' },
};

const isTable = (value: unknown): value is Table<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a key that is not inherited: a file may hold `constructor` or `toString`. */
const own = <T>(table: Table<T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

function checkTable(section: string, table: Table<unknown>, problems: FeedProblem[]): void {
  const keys = own(KEYS, section) ?? {};
  const known =
    section === ''
      ? [...Object.keys(keys), ...Object.keys(KEYS).filter((key) => key !== '')]
      : Object.keys(keys);
  for (const [key, value] of Object.entries(table)) {
    const name = section === '' ? key : `${section}.${key}`;
    const kind = own(keys, key);
    const choices = own(CHOICES, name);
    const shape = own(SHAPES, name);
    if (kind === undefined && !(section === '' && Object.hasOwn(KEYS, key) && isTable(value))) {
      problems.push({
        message: `"${name}" is not a key of feed.toml`,
        fix: `known here: ${known.join(', ')}`,
      });
    } else if (kind === 'string' && typeof value !== 'string') {
      problems.push({ message: `"${name}" is not a string`, fix: `write ${key} = "..."` });
    } else if (kind === 'number' && typeof value !== 'number') {
      problems.push({ message: `"${name}" is not a number`, fix: `write ${key} = 0` });
    } else if (choices !== undefined && typeof value === 'string' && !choices.includes(value)) {
      problems.push({ message: `"${name}" cannot be "${value}"`, fix: `it is one of ${choices.join(', ')}` });
    } else if (shape?.shape.test(String(value)) === false) {
      problems.push({ message: `"${name}" cannot be "${String(value)}"`, fix: shape.fix });
    }
  }
}

const textOf = (table: Table<unknown>, key: string): string | undefined => {
  const value = own(table, key);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
};

function languageOf(table: Table<unknown>): string | undefined {
  const tag = textOf(table, 'language');
  return tag !== undefined && LANGUAGE.test(tag) ? tag : undefined;
}

function defaultLicenceOf(table: Table<unknown>, problems: FeedProblem[]): DefaultLicence | undefined {
  const id = textOf(table, 'default');
  const evidence = textOf(table, 'evidence');
  if (id === undefined) return undefined;
  const licence = licenceById(id);
  if (licence === undefined) {
    problems.push({
      message: `the default licence "${id}" is not known`,
      fix: 'give the SPDX id of an open licence, such as CC-BY-ND-4.0',
    });
    return undefined;
  }
  if (evidence !== undefined && SHAPES['licence.evidence']?.shape.test(evidence) === true)
    return { licence, evidence };
  if (evidence !== undefined) return undefined;
  problems.push({
    message: 'the default licence has no evidence, and is not used',
    fix: 'add evidence = "the address of the page where the publisher grants it"',
  });
  return undefined;
}

const unreadableFix = ({ column }: TomlError): string =>
  `look at column ${column}: is a quote or a bracket missing? Nothing of the file is used until it is mended`;

/** Reads a feed.toml. What is wrong in it is told; the rest is used all the same. */
export function parseFeedFile(text: string): {
  readonly facts: FeedFacts;
  readonly problems: readonly FeedProblem[];
} {
  const problems: FeedProblem[] = [];
  let table: Table<unknown>;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = 'it is not TOML'] = error.message.split('\n');
    return { facts: {}, problems: [{ line: error.line, message, fix: unreadableFix(error) }] };
  }
  checkTable('', table, problems);
  for (const section of ['licence', 'upstream', 'permission']) {
    const value = own(table, section);
    if (isTable(value)) checkTable(section, value, problems);
  }
  const licence = own(table, 'licence');
  return {
    facts: {
      title: textOf(table, 'title'),
      publisher: textOf(table, 'publisher'),
      home: textOf(table, 'home'),
      language: languageOf(table),
      defaultLicence: isTable(licence) ? defaultLicenceOf(licence, problems) : undefined,
    },
    problems,
  };
}

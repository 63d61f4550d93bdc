/** `feed.toml`: what an operator says of a feed. */
import { parse, TomlError } from 'smol-toml';
import { findLicence } from '../article/licence-names.ts';
import { licenceById } from '../article/licences.ts';
import type { DefaultLicence } from '../site/library.ts';
import { intakeOf, PERMISSION_MODES, UPSTREAM_KINDS, type IntakeSettings } from './feed-intake.ts';
import { isTable, own, textOf, type FeedProblem, type Table } from './toml-table.ts';

/** What the daemon uses of a feed.toml. */
export interface FeedFacts {
  readonly title?: string | undefined;
  readonly publisher?: string | undefined;
  readonly home?: string | undefined;
  readonly language?: string | undefined;
  readonly defaultLicence?: DefaultLicence | undefined;
}

type Kind = 'string' | 'number' | 'boolean' | 'strings';

/** Every key that feed.toml may hold, and its kind; `upstream` and `permission` are for taking articles in. */
const KEYS: Table<Table<Kind>> = {
  '': { title: 'string', publisher: 'string', home: 'string', language: 'string' },
  licence: { default: 'string', evidence: 'string' },
  upstream: { kind: 'string', url: 'strings', list: 'boolean', every: 'string' },
  permission: {
    mode: 'string',
    embargo: 'string',
    monthly: 'number',
    credit: 'string',
    'credit-at': 'string',
    'non-commercial': 'boolean',
  },
};
const CHOICES: Table<readonly string[]> = {
  'upstream.kind': UPSTREAM_KINDS,
  'permission.mode': PERMISSION_MODES,
  'permission.credit-at': ['top', 'end'],
};

/** What each kind is called, how it is known, and how it is written. */
const IS_KIND: Readonly<
  Record<Kind, readonly [name: string, is: (value: unknown) => boolean, example: string]>
> = {
  string: ['a string', (value) => typeof value === 'string', '"..."'],
  number: ['a number', (value) => typeof value === 'number', '0'],
  boolean: ['true or false', (value) => typeof value === 'boolean', 'true'],
  strings: [
    'a string, or a list of them',
    (value) => [value].flat().every((each) => typeof each === 'string'),
    '"..."',
  ],
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
    } else if (kind !== undefined && !IS_KIND[kind][1](value)) {
      const [called, , example] = IS_KIND[kind];
      problems.push({ message: `"${name}" is not ${called}`, fix: `write ${key} = ${example}` });
    } else if (choices !== undefined && typeof value === 'string' && !choices.includes(value)) {
      problems.push({ message: `"${name}" cannot be "${value}"`, fix: `it is one of ${choices.join(', ')}` });
    } else if (shape?.shape.test(String(value)) === false) {
      problems.push({ message: `"${name}" cannot be "${String(value)}"`, fix: shape.fix });
    }
  }
}

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
    const meant = findLicence(id);
    problems.push({
      message: `the default licence "${id}" is not known`,
      fix:
        typeof meant === 'string'
          ? 'give the SPDX id of an open licence, such as CC-BY-ND-4.0'
          : `write ${meant.id}`,
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
  /** How its articles are taken in; `undefined` where no upstream is named that can be used. */
  readonly intake: IntakeSettings | undefined;
  /** Whether an upstream is named, or may be: nobody knows what a file was to say that is not TOML. */
  readonly mayTakeIn: boolean;
  readonly problems: readonly FeedProblem[];
} {
  const problems: FeedProblem[] = [];
  let table: Table<unknown>;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [message = 'it is not TOML'] = error.message.split('\n');
    return {
      facts: {},
      intake: undefined,
      mayTakeIn: true,
      problems: [{ line: error.line, message, fix: unreadableFix(error) }],
    };
  }
  checkTable('', table, problems);
  const section = (name: string): Table<unknown> => {
    const value = own(table, name);
    return isTable(value) ? value : {};
  };
  for (const name of ['licence', 'upstream', 'permission']) checkTable(name, section(name), problems);
  return {
    facts: {
      title: textOf(table, 'title'),
      publisher: textOf(table, 'publisher'),
      home: textOf(table, 'home'),
      language: languageOf(table),
      defaultLicence: defaultLicenceOf(section('licence'), problems),
    },
    intake: intakeOf(section('upstream'), section('permission'), problems),
    mayTakeIn: Object.hasOwn(table, 'upstream'),
    problems,
  };
}

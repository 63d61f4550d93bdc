/** What a page says of its article in JSON-LD, in the words of schema.org. */
import { attribute, type Element, elementsIn, textOf } from '../../html/dom.ts';

/** One article as JSON-LD describes it; texts as they stand there. */
export interface ArticleData {
  readonly headline: string | undefined;
  /** Names of people, or of what has no type. */
  readonly people: readonly string[];
  readonly organizations: readonly string[];
  /** Where the people work, as `affiliation` says. */
  readonly affiliations: readonly string[];
  readonly published: string | undefined;
  readonly modified: string | undefined;
  readonly language: string | undefined;
  readonly licences: readonly string[];
  /** What it says of the rights besides. */
  readonly notices: readonly string[];
  /** Whether all may read it, as `isAccessibleForFree` says. */
  readonly isFree: boolean;
  readonly url: string | undefined;
}

type Thing = Readonly<Record<string, unknown>>;

const MAX_NODES = 5_000;
const MAX_SCRIPT_CHARACTERS = 1_048_576;
const ARTICLE = /(?:Article|BlogPosting|Report|AnalysisNewsArticle|OpinionNewsArticle)$/;
const ORGANIZATION = /Organization$/;

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
};

const stringOf = (value: unknown): string | undefined => {
  const [first] = listOf(value);
  return typeof first === 'string' && first.trim() !== '' ? first : undefined;
};

/** An own value: a page may write of `constructor`. */
const own = (thing: Thing, key: string): unknown => (Object.hasOwn(thing, key) ? thing[key] : undefined);

const hasType = (thing: Thing, type: RegExp): boolean =>
  listOf(own(thing, '@type')).some((name) => typeof name === 'string' && type.test(name));

/** What a script holds; nothing when it is no JSON. Some systems write line breaks into strings, or HTML comments around. */
function parsed(script: string): unknown {
  const text = script.replace(/^\s*<!--|-->\s*$/g, '').replace(/[\r\n\t]+/g, ' ');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** All things in `values`: lists and graphs are looked into, as well as what a page is mainly about. */
function thingsIn(values: readonly unknown[]): Thing[] {
  const things: Thing[] = [];
  const waiting = [...values];
  for (let count = 0; count < MAX_NODES && waiting.length > 0; count++) {
    const value = waiting.shift();
    if (Array.isArray(value)) waiting.push(...value.slice(0, MAX_NODES));
    else if (isThing(value)) {
      things.push(value);
      waiting.push(own(value, '@graph'), own(value, 'mainEntity'));
    }
  }
  return things;
}

interface Named {
  readonly name: string;
  readonly isOrganization: boolean;
  readonly affiliations: readonly string[];
}

/** Names of what `value` lists: strings, things with a name, or the id of a thing elsewhere in the page. */
function namedIn(value: unknown, all: readonly Thing[]): Named[] {
  return listOf(value).flatMap((one) => {
    if (typeof one === 'string')
      return /^https?:/.test(one) ? [] : [{ name: one, isOrganization: false, affiliations: [] }];
    if (!isThing(one)) return [];
    const id = own(one, '@id');
    const thing =
      own(one, 'name') === undefined
        ? all.find((other) => own(other, '@id') === id && own(other, 'name') !== undefined)
        : one;
    if (thing === undefined) return [];
    const isOrganization = hasType(thing, ORGANIZATION);
    const affiliations = isOrganization ? [] : affiliationsOf(thing);
    return listOf(own(thing, 'name')).flatMap((name) =>
      typeof name === 'string' ? [{ name, isOrganization, affiliations }] : [],
    );
  });
}

const affiliationsOf = (person: Thing): string[] =>
  listOf(own(person, 'affiliation')).flatMap((one) => {
    const name = isThing(one) ? own(one, 'name') : one;
    return typeof name === 'string' && !/^https?:/.test(name) ? [name] : [];
  });

const licenceWords = (value: unknown): string | undefined =>
  isThing(value)
    ? (stringOf(own(value, 'url')) ?? stringOf(own(value, '@id')) ?? stringOf(own(value, 'name')))
    : stringOf(value);

/** The first article in the page's JSON-LD that is wanted; `undefined` when there is none. */
export function articleData(
  root: Element,
  isWanted: (data: ArticleData) => boolean,
): ArticleData | undefined {
  const scripts = [...elementsIn(root)].filter(
    (element) =>
      element.name === 'script' && /^application\/ld\+json\b/i.test(attribute(element, 'type') ?? ''),
  );
  const things = thingsIn(scripts.map((script) => parsed(textOf(script, MAX_SCRIPT_CHARACTERS))));
  return things
    .filter((thing) => hasType(thing, ARTICLE))
    .map((thing) => dataOf(thing, things))
    .find(isWanted);
}

function dataOf(article: Thing, things: readonly Thing[]): ArticleData {
  const named = [...namedIn(own(article, 'author'), things), ...namedIn(own(article, 'creator'), things)];
  return {
    headline: stringOf(own(article, 'headline')) ?? stringOf(own(article, 'name')),
    people: named.filter(({ isOrganization }) => !isOrganization).map(({ name }) => name),
    organizations: named.filter(({ isOrganization }) => isOrganization).map(({ name }) => name),
    affiliations: named.flatMap(({ affiliations }) => affiliations),
    published: stringOf(own(article, 'datePublished')),
    modified: stringOf(own(article, 'dateModified')),
    language: stringOf(own(article, 'inLanguage')),
    licences: listOf(own(article, 'license')).flatMap((value) => licenceWords(value) ?? []),
    notices: listOf(own(article, 'copyrightNotice')).flatMap((value) => stringOf(value) ?? []),
    isFree: !/^false$/i.test(String(own(article, 'isAccessibleForFree'))),
    url: stringOf(own(article, 'url')),
  };
}

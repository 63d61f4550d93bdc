/** What is listed beside the folders: all articles, those of a publisher, a licence, a language; and the way from selectors to them. */
import { licenceById } from '../article/licences.ts';
import { TOPICS, type Catalogue, type Counted, type Shelf, type Topic } from './library.ts';
import type { ListRoute } from './list-routes.ts';
import { periodTitle } from './periods.ts';
import { slugOf } from './slug.ts';

/** A name of a topic, as pages show it and as selectors hold it. */
export interface Named extends Counted {
  readonly slug: string;
}

interface Names {
  readonly listed: readonly Named[];
  readonly bySlug: ReadonlyMap<string, Named>;
}

/** A list of articles. */
export interface ArticleList {
  readonly title: string;
  readonly shelf: Shelf;
  /** How many articles it holds. */
  readonly count: number;
}

export const NEWEST_LABEL = 'Newest articles';

/** Found once for each catalogue: there may be tens of thousands of publishers. */
const known = new WeakMap<Catalogue, Map<Topic, Names>>();

function findNames(catalogue: Catalogue, topic: Topic): Names {
  const listed = catalogue.names(topic).map((counted) => ({ ...counted, slug: slugOf(topic, counted.name) }));
  // should two ever share a slug, it is that of the one with more articles
  return { listed, bySlug: new Map(listed.toReversed().map((named) => [named.slug, named])) };
}

function namesIn(catalogue: Catalogue, topic: Topic): Names {
  const topics = known.get(catalogue) ?? new Map<Topic, Names>();
  const names = topics.get(topic) ?? findNames(catalogue, topic);
  known.set(catalogue, topics.set(topic, names));
  return names;
}

/** The names of a topic, most articles first. */
export const namesOf = (catalogue: Catalogue, topic: Topic): readonly Named[] =>
  namesIn(catalogue, topic).listed;

/** The topics of which there is more than one name. */
export const topicsIn = (catalogue: Catalogue): readonly Topic[] =>
  TOPICS.filter((topic) => namesOf(catalogue, topic).length > 1);

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag; // what an operator calls a language need not be a tag
  }
}

/** What a name is called on pages: "CC BY-ND 4.0", "French". */
export function displayName(topic: Topic, name: string): string {
  switch (topic) {
    case 'publisher':
      return name;
    case 'licence':
      return licenceById(name)?.name ?? name;
    case 'language':
      return languageName(name);
  }
}

/** The list that a selector names; `undefined` where there is no such name, or nothing was published in its period. */
export function listAt(catalogue: Catalogue, route: ListRoute): ArticleList | undefined {
  const { during } = route;
  if (route.kind === 'newest') {
    const shelf = { kind: 'all', during } as const;
    const count = during === undefined ? catalogue.size : catalogue.count(shelf);
    const isThere = during === undefined || count > 0;
    return isThere ? { title: periodTitle(NEWEST_LABEL, during), shelf, count } : undefined;
  }
  const named = namesIn(catalogue, route.topic).bySlug.get(route.slug);
  if (named === undefined) return undefined;
  const shelf = { kind: route.topic, name: named.name, during } as const;
  const count = during === undefined ? named.count : catalogue.count(shelf);
  const title = periodTitle(displayName(route.topic, named.name), during);
  return count === 0 ? undefined : { title, shelf, count };
}

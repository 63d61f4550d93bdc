/** The selectors of lists that are no folders: the newest articles, and those by publisher, licence and language. */
import { TOPICS, type Period, type Topic } from './library.ts';
import { periodNames, periodOf } from './periods.ts';

/** A list of articles, or of its articles of a year or month; `page` counts from 1. */
export type ListRoute = (
  | { readonly kind: 'newest' }
  /** `slug` is that of a publisher, a licence or a language. */
  | { readonly kind: 'topic'; readonly topic: Topic; readonly slug: string }
) & { readonly during?: Period | undefined; readonly page: number };

/** The names of a topic; `page` counts from 1. */
export interface NamesRoute {
  readonly kind: 'names';
  readonly topic: Topic;
  readonly page: number;
}

const PAGE_END = '(?:/page/([1-9]\\d{0,6}))?/?$';
const NAMES = new RegExp(`^/(${TOPICS.join('|')})${PAGE_END}`);
const LIST = new RegExp(
  `^/(?:newest|(${TOPICS.join('|')})/(?!(?:page|\\d{4})(?:/|$))([a-z0-9][a-z0-9.-]{0,79}))(?:/(\\d{4})(?:/(0[1-9]|1[0-2]))?)?${PAGE_END}`,
);

const topicOf = (name: string | undefined): Topic | undefined => TOPICS.find((topic) => topic === name);

/** What `path`, with its leading slash, stands for; `undefined` when it is none of these lists. */
export function parseList(path: string): ListRoute | NamesRoute | undefined {
  const names = NAMES.exec(path);
  const named = topicOf(names?.[1]);
  if (named !== undefined) return { kind: 'names', topic: named, page: Number(names?.[2] ?? 1) };
  const list = LIST.exec(path);
  if (list === null) return undefined;
  const [, name, slug, year, month, number] = list;
  const [during, page, topic] = [periodOf(year, month), Number(number ?? 1), topicOf(name)];
  return topic === undefined || slug === undefined
    ? { kind: 'newest', during, page }
    : { kind: 'topic', topic, slug, during, page };
}

/** The selector of a list, without view. */
export function listSelector(route: ListRoute | NamesRoute): string {
  const parts: readonly string[] =
    route.kind === 'names'
      ? [route.topic]
      : [...(route.kind === 'newest' ? ['newest'] : [route.topic, route.slug]), ...periodNames(route.during)];
  return `/${[...parts, ...(route.page === 1 ? [] : ['page', String(route.page)])].join('/')}/`;
}

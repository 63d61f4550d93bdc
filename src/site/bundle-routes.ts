/** Selectors of bundles. */
import type { PartialDate } from '../article/article.ts';
import { parseDate, writeDate } from '../article/date.ts';

/** The list of the months, a page of it counted from 1; or the bundle of a month or a day. */
export type BundleRoute =
  | { readonly kind: 'bundles'; readonly page: number }
  | { readonly kind: 'bundle'; readonly date: PartialDate };

const LIST = /^\/bundle(?:\/(?:page\/([1-9]\d{0,6})\/?)?)?$/;
const BUNDLE = /^\/bundle\/([\d-]{7,10})\.tar\.gz$/;

/** What `path` stands for; `undefined` where it is none of these. */
export function parseBundle(path: string): BundleRoute | undefined {
  const list = LIST.exec(path);
  if (list !== null) return { kind: 'bundles', page: Number(list[1] ?? 1) };
  const found = parseDate(BUNDLE.exec(path)?.[1] ?? '');
  return found?.whole === true ? { kind: 'bundle', date: found.date } : undefined;
}

/** The selector of `route`. */
export function bundleSelector(route: BundleRoute): string {
  if (route.kind === 'bundle') return `/bundle/${writeDate(route.date)}.tar.gz`;
  return route.page === 1 ? '/bundle/' : `/bundle/page/${route.page}/`;
}

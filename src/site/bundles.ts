/** `/bundle/`: the documents of a month or a day as one archive. */
import type { PartialDate } from '../article/article.ts';
import { writeDate } from '../article/date.ts';
import type { Page } from '../gopher/page-writer.ts';
import { bundleSelector, type BundleRoute } from './bundle-routes.ts';
import { addOtherPages, countText, onPage } from './entry-pages.ts';
import type { BundleAnswer, Catalogue, Dated, Library } from './library.ts';
import { addRoute, countOf, FRONT_LABEL } from './listing.ts';
import { pageCount } from './pages.ts';
import { SENTENCES, type Keep, type Status } from './reply.ts';

/** Whether articles were published in the month, or on the day, `date`. */
export const isBundled = (catalogue: Catalogue, { year, month, day }: PartialDate): boolean =>
  day === undefined
    ? catalogue.count({ kind: 'all', during: { year, month } }) > 0
    : catalogue.ofDay({ year, month, day }).length > 0;

/** The months of which there are bundles, newest first. */
export const bundledMonths = (catalogue: Catalogue): readonly Dated[] => catalogue.months({ kind: 'all' });

export const BUNDLES_LABEL = 'The documents of each month as one archive';

/** Page `number` of the list of `months`. */
const bundlesPage = (months: readonly Dated[], number: number): Page => ({
  title: BUNDLES_LABEL,
  write(writer) {
    const place = { number, pages: pageCount(months.length) };
    writer.title(BUNDLES_LABEL);
    writer.text(countText(months.length, 'month', place)).blank();
    if (number === 1)
      writer
        .text('A day alone is to be had too: put its date for the month, as in 2026-11-28.tar.gz.')
        .blank();
    for (const { date, count } of onPage(months, number))
      addRoute(writer, { kind: 'bundle', date }, countOf(count, 'article'), { date: writeDate(date) });
    writer.blank().wayOn();
    addOtherPages(writer, place, (page) => ({ kind: 'bundles', page }), ['Newer months', 'Older months']);
    addRoute(writer, { kind: 'front' }, FRONT_LABEL);
  },
});

/** An archive, or why there is none. */
type ShownBundle =
  | { readonly kind: 'stored'; readonly bytes: Uint8Array; readonly keep: Keep }
  | { readonly kind: 'refusal'; readonly status: Exclude<Status, 'ok'>; readonly sentence: string };

const refusal = (status: Exclude<Status, 'ok'>, sentence: string): ShownBundle => ({
  kind: 'refusal',
  status,
  sentence,
});

/** What `answer` is to whoever asked for the bundle of `date`. */
function showBundle(answer: BundleAnswer, date: PartialDate): ShownBundle {
  if (answer === undefined) return refusal('unavailable', SENTENCES.unavailable);
  if (answer === 'busy') return refusal('busy', SENTENCES.busy);
  // one of so many: it must not take the place of pages
  if (answer !== 'too-large') return { kind: 'stored', bytes: answer, keep: 'kept-apart' };
  const day = bundleSelector({ kind: 'bundle', date: { ...date, day: 1 } });
  return refusal(
    'not-found',
    date.day === undefined
      ? `There is too much in this month. Its days are to be had, as in ${day}`
      : 'There is too much on this day. Each document is to be had by itself.',
  );
}

/** What `route` shows; `undefined` where no bundles are made. */
export async function showBundles(
  route: BundleRoute,
  { bundle, catalogue }: Library,
): Promise<ShownBundle | { readonly kind: 'page'; readonly page: Page } | undefined> {
  if (bundle === undefined) return undefined;
  if (route.kind === 'bundle') return showBundle(await bundle(route.date), route.date);
  return { kind: 'page', page: bundlesPage(bundledMonths(catalogue), route.page) };
}

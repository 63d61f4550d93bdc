/** `/digest/`: the days of which there is a digest, newest first. */
import { writeDate } from '../article/date.ts';
import type { Page } from '../gopher/page-writer.ts';
import { addOtherPages, countText, onPage } from './entry-pages.ts';
import type { Dated } from './library.ts';
import { addRoute, countOf, FRONT_LABEL } from './listing.ts';
import { pageCount } from './pages.ts';

export const DIGESTS_LABEL = 'The articles of each day as one text';

/** Page `number` of the list of `days`. */
export const digestsPage = (days: readonly Dated[], number: number): Page => ({
  title: DIGESTS_LABEL,
  write(writer) {
    const place = { number, pages: pageCount(days.length) };
    writer.title(DIGESTS_LABEL);
    writer.text(countText(days.length, 'day', place)).blank();
    for (const { date, count } of onPage(days, number))
      addRoute(writer, { kind: 'digest', date }, countOf(count, 'article'), { date: writeDate(date) });
    writer.blank().wayOn();
    addOtherPages(writer, place, (page) => ({ kind: 'digests', page }), ['Newer days', 'Older days']);
    addRoute(writer, { kind: 'front' }, FRONT_LABEL);
  },
});

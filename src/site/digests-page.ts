/** `/digest/`: the days of which there is a digest, newest first. */
import { writeDate } from '../article/date.ts';
import type { Page } from '../gopher/page-writer.ts';
import type { Dated } from './library.ts';
import { addRoute, countOf, FRONT_LABEL } from './listing.ts';
import { ENTRIES_PER_PAGE, pageCount } from './pages.ts';

export const DIGESTS_LABEL = 'The articles of each day as one text';

/** Page `number` of the list of `days`. */
export const digestsPage = (days: readonly Dated[], number: number): Page => ({
  title: DIGESTS_LABEL,
  write(writer) {
    const pages = pageCount(days.length);
    writer.title(DIGESTS_LABEL);
    writer.text(`${countOf(days.length, 'day')}${pages === 1 ? '' : `, page ${number} of ${pages}`}`).blank();
    for (const { date, count } of days.slice((number - 1) * ENTRIES_PER_PAGE, number * ENTRIES_PER_PAGE))
      addRoute(writer, { kind: 'digest', date }, countOf(count, 'article'), { date: writeDate(date) });
    writer.blank().wayOn();
    if (number > 1)
      addRoute(writer, { kind: 'digests', page: number - 1 }, `Newer days (page ${number - 1})`, {
        relation: 'prev',
      });
    if (number < pages)
      addRoute(writer, { kind: 'digests', page: number + 1 }, `Older days (page ${number + 1})`, {
        relation: 'next',
      });
    addRoute(writer, { kind: 'front' }, FRONT_LABEL);
  },
});

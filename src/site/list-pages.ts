/** The pages of lists that are no folders: articles by year and month, and the names of a topic. */
import type { Page, PageWriter } from '../gopher/page-writer.ts';
import { addEntries, addOtherPages, countText, onPage } from './entry-pages.ts';
import type { Catalogue, Topic } from './library.ts';
import type { ListRoute } from './list-routes.ts';
import { addRoute, countOf, FRONT_LABEL } from './listing.ts';
import { pageCount } from './pages.ts';
import { aroundPeriod, periodNames, periodsIn } from './periods.ts';
import { displayName, listAt, namesOf, type ArticleList } from './topics.ts';

/** What the names of a topic are called: as a link, as a title, and one of them. */
export const TOPIC_LABELS: Readonly<Record<Topic, { link: string; title: string; noun: string }>> = {
  publisher: { link: 'By publisher', title: 'Publishers', noun: 'publisher' },
  licence: { link: 'By licence', title: 'Licences', noun: 'licence' },
  language: { link: 'By language', title: 'Languages', noun: 'language' },
};

/** Years and months stand above the articles: most who come here look for one of them. */
function addPeriods(
  writer: PageWriter,
  route: ListRoute,
  { shelf }: ArticleList,
  catalogue: Catalogue,
): void {
  const periods = periodsIn(catalogue, shelf);
  for (const { period, count } of periods)
    addRoute(
      writer,
      { ...route, during: period, page: 1 },
      `${periodNames(period).join('-')} (${countOf(count, 'article')})`,
    );
  if (periods.length > 0) writer.blank();
}

function addUp(writer: PageWriter, route: ListRoute, catalogue: Catalogue): void {
  if (route.during !== undefined) {
    const up = { ...route, during: aroundPeriod(route.during), page: 1 };
    const list = listAt(catalogue, up);
    if (list !== undefined) addRoute(writer, up, `Up: ${list.title}`);
  } else if (route.kind === 'topic') {
    const { topic } = route;
    addRoute(writer, { kind: 'names', topic, page: 1 }, `Up: ${TOPIC_LABELS[topic].title}`);
  }
}

/** The page of `list`, which is the one that `route` names. */
export const listPage = (list: ArticleList, route: ListRoute, catalogue: Catalogue): Page => ({
  title: list.title,
  write(writer) {
    const place = { number: route.page, pages: pageCount(list.count) };
    writer.title(list.title).blank();
    writer.text(countText(list.count, 'article', place)).blank();
    if (route.page === 1) addPeriods(writer, route, list, catalogue);
    addEntries(writer, catalogue, list.shelf, route.page);
    writer.wayOn();
    addOtherPages(writer, place, (page) => ({ ...route, page }));
    addUp(writer, route, catalogue);
    addRoute(writer, { kind: 'front' }, FRONT_LABEL);
  },
});

/** Page `number` of the names of `topic`, each with the number of its articles. */
export const namesPage = (topic: Topic, number: number, catalogue: Catalogue): Page => ({
  title: TOPIC_LABELS[topic].title,
  write(writer) {
    const { title, noun } = TOPIC_LABELS[topic];
    const names = namesOf(catalogue, topic);
    const place = { number, pages: pageCount(names.length) };
    writer.title(title).blank();
    writer.text(countText(names.length, noun, place)).blank();
    for (const { name, slug, count } of onPage(names, number))
      addRoute(
        writer,
        { kind: 'topic', topic, slug, page: 1 },
        `${displayName(topic, name)} (${countOf(count, 'article')})`,
      );
    writer.blank().wayOn();
    addOtherPages(writer, place, (page) => ({ kind: 'names', topic, page }), [
      `${title} with more articles`,
      `${title} with fewer articles`,
    ]);
    addRoute(writer, { kind: 'front' }, FRONT_LABEL);
  },
});

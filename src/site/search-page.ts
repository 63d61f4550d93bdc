/** `/search` and `/feeds/…/search`: what was looked for and found, twenty articles a page. */
import type { Page, PageWriter } from '../gopher/page-writer.ts';
import { shortened } from '../text/shorten.ts';
import type { Findings, Hit, Library } from './library.ts';
import { addEntry, addRoute, addSearch, countOf, FRONT_LABEL, numberText, SEARCH_LABEL } from './listing.ts';
import type { Keep } from './reply.ts';
import { isLinkable, MAX_SEARCH_PAGE, type Route } from './routes.ts';
import { parseQuery, type FaultyQuery } from './search-query.ts';

type SearchRoute = Extract<Route, { kind: 'search' }>;

/** What there is to say to a search. */
type Outcome =
  | { readonly kind: 'off' | 'busy' }
  /** There are no words yet. */
  | { readonly kind: 'asks' }
  | FaultyQuery
  | ({ readonly kind: 'found' } & Findings);

const HITS_PER_PAGE = 20;
/** The menu repeats no more of what was asked. */
const MAX_SHOWN_CHARACTERS = 200;

const OFF = 'Search is off on this server.';
const BUSY = 'Many are searching just now. Please try again in a moment.';
const SYNTAX = [
  'All words have to be there. Case and accents do not matter.',
  '"low ford" - these words in a row',
  'bridg* - all words that begin so',
  'river or lake - one of the two',
  'not rain, or -rain - articles without it',
  'a b or c - both a and b, or else c',
  'a (b or c) - a, and one of b and c',
  'by:name - by this publisher or author',
  'feed:news licence:by-sa lang:fr',
  'after:2024 before:2025-06 - from January to the end of May 2025',
];

function addSyntax(writer: PageWriter): void {
  writer.heading('How to search');
  for (const line of SYNTAX) writer.text(line);
  writer.blank();
}

function addHit(writer: PageWriter, { entry, excerpt }: Hit): void {
  addEntry(writer, entry);
  writer.beneath(`${entry.publisher}, ${entry.licence.name}`);
  if (excerpt !== '') writer.beneath(excerpt);
}

/** "12 articles", "More than 1,000 articles, 21 to 40". */
function countText({ total, isMore, hits }: Findings, offset: number): string {
  const count = isMore ? `More than ${countOf(total, 'article')}` : countOf(total, 'article');
  const last = offset + hits.length;
  return last === total && offset === 0
    ? count
    : `${count}, ${numberText(offset + 1)} to ${numberText(last)}`;
}

/** Searches of near spellings, and of the whole site where a part of it was looked through. */
function addOthers(writer: PageWriter, near: readonly string[], { below, words }: SearchRoute): void {
  const others = near
    .map((other): SearchRoute => ({ kind: 'search', below, words: other, page: 1 }))
    .filter(isLinkable);
  if (others.length > 0) writer.heading('Near spellings');
  for (const other of others) addRoute(writer, other, other.words);
  if (others.length > 0) writer.blank();
  const everywhere: SearchRoute = { kind: 'search', below: '', words, page: 1 };
  if (below === '') return;
  if (isLinkable(everywhere)) addRoute(writer, everywhere, 'Look for it in all articles');
  writer.blank();
}

function addFindings(writer: PageWriter, findings: Findings, route: SearchRoute): void {
  const { hits, total, near } = findings;
  if (hits.length > 0) {
    writer.text(countText(findings, (route.page - 1) * HITS_PER_PAGE)).blank();
    for (const hit of hits) addHit(writer, hit);
    writer.blank();
    return;
  }
  writer.text(total > 0 ? `There is no page ${route.page}.` : 'Nothing was found.').blank();
  if (total > 0) return;
  addOthers(writer, near, route);
  addSyntax(writer);
}

/** Whether more is found than stands on this page and those before. */
const goesOn = ({ hits, total, isMore }: Findings, { page }: SearchRoute): boolean =>
  hits.length > 0 && page < MAX_SEARCH_PAGE && ((page - 1) * HITS_PER_PAGE + hits.length < total || isMore);

function addPages(writer: PageWriter, findings: Findings, route: SearchRoute): void {
  const { page } = route;
  const last = Math.ceil(findings.total / HITS_PER_PAGE);
  const link = (to: number, relation: 'prev' | 'next'): void => {
    addRoute(writer, { ...route, page: to }, `Page ${to}`, { relation });
  };
  if (page > 1 && last > 0) link(Math.min(page - 1, last), 'prev');
  if (!goesOn(findings, route)) return;
  if (isLinkable({ ...route, page: page + 1 })) link(page + 1, 'next');
  else writer.text('To see more, say it in fewer words.');
}

const searchPage = (route: SearchRoute, outcome: Outcome, feedTitle: string): Page => {
  const title = route.below === '' ? SEARCH_LABEL : `Search: ${feedTitle}`;
  return {
    title,
    write(writer) {
      const { below, words } = route;
      writer.title(title).blank();
      if (words !== '') writer.text(`Looked for: ${shortened(words, MAX_SHOWN_CHARACTERS)}`).blank();
      switch (outcome.kind) {
        case 'off':
          writer.text(OFF).blank();
          break;
        case 'busy':
          writer.text(BUSY).blank();
          addSearch(writer, below, words);
          break;
        case 'asks':
          addSearch(writer, below);
          addSyntax(writer.blank());
          break;
        case 'faulty':
          for (const fault of outcome.faults) writer.text(fault);
          addSyntax(writer.blank());
          break;
        case 'found':
          addFindings(writer, outcome, route);
          break;
      }
      writer.wayOn();
      if (outcome.kind === 'found') addPages(writer, outcome, route);
      if (outcome.kind === 'found' || outcome.kind === 'faulty') addSearch(writer, below, words);
      if (below !== '') addRoute(writer, { kind: 'folder', path: below, page: 1 }, `Feed: ${feedTitle}`);
      addRoute(writer, { kind: 'front' }, FRONT_LABEL);
    },
  };
};

async function outcomeOf({ words, below, page }: SearchRoute, { search }: Library): Promise<Outcome> {
  if (search === undefined) return { kind: 'off' };
  if (words === '') return { kind: 'asks' };
  const query = parseQuery(words);
  if (query.kind === 'faulty') return query;
  const offset = (page - 1) * HITS_PER_PAGE;
  const findings = await search({ query, below, limit: HITS_PER_PAGE, offset });
  return findings === 'busy' ? { kind: 'busy' } : { kind: 'found', ...findings };
}

function keepOf(outcome: Outcome): Keep {
  switch (outcome.kind) {
    case 'asks':
    case 'off':
      return 'kept';
    case 'found':
      // an article that could not be read just now may be there at the next search
      return outcome.hits.some(({ excerpt }) => excerpt === '') ? 'fleeting' : 'kept-apart';
    case 'faulty':
      return 'kept-apart';
    case 'busy':
      return 'fleeting';
  }
}

/** What `route` shows. Rejects where the search itself fails. */
export async function showSearch(
  route: SearchRoute,
  library: Library,
): Promise<{ readonly kind: 'page'; readonly page: Page; readonly keep: Keep }> {
  const feedTitle = library.catalogue.folder(route.below)?.title ?? '';
  const outcome = await outcomeOf(route, library);
  return { kind: 'page', page: searchPage(route, outcome, feedTitle), keep: keepOf(outcome) };
}

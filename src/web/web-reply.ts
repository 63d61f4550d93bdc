/** The site on the web: a pure function from a path to a reply. */
import type { Page, Target } from '../gopher/page-writer.ts';
import { realPath } from '../site/feed-periods.ts';
import { targetOf } from '../site/link.ts';
import { addRoute, FRONT_LABEL, prefixOf } from '../site/listing.ts';
import { SENTENCES, type Keep, type Status } from '../site/reply.ts';
import type { Route } from '../site/routes.ts';
import { keepOf, NOT_FOUND, placeOf, showAt, type Shown, type Stock } from '../site/show.ts';
import { bytesIn, encodeFor, type View } from '../site/view.ts';
import { mimeName } from '../text/charset.ts';
import { articlePage } from './article-page.ts';
import { HtmlWriter } from './html-writer.ts';
import type { Around } from './links.ts';
import { htmlDocument, type WebPage } from './shell.ts';

/** A whole reply to a request of the web. */
export interface WebReply {
  readonly status: Status;
  /** The MIME type, its charset with it; a body that is a string is sent as UTF-8. */
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly keep: Keep;
  /** When a stored document was last changed, in milliseconds since 1970; `undefined` for what is made of many. */
  readonly modifiedMs?: number;
}

const HTML = 'text/html; charset=utf-8';
const ENGLISH = 'en';
const PROGRAM_TYPES = {
  atom: 'application/atom+xml; charset=utf-8',
  opml: 'text/x-opml; charset=utf-8',
  twtxt: 'text/plain; charset=utf-8',
} as const;
const REFUSED: Readonly<Record<Exclude<Status, 'ok'>, string>> = {
  'bad-request': 'Bad request',
  'not-found': 'Not found',
  gone: 'Withdrawn',
  unavailable: 'Not available now',
  busy: 'Busy',
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false; // that it is none is what is asked here
  }
};

/** [RFC3676-4.1] the type of text documents in `view`. */
const textType = ({ charset, layout }: View): string =>
  `text/plain; charset=${mimeName(charset)}${layout.kind === 'flowed' ? '; format=flowed' : ''}`;

/** Lines as the web has them: no period has a meaning there. */
const textBody = (lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;

const aroundIn = (view: View, { library, settings }: Stock): Around => ({
  self: settings.host,
  catalogue: library.catalogue,
  prefix: prefixOf(view),
});

/** A page that says why there is none, and leads to the front page. */
const refusalPage = (title: string, sentence: string, original: Target | undefined): Page => ({
  title,
  write(writer) {
    writer.title(title).blank().text(sentence);
    if (original !== undefined) writer.item(original, 'The original');
    addRoute(writer.wayOn(), { kind: 'front' }, FRONT_LABEL);
  },
});

/** The parts of `page`, written down. */
function writtenDown(page: Page, around: Around): Pick<WebPage, 'title' | 'main' | 'nav'> {
  const writer = new HtmlWriter(page.title, around);
  page.write(writer);
  return { title: page.title, main: writer.main, nav: writer.nav };
}

const ok = (type: string, body: string | Uint8Array): WebReply => ({
  status: 'ok',
  type,
  body,
  keep: 'kept',
});

/** The folder whose Atom the page of `route` names, and its language. */
function folderOf(route: Route, { library: { catalogue } }: Stock): Pick<WebPage, 'feed' | 'language'> {
  const path = 'path' in route ? route.path : route.kind === 'search' ? route.below : '';
  const feed = catalogue.entry(path)?.feed ?? realPath(catalogue, path);
  return { feed, language: catalogue.folder(feed)?.language ?? ENGLISH };
}

/** The page of a refusal; `sentence` is shown as it is, and the request is not. */
export function webRefusal(
  stock: Stock,
  status: Exclude<Status, 'ok'>,
  sentence: string,
  view: View = stock.settings.view,
  source = '',
): WebReply {
  const around = aroundIn(view, stock);
  const { library, settings } = stock;
  const original = source === '' ? undefined : targetOf(source, library.catalogue, settings.host);
  const parts = writtenDown(refusalPage(REFUSED[status], sentence, original), around);
  const page = { ...parts, language: ENGLISH, route: undefined, feed: '' };
  const body = htmlDocument(page, stock.settings.title, around);
  return { status, type: HTML, body, keep: 'fleeting' };
}

function replyOf(shown: Shown, route: Route, view: View, stock: Stock): WebReply {
  const around = aroundIn(view, stock);
  const { title: siteTitle } = stock.settings;
  switch (shown.kind) {
    case 'page': {
      const page = { ...writtenDown(shown.page, around), ...folderOf(route, stock), route };
      return ok(HTML, htmlDocument(page, siteTitle, around));
    }
    case 'article': {
      const textBytes = bytesIn(view, textBody(shown.lines));
      const { article, licence } = shown.document;
      const parts = articlePage(shown, textBytes, around);
      const facts = { ...folderOf(route, stock), title: article.title, route, licence: licence.uri };
      return ok(HTML, htmlDocument({ ...parts, ...facts }, siteTitle, around));
    }
    case 'text':
      return ok(textType(view), encodeFor(view, textBody(shown.lines)));
    case 'atom':
    case 'opml':
    case 'twtxt':
      return ok(PROGRAM_TYPES[shown.kind], shown.text);
    case 'stored': {
      const { bytes, modifiedMs } = shown;
      const reply = ok(isUtf8(bytes) ? 'text/plain; charset=utf-8' : 'text/plain', bytes);
      return modifiedMs === undefined ? reply : { ...reply, modifiedMs };
    }
    case 'refusal':
      return webRefusal(stock, shown.status, shown.sentence, view);
  }
}

/**
 * The reply to a request of the web for `path`: a selector, without query, and the words of a search. `URL:` selectors are not served: who
 * browses the web follows addresses without help. Rejects only when something of ours fails.
 */
export async function webReply(stock: Stock, path: string, words?: string): Promise<WebReply> {
  const place = placeOf(stock, path, words);
  if (place === undefined) return webRefusal(stock, 'not-found', SENTENCES['no-view']);
  const { route, view } = place;
  const shown = await showAt(stock, place);
  if (route === undefined || shown.kind === 'refusal') {
    const { status, sentence, source } = shown.kind === 'refusal' ? shown : NOT_FOUND;
    return webRefusal(stock, status, sentence, view, source);
  }
  return { ...replyOf(shown, route, view, stock), keep: keepOf(shown) };
}

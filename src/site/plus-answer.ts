/** The site for clients of Gopher+: replies behind headers, and the attributes of each page. */
import { itemLine, displayString } from '../gopher/item.ts';
import { MENU_COLUMNS } from '../gopher/menu.ts';
import { plusAttributes, plusError, plusMenu, plusReply, type PlusRequest } from '../gopher/plus.ts';
import { plainPunctuation } from '../text/clean.ts';
import { truncate } from '../text/wrap.ts';
import { ABOUT_LABEL, STATUS_LABEL, VIEWS_LABEL } from './front-page.ts';
import { BUNDLES_LABEL } from './bundles.ts';
import { DIGESTS_LABEL } from './digests-page.ts';
import { folderAt } from './feed-periods.ts';
import { TOPIC_LABELS } from './list-pages.ts';
import { SEARCH_LABEL, selectorIn } from './listing.ts';
import { SENTENCES, type Reply } from './reply.ts';
import { itemTypeOf, selectorOf, type Route } from './routes.ts';
import type { SiteSettings } from './settings.ts';
import type { Place, Stock } from './show.ts';
import { listAt } from './topics.ts';
import { bytesIn, menuSetter, type View } from './view.ts';

const utf8 = new TextEncoder();

function withHeader(header: string, body: string | Uint8Array): string | Uint8Array {
  if (typeof body === 'string') return header + body;
  const start = utf8.encode(header);
  const whole = new Uint8Array(start.length + body.length);
  whole.set(start);
  whole.set(body, start.length);
  return whole;
}

/** Who runs the site, as far as is known. */
export const adminOf = ({ admin, title }: SiteSettings): string => (admin === '' ? title : admin);

/** What a page that is no article is called. */
function nameOf(route: Route, { library, settings }: Stock): string {
  switch (route.kind) {
    case 'front':
      return settings.title;
    case 'about':
      return ABOUT_LABEL;
    case 'status':
      return STATUS_LABEL;
    case 'views':
      return VIEWS_LABEL;
    case 'digests':
      return DIGESTS_LABEL;
    case 'bundles':
      return BUNDLES_LABEL;
    case 'newest':
    case 'topic':
      return listAt(library.catalogue, route)?.title ?? settings.title;
    case 'names':
      return TOPIC_LABELS[route.topic].title;
    case 'search':
      return SEARCH_LABEL;
    case 'caps':
    case 'robots':
    case 'latest':
    case 'opml':
    case 'digest':
    case 'bundle':
    case 'mirror':
      return selectorOf(route).slice(1);
    case 'atom':
    case 'twtxt':
    case 'folder':
    case 'article':
    case 'text':
    case 'part':
    case 'raw':
      return folderAt(library.catalogue, route.path)?.title ?? settings.title;
  }
}

function attributesOf(route: Route, bytes: number, stock: Stock, view: View): string {
  const { catalogue } = stock.library;
  const { host } = stock.settings;
  const entry = 'path' in route ? catalogue.entry(route.path) : undefined;
  const name = entry?.title ?? nameOf(route, stock);
  const display = displayString(menuSetter(view).fold(truncate(plainPunctuation(name), MENU_COLUMNS)));
  const type = itemTypeOf(route);
  const menu = 'application/gopher-menu';
  const mimeTypes = { '1': menu, '7': menu, '0': `text/plain; charset=${view.charset}` } as const;
  const modifiedMs =
    entry?.modifiedMs ??
    Math.max(0, ...catalogue.list({ kind: 'all' }, 1).map((newest) => newest.modifiedMs));
  return plusAttributes({
    line: itemLine({ type, display, selector: selectorIn(view, route) }, host),
    admin: adminOf(stock.settings),
    modified: new Date(modifiedMs),
    view: {
      mimeType: type === '1' || type === '7' || type === '0' ? mimeTypes[type] : 'application/octet-stream',
      bytes,
    },
  });
}

/** That nothing is served at a place, and why. */
export const plusRefusal = (reply: Reply, sentence: string, stock: Stock): Reply => ({
  ...reply,
  body: plusError(adminOf(stock.settings), sentence),
  keep: 'fleeting',
});

/** The answer to what `plus` asks of the page at `place`; `reply` is what a client without Gopher+ would get. */
export function plusAnswer(plus: PlusRequest, { route, view }: Place, reply: Reply, stock: Stock): Reply {
  const { body } = reply;
  if (route === undefined) return plusRefusal(reply, SENTENCES['not-found'], stock);
  const isMenu = ['1', '7'].includes(itemTypeOf(route)) && typeof body === 'string';
  const answer = (text: string | Uint8Array): Reply => ({ ...reply, body: text });
  if (plus === '+') return answer(withHeader(plusReply(''), body));
  if (plus === '$' && isMenu) return answer(plusMenu(body));
  return answer(attributesOf(route, bytesIn(view, body), stock, view));
}

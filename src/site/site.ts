/** The site: a pure function from a request to a reply, over one catalogue. */
import { writeDate } from '../article/date.ts';
import { itemLine, displayString } from '../gopher/item.ts';
import { errorMenu, MENU_COLUMNS } from '../gopher/menu.ts';
import {
  plusAttributes,
  plusError,
  plusMenu,
  plusReply,
  plusRequestOf,
  type PlusRequest,
} from '../gopher/plus.ts';
import type { GopherRequest } from '../gopher/request.ts';
import { textDocument } from '../gopher/text.ts';
import { urlOfSelector, urlPage } from '../gopher/url-page.ts';
import { plainPunctuation } from '../text/clean.ts';
import { truncate } from '../text/wrap.ts';
import { aboutLines } from './about.ts';
import { articleMenu } from './article-menu.ts';
import { articleText } from './article-text.ts';
import { atomFeed, STORIES_PER_FEED, type Story } from './atom.ts';
import { entriesOf } from './day.ts';
import { digestLines, LATEST } from './digest.ts';
import { admit } from './document.ts';
import { folderMenu } from './folder-menu.ts';
import { ABOUT_LABEL, frontPage, VIEWS_LABEL } from './front-page.ts';
import type { Entry, Library } from './library.ts';
import { partsOf } from './parts.ts';
import { ok, refusal, SENTENCES, type Reply } from './reply.ts';
import { resolve } from './resolve.ts';
import { selectorIn } from './listing.ts';
import { itemTypeOf, selectorOf, type Route } from './routes.ts';
import type { SiteSettings } from './settings.ts';
import { opml, twtxt } from './subscriptions.ts';
import { encodedBytes, encodeFor, menuSetter, partView, textSetter, type View } from './view.ts';
import { viewsMenu } from './views-menu.ts';
import { capsLines, robotsLines } from './well-known.ts';

const NOT_FOUND = refusal('not-found', 'not-found');
const utf8 = new TextEncoder();

/** The size of `body` as it is sent in `view`. */
const bytesOf = (body: string | Uint8Array, view: View): number =>
  typeof body === 'string' ? encodedBytes(view, body) : body.length;

function withHeader(header: string, body: string | Uint8Array): string | Uint8Array {
  if (typeof body === 'string') return header + body;
  const start = utf8.encode(header);
  const whole = new Uint8Array(start.length + body.length);
  whole.set(start);
  whole.set(body, start.length);
  return whole;
}

/** Everything that is served, over one catalogue; made anew when the catalogue changes. */
export class Site {
  readonly #library: Library;
  readonly #settings: SiteSettings;

  constructor(library: Library, settings: SiteSettings) {
    this.#library = library;
    this.#settings = settings;
  }

  /** The reply to a request. Rejects only when something of ours fails. */
  async reply(request: GopherRequest): Promise<Reply> {
    const viewed = partView(request.selector);
    if (viewed === undefined) return refusal('not-found', 'no-view');
    const url = urlOfSelector(viewed.selector);
    if (url !== undefined) return this.#url(url, request.fields);
    const view = viewed.view ?? this.#settings.view;
    const route = resolve(this.#library.catalogue, viewed.selector);
    const reply = route === undefined ? NOT_FOUND : await this.#show(route, view);
    const plus = plusRequestOf(request.fields);
    const whole = plus === undefined ? reply : this.#plus(plus, route, reply, view);
    return typeof whole.body === 'string' ? { ...whole, body: encodeFor(view, whole.body) } : whole;
  }

  /** The page for a web address; to Gopher+ in its form, whatever it asks: the address has no attributes. */
  #url(url: string, fields: readonly string[]): Reply {
    const page = urlPage(url);
    const isPlus = plusRequestOf(fields) !== undefined;
    if (page !== undefined) return { ...ok(isPlus ? plusReply(page) : page), lasting: false };
    const refused = refusal('bad-request', 'not-linked');
    return isPlus ? { ...refused, body: plusError(this.#admin, SENTENCES['not-linked']) } : refused;
  }

  get #admin(): string {
    return this.#settings.admin === '' ? this.#settings.title : this.#settings.admin;
  }

  async #show(route: Route, view: View): Promise<Reply> {
    const { catalogue } = this.#library;
    switch (route.kind) {
      case 'front':
        return ok(frontPage(catalogue, this.#settings, view));
      case 'views':
        return ok(viewsMenu(this.#settings.host, view));
      case 'about':
        return this.#text(aboutLines(catalogue, this.#settings, textSetter(view)));
      case 'caps':
        return this.#text(capsLines(this.#settings, view));
      case 'robots':
        return this.#text(robotsLines());
      case 'opml':
        return ok(utf8.encode(opml(catalogue, this.#settings)));
      case 'latest':
        return this.#digest('The newest articles', catalogue.newest.slice(0, LATEST), view);
      case 'digest':
        return this.#digest(
          `The articles of ${writeDate(route.date)}`,
          entriesOf(catalogue.newest, route.date),
          view,
        );
      case 'twtxt':
      case 'atom': {
        const folder = catalogue.folders.get(route.path);
        if (folder === undefined) return NOT_FOUND;
        const below = route.path === '' ? '' : `${route.path}/`;
        const entries = catalogue.newest.filter(({ path }) => path.startsWith(below));
        if (route.kind === 'twtxt') return ok(utf8.encode(twtxt(entries, this.#settings)));
        const wanted = entries.slice(0, STORIES_PER_FEED);
        const stories = await this.#stories(wanted);
        const reply = ok(utf8.encode(atomFeed(folder, stories, this.#settings)));
        return { ...reply, lasting: stories.length === wanted.length };
      }
      case 'folder': {
        const folder = catalogue.folders.get(route.path);
        if (folder === undefined) return NOT_FOUND;
        return ok(folderMenu(folder, route.page, catalogue, this.#settings.host, view));
      }
      case 'article':
      case 'text':
      case 'part':
      case 'raw': {
        const entry = catalogue.entries.get(route.path);
        return entry === undefined ? NOT_FOUND : this.#showEntry(route, entry, view);
      }
    }
  }

  async #load(entry: Entry): Promise<(Story & { readonly bytes: Uint8Array }) | undefined> {
    const bytes = await this.#library.read(entry);
    const feed = this.#library.catalogue.folders.get(entry.feed);
    const document = bytes && admit(bytes, entry.path, feed?.defaultLicence);
    return bytes === undefined || document === undefined ? undefined : { entry, document, bytes };
  }

  /**
   * Those of `entries` that can be read now, one after the other: a list of many must not hold up other readers. A
   * reply without one of them does not last: it may be readable at the next request.
   */
  async #stories(entries: readonly Entry[]): Promise<Story[]> {
    const stories: Story[] = [];
    for (const entry of entries) {
      const story = await this.#load(entry);
      if (story !== undefined) stories.push({ entry, document: story.document });
    }
    return stories;
  }

  async #digest(title: string, entries: readonly Entry[], view: View): Promise<Reply> {
    const stories = await this.#stories(entries);
    const reply = this.#text(digestLines(title, stories, view, this.#settings.host));
    return { ...reply, lasting: stories.length === entries.length };
  }

  async #showEntry(
    route: Extract<Route, { kind: 'article' | 'text' | 'part' | 'raw' }>,
    entry: Entry,
    view: View,
  ): Promise<Reply> {
    const story = await this.#load(entry);
    // the file has changed since the catalogue was made, and does not pass the gate as it is now
    if (story === undefined) return refusal('unavailable', 'unavailable');
    const { bytes, document } = story;
    const feed = this.#library.catalogue.folders.get(entry.feed);
    if (route.kind === 'raw') return ok(bytes);
    const { host } = this.#settings;
    const lines = articleText(document, textSetter(view), host);
    const text = this.#text(lines);
    if (route.kind === 'text') return text;
    const parts = view.partBytes === undefined ? [] : partsOf(document, lines, view.partBytes, view, host);
    if (route.kind === 'part') return this.#part(parts, route.part);
    const siblings = feed?.entries ?? [];
    const index = siblings.indexOf(entry);
    const surroundings = {
      self: host,
      view,
      parts: parts.length,
      catalogue: this.#library.catalogue,
      newer: siblings[index - 1],
      older: siblings[index + 1],
      feedTitle: feed?.title ?? entry.publisher,
    };
    return ok(articleMenu(document, entry, bytesOf(text.body, view), surroundings));
  }

  #part(parts: readonly (readonly string[])[], number: number): Reply {
    const part = parts[number - 1];
    if (part !== undefined) return this.#text(part);
    const sentence =
      parts.length === 0
        ? 'Parts need a view with a number of bytes, such as /view/us-ascii-40-237b/'
        : `There is no such part: this article has the parts 1 to ${parts.length}.`;
    return { status: 'not-found', body: errorMenu(sentence), lasting: false };
  }

  #text(lines: readonly string[]): Reply {
    return ok(textDocument(lines, this.#settings.textFormat));
  }

  #plus(plus: PlusRequest, route: Route | undefined, reply: Reply, view: View): Reply {
    const admin = this.#admin;
    if (route === undefined || reply.status !== 'ok')
      return { ...reply, body: plusError(admin, SENTENCES['not-found']), lasting: false };
    const { body } = reply;
    const isMenu = itemTypeOf(route) === '1' && typeof body === 'string';
    const answer = (text: string | Uint8Array): Reply => ({ ...reply, body: text });
    if (plus === '+') return answer(withHeader(plusReply(''), body));
    if (plus === '$' && isMenu) return answer(plusMenu(body));
    return answer(this.#attributes(route, bytesOf(body, view), admin, view));
  }

  /** What a page that is no article is called. */
  #nameOf(route: Route): string {
    switch (route.kind) {
      case 'front':
        return this.#settings.title;
      case 'about':
        return ABOUT_LABEL;
      case 'views':
        return VIEWS_LABEL;
      case 'caps':
      case 'robots':
        return selectorOf(route).slice(1);
      case 'latest':
      case 'opml':
      case 'digest':
        return selectorOf(route).slice(1);
      case 'atom':
      case 'twtxt':
      case 'folder':
      case 'article':
      case 'text':
      case 'part':
      case 'raw':
        return this.#library.catalogue.folders.get(route.path)?.title ?? this.#settings.title;
    }
  }

  #attributes(route: Route, bytes: number, admin: string, view: View): string {
    const { catalogue } = this.#library;
    const entry = 'path' in route ? catalogue.entries.get(route.path) : undefined;
    const name = entry?.title ?? this.#nameOf(route);
    const display = displayString(menuSetter(view).fold(truncate(plainPunctuation(name), MENU_COLUMNS)));
    const type = itemTypeOf(route);
    const mimeTypes = { '1': 'application/gopher-menu', '0': `text/plain; charset=${view.charset}` } as const;
    const modifiedMs =
      entry?.modifiedMs ?? Math.max(0, ...catalogue.newest.slice(0, 1).map((e) => e.modifiedMs));
    return plusAttributes({
      line: itemLine({ type, display, selector: selectorIn(view, route) }, this.#settings.host),
      admin,
      modified: new Date(modifiedMs),
      view: { mimeType: type === '1' || type === '0' ? mimeTypes[type] : 'application/octet-stream', bytes },
    });
  }
}

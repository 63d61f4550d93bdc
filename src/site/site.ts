/** The site on gopher: a pure function from a request to a reply, over one catalogue. */
import { plusError, plusReply, plusRequestOf, searchFieldsOf, type PlusRequest } from '../gopher/plus.ts';
import type { GopherRequest } from '../gopher/request.ts';
import { displayString, itemLine } from '../gopher/item.ts';
import { errorMenu } from '../gopher/menu.ts';
import { textDocument } from '../gopher/text.ts';
import { urlOfSelector, urlPage } from '../gopher/url-page.ts';
import { articleMenu } from './article-menu.ts';
import type { Library } from './library.ts';
import { targetOf } from './link.ts';
import { endMenu, menuFor, selectorIn } from './listing.ts';
import { adminOf, plusAnswer, plusRefusal } from './plus-answer.ts';
import { takesWords } from './resolve.ts';
import { ok, refusal, SENTENCES, type Reply } from './reply.ts';
import type { SiteSettings } from './settings.ts';
import type { StatusReport } from './status.ts';
import { keepOf, NOT_FOUND, placeOf, showAt, type Place, type Shown, type Stock } from './show.ts';
import { bytesIn, encodeFor, menuColumns, menuSetter, type View } from './view.ts';

/** Everything that is served, over one catalogue; made anew when the catalogue changes. */
export class Site implements Stock {
  readonly library: Library;
  readonly settings: SiteSettings;
  readonly report: (() => StatusReport) | undefined;

  /** `report` gives what `/status` tells of the running daemon. */
  constructor(library: Library, settings: SiteSettings, report?: () => StatusReport) {
    this.library = library;
    this.settings = settings;
    this.report = report;
  }

  /** The reply to a gopher request. Rejects only when something of ours fails. */
  async reply(request: GopherRequest): Promise<Reply> {
    const isSearch = request.fields.length > 0 && takesWords(request.selector);
    const { words, plus } = isSearch
      ? searchFieldsOf(request.fields)
      : { words: '', plus: plusRequestOf(request.fields) };
    const place = placeOf(this, request.selector, words);
    if (place === undefined) return this.#refuse('not-found', 'no-view', request.fields, this.settings.view);
    const url = urlOfSelector(place.selector);
    if (url !== undefined) return this.#url(url, request.fields, place.view);
    const { view } = place;
    const shown = await showAt(this, place);
    const reply = { ...this.#replyOf(shown, view), keep: keepOf(shown) };
    const whole = plus === undefined ? reply : this.#plus(plus, place, shown, reply);
    return typeof whole.body === 'string' ? { ...whole, body: encodeFor(view, whole.body) } : whole;
  }

  #plus(plus: PlusRequest, place: Place, shown: Shown, reply: Reply): Reply {
    return shown.kind === 'refusal'
      ? plusRefusal(reply, shown.sentence, this)
      : plusAnswer(plus, place, reply, this);
  }

  /** The page for a web address; to Gopher+ in its form, whatever it asks: the address has no attributes. */
  #url(url: string, fields: readonly string[], view: View): Reply {
    const page = urlPage(url);
    if (page === undefined) return this.#refuse('bad-request', 'not-linked', fields, view);
    const isPlus = plusRequestOf(fields) !== undefined;
    return { ...ok(isPlus ? plusReply(page) : page), keep: 'fleeting' };
  }

  #refuse(
    status: 'not-found' | 'bad-request',
    sentence: 'no-view' | 'not-linked',
    fields: readonly string[],
    view: View,
  ): Reply {
    const refused = refusal(status, sentence);
    if (plusRequestOf(fields) === undefined) return refused;
    return { ...refused, body: encodeFor(view, plusError(adminOf(this.settings), SENTENCES[sentence])) };
  }

  /** An item that leads to the original of what is not here; nothing where none can. */
  #originalItem(source: string): string {
    const { host } = this.settings;
    const target = source === '' ? undefined : targetOf(source, this.library.catalogue, host);
    if (target === undefined) return '';
    return itemLine({ ...target, display: displayString('The original') }, host);
  }

  /** What is shown, as menu, text document or bytes. */
  #replyOf(shown: Shown, view: View): Reply {
    const { host, textFormat } = this.settings;
    switch (shown.kind) {
      case 'page': {
        const setter = menuSetter(view);
        const menu = menuFor(view, host, setter);
        shown.page.write(menu);
        return ok(endMenu(menu, setter));
      }
      case 'article': {
        const textBytes = bytesIn(view, textDocument(shown.lines, textFormat));
        return ok(articleMenu(shown.document, shown.entry, textBytes, shown.surroundings));
      }
      case 'text':
        return ok(textDocument(shown.lines, textFormat));
      case 'atom':
      case 'opml':
      case 'twtxt':
        return ok(shown.text);
      case 'stored':
        return ok(shown.bytes);
      case 'refusal': {
        const front = `The front page is at ${selectorIn(view, { kind: 'front' })}`;
        const isNone = shown === NOT_FOUND || shown.status === 'gone';
        const sentences = isNone ? `${shown.sentence} ${front}` : shown.sentence;
        const items = this.#originalItem(shown.source ?? '');
        return {
          status: shown.status,
          body: errorMenu(sentences, menuColumns(view), items),
          keep: 'fleeting',
        };
      }
    }
  }
}

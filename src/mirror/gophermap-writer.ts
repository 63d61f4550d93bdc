/** A page as a `gophermap` file that other servers read: Bucktooth's dialect, as far as all of them understand it. */
import { isSameHost, selector, type Host } from '../gopher/item.ts';
import { MenuBuilder } from '../gopher/menu.ts';
import type { Facts, PageWriter, Target } from '../gopher/page-writer.ts';
import { urlOfSelector } from '../gopher/url-page.ts';
import { itemTypeOf, selectorOf, type Route } from '../site/routes.ts';
import { menuColumns, menuSetter, type View } from '../site/view.ts';

/** Where a page stands. */
export interface MapPlace {
  readonly self: Host;
  readonly view: View;
  /** The selector of the export's folder, without a slash at its end; empty where it is the root. */
  readonly base: string;
  /** The exported page at a selector of the site; `undefined` where none is. */
  readonly exported: (selector: string) => Route | undefined;
}

/** What begins a line of text that gophernicus takes for an order. */
const ORDER = /^[#!:~%=*.-]/;

/** A line of text: without a TAB it is one to every server. */
const textLine = (text: string): string => (ORDER.test(text) ? ` ${text}` : text);

/** Takes a page down; what is not exported has no item. */
export class GophermapWriter implements PageWriter {
  readonly #place: MapPlace;
  readonly #setter;
  readonly #menu: MenuBuilder;
  /** Written once something follows: what it stands above may not be exported. */
  #heading: string | undefined;
  #isBlankDue = false;
  /** The pages to which it leads. */
  readonly links: Route[] = [];

  constructor(place: MapPlace) {
    this.#place = place;
    const { self, view, base } = place;
    this.#setter = menuSetter(view);
    this.#menu = new MenuBuilder(self, {
      columns: menuColumns(view),
      prefix: base,
      isUtf8: view.charset === 'utf-8',
      fold: (text) => this.#setter.fold(text),
    });
  }

  title(text: string): this {
    this.#begin().title(text);
    return this;
  }

  heading(text: string): this {
    this.#heading = text;
    return this;
  }

  text(text: string): this {
    this.#begin().text(text);
    return this;
  }

  beneath(text: string): this {
    this.#begin().beneath(text);
    return this;
  }

  drawing(draw: (columns: number) => readonly string[]): this {
    this.#begin().drawing(draw);
    return this;
  }

  blank(): this {
    this.#isBlankDue = true;
    return this;
  }

  item(target: Target, label: string): this {
    const known = this.#known(target);
    if (known === undefined) return this.text(label);
    this.#begin().item(known, label);
    return this;
  }

  listed(target: Target, label: string, facts?: Facts): this {
    const known = this.#known(target);
    if (known !== undefined) this.#begin().listed(known, label, facts);
    return this;
  }

  wayOn(): this {
    return this;
  }

  /** The file: with selectors from the root, and host and port where they are not those of whoever serves it. */
  toString(): string {
    const note = this.#setter.renderingNote();
    if (note !== undefined) this.#menu.blank().text(note);
    const own = `\t${this.#place.self.name}\t${this.#place.self.port}`;
    const lines = this.#menu.content.split('\r\n').slice(0, -1);
    return lines
      .map((line) => {
        if (line.startsWith('i')) return `${textLine(line.slice(1, line.indexOf('\t')))}\n`;
        return `${line.endsWith(own) ? line.slice(0, -own.length) : line}\n`;
      })
      .join('');
  }

  #begin(): MenuBuilder {
    if (this.#isBlankDue && this.#menu.content !== '') this.#menu.blank();
    this.#isBlankDue = false;
    if (this.#heading !== undefined) this.#menu.heading(this.#heading);
    this.#heading = undefined;
    return this.#menu;
  }

  /** What `target` is in the export; `undefined` where it is not there. */
  #known(target: Target): Target | undefined {
    const { self, exported } = this.#place;
    const isOwn = target.host === undefined || isSameHost(target.host, self);
    if (!isOwn || urlOfSelector(target.selector) !== undefined) return target;
    const route = exported(target.selector);
    if (route === undefined) return undefined;
    this.links.push(route);
    return { type: itemTypeOf(route), selector: selector(selectorOf(route)) };
  }
}

/** Takes a page down as HTML: lines become paragraphs, items become lists of links. */
import type { Facts, PageWriter, Target } from '../gopher/page-writer.ts';
import { cleanText } from '../text/clean.ts';
import { markup, joined, type Html } from './html.ts';
import { hrefOfTarget, type Around } from './links.ts';

/** The columns of a drawing: they fit a telephone held upright. */
const DRAWING_COLUMNS = 40;

/** Lines that are drawn, or set in columns. */
const DRAWN = /^ {2}| {3}/;

/** `lines`, with their line breaks kept. */
export const paragraph = (lines: readonly Html[], className?: string): Html =>
  markup`<p${className === undefined ? undefined : markup` class="${className}"`} dir="auto">${joined(lines, markup`<br>`)}</p>`;

/** Lines as they are, in columns. */
export const preformatted = (lines: readonly string[]): Html =>
  markup`<pre dir="auto">${joined(
    lines.map((line) => markup`${cleanText(line)}`),
    markup`\n`,
  )}</pre>`;

/** A field for words, which are sent to `action`; `words` stand in it already. */
const searchForm = (action: string, label: string, words: string | undefined): Html =>
  markup`<form action="${action}" method="get" role="search">
<label>${label} <input type="search" name="q" dir="auto"${words === undefined ? undefined : markup` value="${words}"`}></label>
<button>Search</button>
</form>`;

/** An item of a list, with the lines beneath it. */
interface Item {
  readonly link: Html;
  readonly date: string | undefined;
  readonly beneath: string[];
}

function listItem({ link, date, beneath }: Item): Html {
  const lines = beneath.map((line) => markup`<div class="beneath" dir="auto">${line}</div>`);
  return date === undefined
    ? markup`<li>${link}${joined(lines, markup``)}</li>`
    : markup`<li class="dated"><time datetime="${date}">${date}</time> ${link}${joined(lines, markup``)}</li>`;
}

/** Gathers the parts of one page. */
export class HtmlWriter implements PageWriter {
  readonly #title: string;
  readonly #around: Around;
  readonly #main: Html[] = [];
  readonly #nav: Html[] = [];
  #blocks = this.#main;
  #lines: string[] = [];
  #items: Item[] = [];
  #isTitled = false;

  /** For a page called `title`, which stands above it where the page itself does not give it. */
  constructor(title: string, around: Around) {
    this.#title = title;
    this.#around = around;
  }

  title(text: string): this {
    this.#isTitled = true;
    return this.add(markup`<h1 dir="auto">${text}</h1>`);
  }

  heading(text: string): this {
    return this.add(markup`<h2 dir="auto">${text}</h2>`);
  }

  text(text: string): this {
    if (text.trim() === '') return this.blank();
    // a gophermap begins, as a rule, with the title of its folder
    if (!this.#isTitled && text.trim() === this.#title) return this.title(text);
    this.#endList();
    this.#lines.push(text);
    return this;
  }

  beneath(text: string): this {
    const item = this.#items.at(-1);
    if (item === undefined) return this.text(text);
    item.beneath.push(text);
    return this;
  }

  drawing(draw: (columns: number) => readonly string[]): this {
    return this.add(preformatted(draw(DRAWING_COLUMNS)));
  }

  blank(): this {
    this.#endLines();
    this.#endList();
    return this;
  }

  item(target: Target, label: string): this {
    return this.#link(target, label, {});
  }

  listed(target: Target, label: string, facts: Facts = {}): this {
    return this.#link(target, label, facts);
  }

  wayOn(): this {
    this.blank();
    this.#blocks = this.#nav;
    return this;
  }

  /** A part that is HTML already. */
  add(part: Html): this {
    this.blank().#blocks.push(part);
    return this;
  }

  /** The page itself. */
  get main(): Html {
    this.blank();
    const main = joined(
      this.#main,
      markup`
`,
    );
    return this.#isTitled
      ? main
      : markup`<h1 dir="auto">${this.#title}</h1>
${main}`;
  }

  /** What leads on from it; `undefined` when nothing does. */
  get nav(): Html | undefined {
    this.blank();
    return this.#nav.length === 0
      ? undefined
      : joined(
          this.#nav,
          markup`
`,
        );
  }

  #link(target: Target, label: string, { date, relation, words }: Facts): this {
    const href = hrefOfTarget(target, this.#around);
    if (target.type === '7' && href?.startsWith('/') === true)
      return this.add(searchForm(href, label, words));
    this.#endLines();
    const rel = relation === undefined ? undefined : markup` rel="${relation}"`;
    const link =
      href === undefined
        ? markup`<span dir="auto">${label}</span>`
        : markup`<a href="${href}"${rel} dir="auto">${label}</a>`;
    this.#items.push({ link, date, beneath: [] });
    return this;
  }

  #endLines(): void {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length === 0) return;
    const isDrawn = lines.some((line) => DRAWN.test(line));
    this.#blocks.push(isDrawn ? preformatted(lines) : paragraph(lines.map((line) => markup`${line}`)));
  }

  #endList(): void {
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#blocks.push(markup`<ul>\n${joined(items.map(listItem), markup`\n`)}\n</ul>`);
  }
}

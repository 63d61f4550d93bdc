/** What the pages of a site are made of, whichever form they are sent in: a menu, or a page of the web. */
import type { Host, ItemType, Selector } from './item.ts';

/** What an item leads to. Without `host` it leads to this server. */
export interface Target {
  readonly type: ItemType;
  readonly selector: Selector;
  readonly host?: Host | undefined;
}

/** What is known of a page that a list leads to. */
export interface Facts {
  /** `2025-06-30` or `2025-06`; stands before the label. */
  readonly date?: string;
  /** What it is to the page that leads there. */
  readonly relation?: 'prev' | 'next';
  /** Of a search: the words that were looked for last. */
  readonly words?: string;
}

/** Takes down one page from top to bottom. */
export interface PageWriter {
  /** What the page is called. */
  title(text: string): this;
  /** What stands above a list. */
  heading(text: string): this;
  /** A line of text. */
  text(text: string): this;
  /** A line of text on the item above it. */
  beneath(text: string): this;
  /** Lines in columns, drawn for a screen of so many. */
  drawing(draw: (columns: number) => readonly string[]): this;
  /** Ends a paragraph or a list. */
  blank(): this;
  /** An item with its label as it is. */
  item(target: Target, label: string): this;
  /** An item of a list of pages; typographic punctuation in its label may become ASCII. */
  listed(target: Target, label: string, facts?: Facts): this;
  /** What follows leads on from this page. */
  wayOn(): this;
}

/** A page of lists and text, which any writer takes down. */
export interface Page {
  readonly title: string;
  write(writer: PageWriter): void;
}

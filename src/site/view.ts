/** Views: the whole site for one kind of screen, its charset and its columns. */
import { CHARSET_NAMES, charsetName, charsetOf, type CharsetName } from '../text/charset.ts';
import { CharsetFolder } from '../text/fold.ts';
import { MAX_COLUMNS, MIN_COLUMNS, type Layout } from '../text/layout.ts';
import { Typesetter } from '../text/typesetter.ts';
import { MENU_COLUMNS } from '../gopher/menu.ts';

/** One view; `name` is its canonical spelling, such as `us-ascii-40`. */
export interface View {
  readonly name: string;
  readonly charset: CharsetName;
  readonly layout: Layout;
  /** The most bytes of one part of an article; `undefined` where articles are not parted. */
  readonly partBytes: number | undefined;
  /** Whether it stands in the selectors; a listener's own view does not. */
  readonly isNamed: boolean;
}

const NAME = /^([a-z0-9_-]+)-(\d{1,3}|unwrapped|flowed)(?:-(\d{2,5})b)?$/;
/** Less would be all credit and no text; more is no tiny payload. */
const [MIN_PART_BYTES, MAX_PART_BYTES] = [160, 65_535];
export const PREFIX = '/view/';

const viewOf = (charset: CharsetName, layout: Layout, partBytes?: number): View => ({
  name: `${charset}-${layout.kind === 'wrapped' ? layout.columns : layout.kind}${partBytes === undefined ? '' : `-${partBytes}b`}`,
  charset,
  layout,
  partBytes,
  isNamed: true,
});

function parseLayout(text: string): Layout | undefined {
  if (text === 'unwrapped' || text === 'flowed') return { kind: text };
  const columns = Number(text);
  const isFit = columns >= MIN_COLUMNS && columns <= MAX_COLUMNS && String(columns) === text;
  return isFit ? { kind: 'wrapped', columns } : undefined;
}

/** The view of this name, in any case and with common short forms of charsets; `undefined` when there is none. */
export function parseView(name: string): View | undefined {
  const [, charsetText = '', layoutText = '', bytesText] = NAME.exec(name.toLowerCase()) ?? [];
  const charset = charsetName(charsetText);
  const layout = parseLayout(layoutText);
  if (charset === undefined || layout === undefined) return undefined;
  if (bytesText === undefined) return viewOf(charset, layout);
  const bytes = Number(bytesText);
  const isFit = bytes >= MIN_PART_BYTES && bytes <= MAX_PART_BYTES && String(bytes) === bytesText;
  return isFit ? viewOf(charset, layout, bytes) : undefined;
}

/** UTF-8 in 67 columns: what every page is shown in that is asked for without a view. */
export const DEFAULT_VIEW: View = {
  ...viewOf('utf-8', { kind: 'wrapped', columns: MENU_COLUMNS }),
  isNamed: false,
};

/** What stands in every message on views. */
export const VIEW_HELP: string = `A view is CHARSET-COLUMNS, such as us-ascii-40. Charsets: ${CHARSET_NAMES.join(', ')}. Columns: ${MIN_COLUMNS} to ${MAX_COLUMNS}, unwrapped, or flowed. For articles in parts of ${MIN_PART_BYTES} to ${MAX_PART_BYTES} bytes: us-ascii-40-237b`;

/** The views that the list of views leads to, in groups: the widths of well-known machines, and every charset. */
export const LISTED_VIEWS: readonly (readonly View[])[] = [
  ['us-ascii-40', 'us-ascii-40-237b', 'cp437-40', 'utf-8-40'],
  ['us-ascii-80', 'cp437-80', 'utf-8-80'],
  ['utf-8-unwrapped', 'utf-8-flowed'],
  CHARSET_NAMES.map((charset) => `${charset}-${MENU_COLUMNS}`),
].map((names) => names.flatMap((name) => parseView(name) ?? []));

const folders = new Map<CharsetName, CharsetFolder>();

function folderOf(charset: CharsetName): CharsetFolder {
  const folder = folders.get(charset) ?? new CharsetFolder(charsetOf(charset));
  folders.set(charset, folder);
  return folder;
}

/** A typesetter for the text documents of `view`. */
export const textSetter = ({ charset, layout }: View): Typesetter =>
  new Typesetter(folderOf(charset), layout);

/** What clients put before each line of a menu: "(FILE) ". The 67 columns of wide screens leave room for it anyway. */
const MARGIN_COLUMNS = 7;

/** The columns of menus: clients cut or break what is wider than 67, and wrap no menu by themselves. */
export function menuColumns({ layout }: View): number {
  if (layout.kind !== 'wrapped' || layout.columns >= MENU_COLUMNS) return MENU_COLUMNS;
  return layout.columns - MARGIN_COLUMNS;
}

/** A typesetter for the menus of `view`. */
export const menuSetter = (view: View): Typesetter =>
  new Typesetter(folderOf(view.charset), { kind: 'wrapped', columns: menuColumns(view) });

const QUESTION_MARK = 0x3f;

/** Whether no more question marks stand in `bytes` than in `text`. */
function isWhole(bytes: Uint8Array, text: string): boolean {
  let added = 0;
  for (let index = 0; index < bytes.length; index++) if (bytes[index] === QUESTION_MARK) added++;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) === QUESTION_MARK) added--;
  return added === 0;
}

/** The bytes of `text` in `view`; UTF-8 stays text. What was not set for the view is folded here: no encoder may lose it. */
export function encodeFor({ charset }: View, text: string): string | Uint8Array {
  if (charset === 'utf-8') return text;
  const known = charsetOf(charset);
  const bytes = known.encode(text);
  // the encoder writes "?" for what the charset has not; no character of any of them has that byte within
  return isWhole(bytes, text) ? bytes : known.encode(folderOf(charset).fold(text).text);
}

const utf8 = new TextEncoder();

/** The size of `text` as it is sent in `view`. */
export function encodedBytes(view: View, text: string): number {
  const sent = encodeFor(view, text);
  return typeof sent === 'string' ? utf8.encode(sent).length : sent.length;
}

/** The size of `body` as it is sent in `view`. */
export const bytesIn = (view: View, body: string | Uint8Array): number =>
  typeof body === 'string' ? encodedBytes(view, body) : body.length;

/** A selector as the view it names and the selector in that view; `view` is `undefined` where it names none. */
export interface ViewedSelector {
  readonly view: View | undefined;
  readonly selector: string;
}

/** Parts the view from `selector`; `undefined` when it names a view that does not exist. */
export function partView(selector: string): ViewedSelector | undefined {
  const path = selector.startsWith('/') ? selector : `/${selector}`;
  if (!path.startsWith(PREFIX) || path === PREFIX) return { view: undefined, selector };
  const end = path.indexOf('/', PREFIX.length);
  const view = parseView(path.slice(PREFIX.length, end < 0 ? undefined : end));
  return view === undefined ? undefined : { view, selector: end < 0 ? '/' : path.slice(end) };
}

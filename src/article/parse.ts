/** The tolerant reader of the document layout: every departure is told, no word is dropped. */
import { firstUnwanted } from '../text/clean.ts';
import { noticeOf, type Article, type PartialDate } from './article.ts';
import { parseAuthors } from './authors.ts';
import { Cursor } from './cursor.ts';
import { parseDate } from './date.ts';
import { decode, placeOf } from './decode.ts';
import { DOTS, END, isDots, MAX_HEADER_LINES, RULE } from './marks.ts';
import { held, tolerated, type Diagnostic, type Place } from './diagnostic.ts';
import { licenceNameIn, parseFooter, type Footer } from './parse-footer.ts';
import { secondDocument } from './run-together.ts';
import { UnwritableArticle, writeArticle } from './write.ts';

/** A document as read: the article, what was tolerated, and where the parts stand that the gate asks for. */
export interface Reading {
  readonly article: Article;
  readonly diagnostics: readonly Diagnostic[];
  readonly places: {
    readonly title: Place;
    readonly body: Place;
    readonly publisher: Place;
    readonly licence: Place;
    readonly source: Place;
  };
}

/** Each line costs some twenty bytes in a menu: with more lines the menu would be many times the document. */
const MAX_DOCUMENT_LINES = 250_000;
/** More findings than this in one document help nobody. */
const MAX_DIAGNOSTICS = 20;
const NINE_DOTS = /^(?:\. ){8}\.$/m;
const DATE_LINE = /^date:\s*/i;

interface Header {
  readonly publisher: string;
  readonly notice: string;
}

function parseHeader(cursor: Cursor, diagnostics: Diagnostic[]): Header {
  const first = cursor.nextFilled();
  const place = cursor.placeOf(first);
  const dots = cursor.lines.slice(0, first + MAX_HEADER_LINES).findIndex(isDots);
  if (dots < 0) {
    const fix = 'begin with "(C) PUBLISHER", the sentence on its origin, and a line of dots';
    diagnostics.push(tolerated('header-missing', place, 'no header ends in a line of dots', fix));
    return { publisher: '', notice: '' };
  }
  const header = cursor.lines.slice(first, dots).map((line) => line.trim());
  const copyright = header.findIndex((line) => /^\(c\) |^\u00a9 /i.test(line));
  const publisher = (header[copyright] ?? '').replace(/^(?:\(c\)|\u00a9) /i, '').trim();
  const notice = header.filter((line, index) => index !== copyright && line !== '').join('\n');
  if (![noticeOf(publisher, true), noticeOf(publisher, false)].includes(notice)) {
    const message = 'the header states its origin in other words than the layout';
    diagnostics.push(tolerated('notice', place, message, 'kept as it is; nothing to do'));
  }
  cursor.at = dots + 1;
  return { publisher, notice };
}

function parseTitle(cursor: Cursor, diagnostics: Diagnostic[]): { title: string; place: Place } {
  const index = cursor.nextFilled();
  const line = cursor.line(index);
  const place = cursor.placeOf(index);
  // where the title is left out, its place is taken by the line of authors or the date
  const isAuthors = !('column' in parseAuthors(line));
  const isTitle = line.endsWith(' [1]');
  if (!isTitle && (isAuthors || DATE_LINE.test(line))) return { title: '', place };
  cursor.at = index + 1;
  if (isTitle) return { title: line.slice(0, -4).trimEnd(), place };
  const message = 'the title does not end in " [1]"';
  diagnostics.push(tolerated('title-reference-missing', place, message, 'end the title line in " [1]"'));
  return { title: line, place };
}

function parseAuthorsLine(cursor: Cursor, diagnostics: Diagnostic[]): readonly string[] {
  const index = cursor.nextFilled();
  const line = cursor.line(index);
  const place = cursor.placeOf(index);
  const fix = "write the names as a list: ['First Name', 'Second Name'], or [] when none are known";
  const isList = line.startsWith('[');
  const isByline = !DATE_LINE.test(line) && DATE_LINE.test(cursor.line(cursor.nextFilled(index + 1)));
  if (!isList && !isByline) {
    diagnostics.push(tolerated('authors-malformed', place, 'the line of authors is missing', fix));
    return [];
  }
  cursor.at = index + 1;
  const names = parseAuthors(line);
  if (!('column' in names)) return names;
  const message = 'the authors are not a list of quoted names';
  diagnostics.push(tolerated('authors-malformed', { ...place, column: names.column }, message, fix));
  const name = line.replace(/^\[|\]$/g, '').replace(/^by /i, '');
  return name.trim() === '' ? [] : [name.trim()];
}

/** The date, and the whole line as a remark where something of it is not read. */
function parseDateLine(
  cursor: Cursor,
  diagnostics: Diagnostic[],
): { readonly date: PartialDate | undefined; readonly remarks: readonly string[] } {
  const index = cursor.nextFilled();
  const line = cursor.line(index);
  const place = cursor.placeOf(index);
  const fix = 'write "Date: YYYY-MM" or "Date: YYYY-MM-DD"';
  if (!DATE_LINE.test(line)) {
    diagnostics.push(tolerated('date-malformed', place, 'the date line is missing', fix));
    return { date: undefined, remarks: [] };
  }
  cursor.at = index + 1;
  const found = parseDate(line.replace(DATE_LINE, ''));
  if (found?.whole === true) return { date: found.date, remarks: [] };
  const message =
    found === undefined ? 'the date is not in the calendar' : 'only the day of the date is read';
  diagnostics.push(tolerated('date-malformed', { ...place, column: 7 }, message, fix));
  return { date: found?.date, remarks: [line] };
}

/** Where the body ends and where the footer begins. */
function findEnd(cursor: Cursor, diagnostics: Diagnostic[]): { bodyEnd: number; footer: number } {
  const { lines, at } = cursor;
  const end = lines.findLastIndex((line, index) => index >= at && line.trim() === END);
  if (end >= 0) {
    const rule = cursor.nextFilled(end + 1);
    return { bodyEnd: end, footer: cursor.line(rule) === RULE ? rule + 1 : end + 1 };
  }
  const firstUrl = lines.findIndex((line, index) => index >= at && /^\s*\[1\] url:/i.test(line));
  const bodyEnd = firstUrl < 0 ? lines.length : firstUrl;
  const place = { line: Math.max(1, Math.min(bodyEnd, lines.length)) };
  diagnostics.push(
    tolerated('end-missing', place, 'no [END] stands after the text', 'put [END] and --- after the text'),
  );
  let last = bodyEnd - 1;
  while (last >= at && cursor.line(last) === '') last--;
  return { bodyEnd: cursor.line(last) === RULE ? last : bodyEnd, footer: bodyEnd };
}

function parseBody(cursor: Cursor, end: number): string[] {
  const paragraphs: string[] = [];
  let open: string[] = [];
  for (const line of [...cursor.lines.slice(cursor.at, end), '']) {
    if (line.trim() !== '') open.push(line);
    else if (open.length > 0) {
      paragraphs.push(open.join('\n'));
      open = [];
    }
  }
  return paragraphs;
}

function controlCharacters(text: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const at = firstUnwanted(line);
    if (at < 0) continue;
    const code = line.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    const message = `a control character, U+${code}`;
    const place = { line: index + 1, column: at + 1 };
    found.push(
      tolerated(
        'control-character',
        place,
        message,
        'a space or nothing stands for it in renderings; /raw keeps it',
      ),
    );
    if (found.length === MAX_DIAGNOSTICS) break;
  }
  return found;
}

/** Where `text` departs from what the strict writer makes of the same article, if it does. */
function layoutDeparture(received: string, article: Article): Diagnostic[] {
  const text = received.replace(NINE_DOTS, DOTS);
  let strict: string;
  try {
    strict = writeArticle(article);
  } catch (error) {
    if (error instanceof UnwritableArticle) return []; // something else was already told of it
    throw error;
  }
  if (text === strict || `${text}\n` === strict) return [];
  const shorter = Math.min(text.length, strict.length);
  let index = 0;
  while (index < shorter && text[index] === strict[index]) index++;
  const place = placeOf(text, index);
  const message = 'spaces, blank lines or wording differ from the layout here';
  return [tolerated('layout', place, message, 'read all the same; nothing to do')];
}

/** A licence line that ends without its full stop where the file ends may be the first half of another licence. */
function cutShort({ lines }: Cursor, footer: Footer): Diagnostic[] {
  const last = lines.at(-1) ?? '';
  const isSentence = licenceNameIn(last.trim()) !== undefined && !last.endsWith('.');
  const isCut = footer.via === undefined && (isSentence || /^\s*licen[cs]e\s*:/i.test(last));
  if (!isCut) return [];
  const message = 'the document ends in the middle of its licence line';
  const fix = 'fetch it again, or end its last line';
  return [held('cut-short', { line: lines.length, column: last.length + 1 }, message, fix)];
}

function publisherOf(header: Header, footer: Footer, diagnostics: Diagnostic[]): string {
  const publisher = footer.publisher === '' ? header.publisher : footer.publisher;
  if (header.publisher !== '' && publisher !== header.publisher) {
    const message = 'header and footer name different publishers';
    diagnostics.push(
      tolerated('publisher-differs', { line: 1 }, message, 'both are shown; check which is right'),
    );
  }
  return publisher;
}

/** What holds the document, all of it, and as much of the rest as helps. */
function withinLimit(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  let tolerances = 0;
  return diagnostics.filter(({ severity }) => severity === 'held' || ++tolerances <= MAX_DIAGNOSTICS);
}

function tooManyLines({ lines }: Cursor): Diagnostic[] {
  if (lines.length <= MAX_DOCUMENT_LINES) return [];
  return [held('too-large', { line: 1 }, `it has more than ${MAX_DOCUMENT_LINES} lines`, 'split it')];
}

/** All of a document down to the end of its text. */
function parseUpToEnd(cursor: Cursor, diagnostics: Diagnostic[]) {
  const header = parseHeader(cursor, diagnostics);
  const { title, place: titlePlace } = parseTitle(cursor, diagnostics);
  const authors = parseAuthorsLine(cursor, diagnostics);
  const { date, remarks: dateRemarks } = parseDateLine(cursor, diagnostics);
  const bodyPlace = cursor.placeOf(cursor.nextFilled());
  const { bodyEnd, footer: footerStart } = findEnd(cursor, diagnostics);
  const body = parseBody(cursor, bodyEnd);
  return { header, title, titlePlace, authors, date, dateRemarks, body, bodyPlace, bodyEnd, footerStart };
}

/** The body of the article that {@link parseArticle} reads from `bytes`, at a part of its cost. Cost: linear. */
export const readBody = (bytes: Uint8Array): readonly string[] =>
  parseUpToEnd(new Cursor(decode(bytes).text), []).body;

/** Reads a document from the bytes of its file. Never throws; what is missing is empty. Cost: linear. */
export function parseArticle(bytes: Uint8Array): Reading {
  const decoded = decode(bytes);
  const diagnostics: Diagnostic[] = [...decoded.diagnostics, ...controlCharacters(decoded.text)];
  const cursor = new Cursor(decoded.text);
  const { header, title, titlePlace, authors, date, dateRemarks, body, bodyPlace, bodyEnd, footerStart } =
    parseUpToEnd(cursor, diagnostics);
  const footer = parseFooter(cursor.lines, footerStart, diagnostics);
  diagnostics.push(
    ...secondDocument(cursor.lines, cursor.at, bodyEnd),
    ...tooManyLines(cursor),
    ...cutShort(cursor, footer),
  );
  const publisher = publisherOf(header, footer, diagnostics);
  const differs = header.publisher !== '' && publisher !== header.publisher;
  const article: Article = {
    publisher,
    notice: header.notice,
    title,
    authors,
    date,
    body,
    links: footer.links,
    licenceName: footer.licenceName,
    extensions: footer.extensions,
    via: footer.via,
    remarks: [...(differs ? [`(C) ${header.publisher}`] : []), ...dateRemarks, ...footer.remarks],
  };
  const isBinary = decoded.diagnostics.some(({ code }) => code === 'binary');
  if (diagnostics.length === 0) diagnostics.push(...layoutDeparture(decoded.text, article));
  return {
    article,
    // of what is no text nothing else need be said
    diagnostics: isBinary ? decoded.diagnostics : withinLimit(diagnostics),
    places: { title: titlePlace, body: bodyPlace, ...footer.places },
  };
}

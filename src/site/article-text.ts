/** The article as a plain-text document: the layout of the stored document, wrapped. */
import { writeDate } from '../article/date.ts';
import { DOTS, END, RULE } from '../article/write.ts';
import type { Host } from '../gopher/item.ts';
import { cleanLine } from '../text/clean.ts';
import { columnsOf } from '../text/columns.ts';
import { MAX_URL_CHARACTERS, wrap } from '../text/wrap.ts';
import {
  bodyLines,
  bylineOf,
  conditionLines,
  extensionLines,
  licenceLine,
  noticeLines,
  type ServedDocument,
} from './document.ts';
import { absoluteUri } from './link.ts';

/** `License: URI id` and the like, each address unbroken and, where the line would be too long, alone. */
const wrapLine = (line: string, columns: number): string[] => wrap(cleanLine(line), columns);

/** A label and an address behind it; below it and unbroken, where both are too long for one line. */
function labelled(label: string, address: string, columns: number): string[] {
  const line = `${label} ${address}`;
  if (columnsOf(line) <= columns) return [line];
  return address.length <= MAX_URL_CHARACTERS ? [label, address] : wrap(line, columns);
}

/** The lines of the text document; at most `columns` wide, a longer URL alone on its line. */
export function articleText(document: ServedDocument, columns: number, self: Host): string[] {
  const { article, licence } = document;
  const wrapped = (lines: readonly string[]): string[] => lines.flatMap((line) => wrapLine(line, columns));
  const byline = bylineOf(article);
  return [
    ...wrapped([`(C) ${article.publisher}`, ...noticeLines(article)]),
    DOTS,
    '',
    '',
    '',
    ...wrapped([`${article.title} [1]`]),
    '',
    ...(byline === undefined ? [] : [...wrapped([byline]), '']),
    ...(article.date === undefined ? [] : [`Date: ${writeDate(article.date)}`, '']),
    ...bodyLines(article, columns),
    '',
    END,
    RULE,
    ...article.links.flatMap(({ number, uri }) =>
      labelled(`[${number}] Url:`, cleanLine(absoluteUri(uri, self)), columns),
    ),
    '',
    ...wrapped([...conditionLines(document), licenceLine(licence), ...extensionLines(document)]),
    ...wrapped(article.remarks),
    ...(article.via === undefined
      ? []
      : ['', ...wrapped([`via ${article.via.site}:`, absoluteUri(article.via.uri, self)])]),
  ];
}

/** The article as a plain-text document: the layout of the stored document, wrapped. */
import { writeDate } from '../article/date.ts';
import { DOTS, END, RULE } from '../article/marks.ts';
import type { Host } from '../gopher/item.ts';
import { cleanLine } from '../text/clean.ts';
import type { Typesetter } from '../text/typesetter.ts';
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

/** The lines of the text document, set by `setter`; an address that is longer than a line stands alone on its own. */
export function articleText(document: ServedDocument, setter: Typesetter, self: Host): string[] {
  const { article, licence } = document;
  const set = (lines: readonly string[]): string[] => lines.flatMap((line) => setter.lines(cleanLine(line)));
  const byline = bylineOf(article);
  const lines = [
    ...set([`(C) ${article.publisher}`, ...noticeLines(article)]),
    DOTS,
    '',
    '',
    '',
    ...set([`${article.title} [1]`]),
    '',
    ...(byline === undefined ? [] : [...set([byline]), '']),
    ...(article.date === undefined ? [] : [`Date: ${writeDate(article.date)}`, '']),
    ...bodyLines(article, setter),
    '',
    END,
    RULE,
    ...article.links.flatMap(({ number, uri }) =>
      setter.labelled(`[${number}] Url:`, cleanLine(absoluteUri(uri, self))),
    ),
    '',
    ...set([...conditionLines(document), licenceLine(licence), ...extensionLines(document)]),
    ...set(article.remarks),
    ...(article.via === undefined
      ? []
      : ['', ...set([`via ${article.via.site}:`, absoluteUri(article.via.uri, self)])]),
  ];
  const note = setter.renderingNote();
  return note === undefined ? lines : [...lines, '', ...setter.lines(note)];
}

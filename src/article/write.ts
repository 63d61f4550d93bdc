/** The strict writer of the document layout: what it writes, the parser reads back to the same article. */
import { firstUnwanted } from '../text/clean.ts';
import { noticeOf, type Article } from './article.ts';
import { writeAuthors } from './authors.ts';
import { writeDate } from './date.ts';
import { DOTS, END, RULE } from './marks.ts';
import { secondDocument } from './run-together.ts';

/** An article that the layout cannot hold; `field` names the part at fault. */
export class UnwritableArticle extends Error {
  readonly code = 'unwritable-article';
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`the ${field} cannot be written: ${reason}`);
    this.name = 'UnwritableArticle';
    this.field = field;
  }
}

function require(condition: boolean, field: string, reason: string): asserts condition {
  if (!condition) throw new UnwritableArticle(field, reason);
}

/** A value that stands on one line, as it is. */
function line(field: string, value: string): string {
  require(value !== '', field, 'it is empty');
  require(value === value.trim(), field, 'it begins or ends with a space');
  require(firstUnwanted(value) < 0, field, 'it holds a control character or a line break');
  return value;
}

function paragraph(text: string): string {
  const lines = text.split('\n');
  require(lines.every((part) => part.trim() !== ''), 'body', 'a paragraph holds an empty line');
  require(lines.every((part) => firstUnwanted(part) < 0), 'body', 'it holds a control character');
  return text;
}

function uri(field: string, value: string): string {
  require(!/\s/u.test(value), field, 'it holds a space');
  return line(field, value);
}

function footer(article: Article): string[] {
  const numbers = new Set(article.links.map((link) => link.number));
  require(numbers.has(1), 'links', 'number 1, the source, is missing');
  require(numbers.size === article.links.length, 'links', 'a number stands twice');
  require([...numbers].every(
    (n) => Number.isSafeInteger(n) && n > 0,
  ), 'links', 'a number is not a whole one');
  require(article.via !== undefined, 'via', 'it is missing');
  require(article.remarks.length === 0, 'remarks', 'the layout has no place for them');
  require(!article.licenceName.endsWith('.'), 'licence name', 'it ends with a full stop');
  return [
    ...article.links.map((link) => `[${link.number}] Url: ${uri('links', link.uri)}`),
    '',
    `Published and (C) by ${article.publisher}`,
    `Content appears here under this condition or license: ${line('licence name', article.licenceName)}.`,
    ...article.extensions.map(({ name, value }) => {
      require(/^[A-Z][A-Za-z0-9-]*$/.test(name), 'extensions', 'a name is not Capitalised-With-Dashes');
      return `${name}: ${line('extensions', value)}`;
    }),
    '',
    `via ${line('via', article.via.site)}:`,
    uri('via', article.via.uri),
    '',
  ];
}

/**
 * The document of `article`: LF lines, the last one ended. Throws {@link UnwritableArticle} when the layout
 * cannot hold it (a line break in the title, no source, no date), so that nothing is written that reads back
 * differently.
 */
export function writeArticle(article: Article): string {
  const { publisher, notice, date } = article;
  const notices = [noticeOf(publisher, true), noticeOf(publisher, false)];
  require(notices.includes(notice), 'notice', 'it is not one of the two sentences of the layout');
  require(date !== undefined, 'date', 'it is missing');
  require(article.body.length > 0, 'body', 'it is empty');
  for (const name of article.authors) line('authors', name);
  const body = article.body.map(paragraph).join('\n\n');
  const bodyLines = [...body.split('\n'), END];
  const isOne = secondDocument(bodyLines, 0, bodyLines.length - 1).length === 0;
  require(isOne, 'body', 'it holds the end or the beginning of a document');
  return [
    `(C) ${line('publisher', publisher)}`,
    notice,
    DOTS,
    '',
    '',
    '',
    `${line('title', article.title)} [1]`,
    '',
    writeAuthors(article.authors),
    '',
    `Date: ${writeDate(date)}`,
    '',
    body,
    '',
    END,
    RULE,
    ...footer(article),
  ].join('\n');
}

/** The body of an article as HTML: each of its characters in its place, the signs of lists and quotes among them. */
import { blocksOf, type Block } from '../article/blocks.ts';
import { stretchesOf } from '../article/links.ts';
import type { Table } from '../article/table.ts';
import { cleanText } from '../text/clean.ts';
import { markup, joined, type Html } from './html.ts';
import { paragraph, preformatted } from './html-writer.ts';
import { hrefOfUri, type Around } from './links.ts';

const REFERENCE = /(\[\d{1,6}\])/;

/** Where the numbered reference `number` stands on the page. */
export const anchorOf = (number: number): string => `ref-${number}`;

/** `address` as a link, or as text where no page may lead there. */
export function linkTo(address: string, around: Around, text: string = address): Html {
  const href = hrefOfUri(address, around);
  return href === undefined ? markup`${text}` : markup`<a href="${href}">${text}</a>`;
}

/** Text without addresses, its references to `numbers` as links. */
const withReferences = (text: string, numbers: ReadonlySet<number>): Html[] =>
  text.split(REFERENCE).map((part, index) => {
    const number = Number(part.slice(1, -1));
    return index % 2 === 1 && numbers.has(number)
      ? markup`<a href="#${anchorOf(number)}">${part}</a>`
      : markup`${part}`;
  });

/** `text`, a line, with its addresses and references as links. */
function inline(text: string, numbers: ReadonlySet<number>, around: Around): Html {
  const stretches = stretchesOf(cleanText(text));
  return markup`${stretches.flatMap((stretch) =>
    stretch.isUrl ? linkTo(stretch.text, around) : withReferences(stretch.text, numbers),
  )}`;
}

function tableOf({ headings, rows }: Table, setLine: (line: string) => Html): Html {
  const head = headings.map((cell) => markup`<th scope="col">${setLine(cell)}</th>`);
  const body = rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${setLine(cell)}</td>`)}</tr>\n`);
  return markup`<div class="wide" dir="auto"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}</tbody>\n</table></div>`;
}

function blockOf(block: Block, setLine: (line: string) => Html): Html {
  switch (block.kind) {
    case 'text':
      return paragraph(block.lines.map(setLine));
    case 'quote':
      return markup`<blockquote>${paragraph(block.lines.map(setLine))}</blockquote>`;
    case 'preformatted':
      return preformatted(block.lines);
    case 'table':
      return tableOf(block.table, setLine);
    case 'bullets':
    case 'numbers': {
      const items = block.items.map(
        (lines) => markup`<li dir="auto">${joined(lines.map(setLine), markup`<br>`)}</li>\n`,
      );
      return block.kind === 'bullets' ? markup`<ul>\n${items}</ul>` : markup`<ol>\n${items}</ol>`;
    }
  }
}

/** The paragraphs of `body`; `numbers` are those of the article's references. Cost: linear. */
export function bodyOf(body: readonly string[], numbers: ReadonlySet<number>, around: Around): Html {
  const setLine = (line: string): Html => inline(line, numbers, around);
  const blocks = body.flatMap(blocksOf).map((block) => blockOf(block, setLine));
  return markup`<div class="text">\n${joined(blocks, markup`\n`)}\n</div>`;
}

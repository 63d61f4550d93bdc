/** An article as a page of the web: the words, the links, the licence block, the way on. */
import { addWayOn } from '../site/article-surroundings.ts';
import { bylineOf, creditOf, dateText, type CreditLine } from '../site/document.ts';
import { absoluteUri } from '../site/link.ts';
import type { ShownArticle } from '../site/show.ts';
import { anchorOf, bodyOf, linkTo } from './article-body.ts';
import { markup, joined, type Html } from './html.ts';
import { HtmlWriter, paragraph } from './html-writer.ts';
import { hrefOfUri, type Around } from './links.ts';

function headOf({ document: { article }, entry }: ShownArticle): Html {
  const byline = bylineOf(article);
  const date = dateText(entry);
  const dated = date === '' ? undefined : markup`, <time dir="ltr" datetime="${date}">${date}</time>`;
  return joined(
    [
      markup`<h1 dir="auto">${article.title}</h1>`,
      ...(byline === undefined ? [] : [paragraph([markup`${byline}`], 'byline')]),
      paragraph([markup`${article.publisher}${dated}`], 'origin'),
    ],
    markup`\n`,
  );
}

function referencesOf({ document: { article } }: ShownArticle, around: Around): Html | undefined {
  const seen = new Set([1]);
  const items = article.links
    .filter(({ number }) => number !== 1)
    .map(({ number, uri }) => {
      const id = seen.has(number) ? undefined : markup` id="${anchorOf(number)}"`;
      seen.add(number);
      return markup`<li${id}>[${String(number)}] ${linkTo(uri, around, absoluteUri(uri, around.self))}</li>\n`;
    });
  return items.length === 0 ? undefined : markup`<h2 lang="en">Links</h2>\n<ul>\n${items}</ul>\n`;
}

function creditLine(line: CreditLine, around: Around): Html {
  if (typeof line === 'string') return paragraph([markup`${line}`]);
  const { label, uri, relation } = line;
  const href = hrefOfUri(uri, around);
  const address = absoluteUri(uri, around.self);
  const link =
    href === undefined ? markup`${address}` : markup`<a rel="${relation}" href="${href}">${address}</a>`;
  const id = relation === 'cite' ? markup` id="${anchorOf(1)}"` : undefined;
  return markup`<p${id} dir="auto">${label} ${link}</p>`;
}

/** The parts of the page of `shown`; `textBytes` is the size of its text document. */
export function articlePage(
  shown: ShownArticle,
  textBytes: number,
  around: Around,
): { readonly main: Html; readonly nav: Html | undefined } {
  const { document, entry, surroundings } = shown;
  const { article } = document;
  const numbers = new Set(article.links.map(({ number }) => number));
  const credit = creditOf(document).map((line) => markup`${creditLine(line, around)}\n`);
  const main = markup`<article>
${headOf(shown)}
${bodyOf(article.body, numbers, around)}
${referencesOf(shown, around)}<footer lang="en">
${credit}</footer>
</article>`;
  const writer = new HtmlWriter(article.title, around);
  addWayOn(writer, entry, textBytes, surroundings);
  return { main, nav: writer.nav };
}

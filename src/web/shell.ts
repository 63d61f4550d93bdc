/** What stands around every page of the web: head, site title, the way on. */
import type { Route } from '../site/routes.ts';
import { selectorOf } from '../site/routes.ts';
import { markup, joined, type Html } from './html.ts';
import type { Around } from './links.ts';
import { STYLE } from './style.ts';

/** A page, whole but for what stands around every page. */
export interface WebPage {
  readonly title: string;
  /** The tag of its language. */
  readonly language: string;
  readonly main: Html;
  readonly nav: Html | undefined;
  /** What it shows; `undefined` for a refusal. */
  readonly route: Route | undefined;
  /** The path of the folder whose Atom it names; empty for the whole site's. */
  readonly feed: string;
  /** The address of its licence. */
  readonly licence?: string;
}

function headLinks({ route, feed, licence }: WebPage, prefix: string): Html[] {
  const atom = prefix + selectorOf({ kind: 'atom', path: feed });
  const text =
    route?.kind === 'article' ? prefix + selectorOf({ kind: 'text', path: route.path }) : undefined;
  return [
    // the views show each page again: it has one address of its own; what a search finds has none
    ...(route === undefined || route.kind === 'search'
      ? []
      : [markup`<link rel="canonical" href="${selectorOf(route)}">`]),
    markup`<link rel="alternate" type="application/atom+xml" href="${atom}">`,
    ...(text === undefined ? [] : [markup`<link rel="alternate" type="text/plain" href="${text}">`]),
    ...(licence === undefined ? [] : [markup`<link rel="license" href="${licence}">`]),
  ];
}

/** The HTML document of `page`, on the site called `siteTitle`. */
export function htmlDocument(page: WebPage, siteTitle: string, { prefix }: Around): string {
  const isFront = page.route?.kind === 'front';
  const title = isFront ? siteTitle : `${page.title} - ${siteTitle}`;
  const parts = [
    markup`<!DOCTYPE html>`,
    markup`<html lang="${page.language}">`,
    markup`<head>`,
    markup`<meta charset="utf-8">`,
    markup`<meta name="viewport" content="width=device-width, initial-scale=1">`,
    markup`<meta name="referrer" content="no-referrer">`,
    markup`<title>${title}</title>`,
    ...headLinks(page, prefix),
    markup`<style>${STYLE}</style>`,
    markup`</head>`,
    markup`<body>`,
    ...(isFront ? [] : [markup`<header><a href="${prefix}/" dir="auto">${siteTitle}</a></header>`]),
    markup`<main>\n${page.main}\n</main>`,
    ...(page.nav === undefined ? [] : [markup`<nav lang="en">\n${page.nav}\n</nav>`]),
    markup`</body>`,
    markup`</html>`,
  ];
  return `${joined(parts, markup`\n`).text}\n`;
}

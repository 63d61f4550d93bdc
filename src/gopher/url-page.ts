/** `URL:` selectors: links from a menu to the rest of the net, for clients that do not follow them by themselves. */
import { escapeMarkup } from '../text/markup.ts';
import { asSelector, type Selector } from './item.ts';
import { MAX_REQUEST_BYTES } from './request.ts';

const PREFIX = 'URL:';
const SCHEMES = new Set(['http:', 'https:', 'gopher:', 'gemini:', 'mailto:']);

/** `url` in its normal form; `undefined` when its scheme is not http, https, gopher, gemini or mailto. */
export function normalUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return SCHEMES.has(parsed.protocol) ? parsed.href : undefined;
}

/** The selector of an `h` item that leads to `url`; `undefined` when no such page would be served. */
export function urlSelector(url: string): Selector | undefined {
  const normal = normalUrl(url);
  if (normal === undefined) return undefined;
  const selector = asSelector(PREFIX + normal);
  return selector !== undefined && selector.length <= MAX_REQUEST_BYTES ? selector : undefined;
}

/** The address in a `URL:` selector, with or without a leading slash; `undefined` when the selector is none. */
export function urlOfSelector(selector: string): string | undefined {
  const match = /^\/?URL:(.*)$/s.exec(selector);
  return match === null ? undefined : match[1];
}

/** An HTML page that leads to `url`; `undefined` when its scheme is not http, https, gopher, gemini or mailto. */
export function urlPage(url: string): string | undefined {
  const normal = normalUrl(url);
  if (normal === undefined) return undefined;
  const address = escapeMarkup(normal);
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="refresh" content="5; url=${address}">`,
    '<meta name="referrer" content="no-referrer">',
    '<title>A link that leaves Gopherspace</title>',
    '</head>',
    '<body>',
    '<p>This link leaves Gopherspace. You will be taken there in five seconds:</p>',
    `<p><a href="${address}">${address}</a></p>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

/** Addresses as upstreams write them, made absolute and rid of what only tracks readers. */

/** Parameters that say how a reader came, and nothing on what is read. */
const TRACKING =
  /^(?:utm_\w*|at_(?:medium|campaign|link\w*|format|ptr\w*|bbc_team|custom\d*)|fbclid|gclid|gclsrc|dclid|msclkid|yclid|mc_[ce]id|igshid?|gbraid|wbraid|twclid|ttclid|li_fat_id|srsltid|mkt_tok|_ga|_gl|(?:mtm|pk)_(?:campaign|kwd|keyword|source|medium|content|cid|group|placement)|_hsenc|_hsmi|xtor|ns_(?:campaign|mchannel|source|linkname|fee))$/i;
const TRACKING_FRAGMENT = /^#(?:xtor|utm_|at_)/i;
const SCHEMES = new Set(['http:', 'https:', 'gopher:', 'gemini:']);
const MAX_CHARACTERS = 2000;

/** `text` resolved against `base`; `undefined` when it is no address, or not one to read at. */
export function absoluteUrl(text: string, base: string | undefined): URL | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_CHARACTERS || !URL.canParse(trimmed, base)) return undefined;
  const url = new URL(trimmed, base);
  return SCHEMES.has(url.protocol) && url.hostname !== '' ? url : undefined;
}

/** The address by which an article is known: absolute, without user, password and what tracks readers. */
export function canonicalUrl(text: string, base: string | undefined): string | undefined {
  const url = absoluteUrl(text, base);
  if (url === undefined) return undefined;
  url.username = '';
  url.password = '';
  if (TRACKING_FRAGMENT.test(url.hash)) url.hash = '';
  // not through searchParams, which write the query anew: a server may care how it was written
  const parameters = url.search.slice(1).split('&');
  const kept = parameters.filter((parameter) => !TRACKING.test(parameter.replace(/=.*$/s, '')));
  if (kept.length < parameters.length) url.search = kept.join('&');
  return url.href;
}

/** The ports that need not be said; those of http and https are not by now. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'gopher:': '70', 'gemini:': '1965' };

/**
 * What is the same of all ways to write one address: what tracks readers, http or https, a port that need not be said,
 * letter case of the host and a slash at the end mean nothing. Query and fragment may: they may tell articles apart.
 * What is no address is its own key.
 */
export function addressKey(text: string): string {
  const canonical = canonicalUrl(text, undefined);
  if (canonical === undefined) return text;
  const { protocol, hostname, port, pathname, search, hash } = new URL(canonical);
  const scheme = protocol === 'https:' ? 'http:' : protocol;
  const host = hostname.toLowerCase() + (['', DEFAULT_PORTS[protocol]].includes(port) ? '' : `:${port}`);
  return `${scheme}//${host}${pathname.replace(/\/+$/, '')}${search}${hash}`;
}

/**
 * A key that is the same for still more addresses, and may be for those of two articles: for what is not wanted. Letter
 * case of the path means nothing either, nor does a fragment.
 */
export function broadAddressKey(text: string): string {
  const [, address = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(addressKey(text)) ?? [];
  return address.toLowerCase() + query;
}

/** Whether the fragments of two addresses tell articles apart: a page may have one for each. */
export function areApart(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => /#.+$/s.exec(text)?.[0]);
  return one !== undefined && other !== undefined && one !== other;
}

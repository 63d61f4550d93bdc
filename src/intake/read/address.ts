/** Addresses as upstreams write them, made absolute and rid of what only tracks readers. */

/** Parameters that say how a reader came, and nothing on what is read. */
const TRACKING =
  /^(?:utm_\w*|at_(?:medium|campaign|link\w*|format|ptr\w*|bbc_team|custom\d*)|fbclid|gclid|gclsrc|dclid|msclkid|yclid|mc_[ce]id|igshid|_hsenc|_hsmi|xtor|ns_(?:campaign|mchannel|source|linkname|fee))$/i;
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

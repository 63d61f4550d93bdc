/** Addresses that are fetched. */
import { refused, type Refused } from './fetched.ts';

/** Longer ones are made by mistakes and traps. */
const MAX_CHARACTERS = 4_096;

/**
 * `text`, resolved against `base` where it is given, as the address to fetch, without its fragment. Every spelling of a
 * literal address becomes the usual one: `0x7f.1` is 127.0.0.1.
 */
export function webAddress(text: string, base?: URL): URL | Refused {
  if (text.length > MAX_CHARACTERS || !URL.canParse(text, base?.href))
    return refused('the address cannot be read', 'give one such as https://news.example/feed.xml');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused(`nothing is fetched from ${url.protocol} addresses`, 'give an http or https address');
  // it would stand in every document as its source
  if (url.username !== '' || url.password !== '')
    return refused('the address holds a name or a password', 'give an address that anybody may open');
  url.hash = '';
  return url;
}

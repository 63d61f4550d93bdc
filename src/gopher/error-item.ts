/** Replies that are error items. RFC 1436 section 3.8 */
import { displayString } from './item.ts';

/** What is read of a reply for that. */
const MAX_BYTES = 1_000;
const ERROR_ITEM = /^3([^\t\r\n]{0,200})[^\t\r\n]*\t[^\t\r\n]*\t[^\t\r\n]*\t\d+/;
const decoder = new TextDecoder();

/** [RFC1436-3.8] the server's own words in a reply that is an error item; `undefined` for another reply. */
export function errorWords(reply: Uint8Array): string | undefined {
  const [, words] = ERROR_ITEM.exec(decoder.decode(reply.subarray(0, MAX_BYTES))) ?? [];
  return words === undefined ? undefined : displayString(words);
}

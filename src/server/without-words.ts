/** What a reader looked for is nobody's business: requests as a log may hold them. */

/** The page of a search, or what asks for one, and whatever a client makes of the TAB behind it. */
const SEARCH = /((?:^|\/)search(?:\/\d{1,3}\/|(?![\w-]))).*$/s;

/** `text`, a selector or an address of the web, without query and without the words of a search. */
export const withoutWords = (text: string): string => text.replace(/\?.*$/s, '').replace(SEARCH, '$1');

/** A reader of HTML that forgives nothing: what it does not know for well-formed is an error. */

/** One start tag. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A page as read. */
export interface HtmlReading {
  /** The text between tags, without that of `style` and `title`; a tag is nothing, a `br` a line break. */
  readonly text: string;
  readonly tags: readonly Tag[];
}

const VOID = new Set(['meta', 'link', 'br', 'input']);
const TOKEN = /<!DOCTYPE html>|<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>|([^<>]+)|[<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** `text` with its entities decoded. Throws where an ampersand begins none. */
function decoded(text: string): string {
  return text.replace(/&([a-z]+;)?/g, (whole, name?: string) => {
    const character = ENTITIES[name?.slice(0, -1) ?? ''];
    if (character === undefined) throw new Error(`not escaped: ${whole}`);
    return character;
  });
}

/** Reads `page`. Throws when a tag is not closed in its place, or something is not escaped. */
export function readHtml(page: string): HtmlReading {
  const open: string[] = [];
  const tags: Tag[] = [];
  let text = '';
  for (const [token, slash, name, attributes, literal] of page.matchAll(TOKEN)) {
    if (literal !== undefined) {
      const characters = decoded(literal);
      if (!['style', 'title'].includes(open.at(-1) ?? '')) text += characters;
    } else if (name !== undefined && slash === '/') {
      if (open.pop() !== name) throw new Error(`closed out of place: ${token}`);
    } else if (name !== undefined) {
      if (!VOID.has(name)) open.push(name);
      if (name === 'br') text += '\n';
      const pairs = Array.from((attributes ?? '').matchAll(/ ([a-z-]+)="([^"]*)"/g), ([, key, value]) => [
        key ?? '',
        decoded(value ?? ''),
      ]);
      tags.push({ name, attributes: Object.fromEntries(pairs) });
    } else if (!token.startsWith('<!')) {
      throw new Error(`not escaped: ${token}`);
    }
  }
  if (open.length > 0) throw new Error(`never closed: ${open.join(' ')}`);
  return { text, tags };
}

/** Where the links of `reading` lead. */
export const hrefsOf = ({ tags }: HtmlReading): string[] =>
  tags.flatMap(({ name, attributes }) => (name === 'a' ? (attributes['href'] ?? []) : []));

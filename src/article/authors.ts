/** The authors' line: a list of strings as Python prints it, `['Ann', "O'Neill"]`. */

const ESCAPES: Readonly<Record<string, string>> = { n: ' ', t: ' ', r: ' ', '\\': '\\', "'": "'", '"': '"' };

/** `names` as Python's `repr` would print the list: single quotes, double ones around a name with an apostrophe. */
export function writeAuthors(names: readonly string[]): string {
  const quoted = names.map((name) => {
    const escaped = name.replaceAll('\\', '\\\\');
    return name.includes("'") && !name.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
  });
  return `[${quoted.join(', ')}]`;
}

const STRING = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gu;

function unescapePython(text: string): string {
  return text.replace(ESCAPE, (whole, x?: string, u?: string, big?: string, other?: string) => {
    if (other !== undefined) return ESCAPES[other] ?? whole;
    const codePoint = Number.parseInt(x ?? u ?? big ?? '', 16);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}

/** A longer line is no list of names, and would be too much for the pattern above. */
const MAX_LINE_CHARACTERS = 65_536;

/** The names in a Python list, or the column (from 1) at which `line` stops being one. Cost: linear. */
export function parseAuthors(line: string): readonly string[] | { readonly column: number } {
  const names: string[] = [];
  let at = 0;
  const skip = (text: string): boolean => {
    const found = line.startsWith(text, at);
    if (found) at += text.length;
    return found;
  };
  const skipSpaces = (): void => {
    while (skip(' '));
  };
  if (!skip('[') || line.length > MAX_LINE_CHARACTERS) return { column: 1 };
  skipSpaces();
  while (!skip(']')) {
    if (names.length > 0 && !skip(',')) return { column: at + 1 };
    skipSpaces();
    STRING.lastIndex = at;
    const match = STRING.exec(line);
    if (match === null) return { column: at + 1 };
    names.push(unescapePython(match[1] ?? match[2] ?? '').trim());
    at = STRING.lastIndex;
    skipSpaces();
  }
  return at === line.length ? names.filter((name) => name !== '') : { column: at + 1 };
}

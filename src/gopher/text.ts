/** Text documents on the wire. RFC 1436 section 3.2, as clients really read it. */

/** How the end of a text is told. */
export interface TextFormat {
  /** [RFC1436-3.2] Dots doubled and a Lastline. Few clients undo it: off unless a listener asks for it. */
  readonly strict: boolean;
}

/** `line` as it is sent, without its CR LF. */
export function textLine(line: string, { strict }: TextFormat): string {
  if (!line.startsWith('.')) return line;
  if (strict) return `.${line}`;
  // clients that look for a Lastline would cut the text at a lone period
  return line === '.' ? ' .' : line;
}

/** What ends a text document. */
export const textEnd = ({ strict }: TextFormat): string => (strict ? '.\r\n' : '');

/** Lines as a text document: CR LF after each, never empty. */
export function textDocument(lines: readonly string[], format: TextFormat): string {
  return `${lines.map((line) => textLine(line, format)).join('\r\n')}\r\n${textEnd(format)}`;
}

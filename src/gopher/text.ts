/** Text documents on the wire. RFC 1436 section 3.2, as clients really read it. */

/** How the end of a text is told. */
export interface TextFormat {
  /** [RFC1436-3.2] Dots doubled and a Lastline. Few clients undo it: off unless a listener asks for it. */
  readonly strict: boolean;
}

/** Lines as a text document: CR LF after each, never empty. */
export function textDocument(lines: readonly string[], format: TextFormat): string {
  const safe = lines.map((line) => {
    if (!line.startsWith('.')) return line;
    if (format.strict) return `.${line}`;
    // clients that look for a Lastline would cut the text at a lone period
    return line === '.' ? ' .' : line;
  });
  const text = `${safe.join('\r\n')}\r\n`;
  return format.strict ? `${text}.\r\n` : text;
}

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

const [DOT, CR, LF] = [0x2e, 0x0d, 0x0a];

/** Where the Lastline of `reply` begins, behind a line; -1 where it has none. */
function lastlineAt(reply: Uint8Array): number {
  const end = reply.length - (reply.at(-2) === CR ? 3 : 2);
  return reply.at(-1) === LF && end > 0 && reply[end] === DOT && reply[end - 1] === LF ? end : -1;
}

/** The indexes of the dots that begin lines of `text`. */
function* leadingDots(text: Uint8Array): Generator<number> {
  for (let at = text.indexOf(DOT); at >= 0; at = text.indexOf(DOT, at + 1))
    if (at === 0 || text[at - 1] === LF) yield at;
}

/**
 * [RFC1436-3.2] the text that a server has sent as `reply`: without its Lastline, and then with single dots again where
 * it has doubled all those that begin a line. What has no Lastline is as it came. Cost: linear.
 */
export function textOfReply(reply: Uint8Array): Uint8Array {
  const end = lastlineAt(reply);
  if (end < 0) return reply;
  const text = reply.subarray(0, end);
  const dots = [...leadingDots(text)];
  // many servers add a Lastline alone
  if (!dots.every((at) => text[at + 1] === DOT)) return text;
  const doubled = new Set(dots);
  return text.filter((_, at) => !doubled.has(at));
}

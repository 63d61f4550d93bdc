/** Text for man(7): escaped, and filled into lines that no formatter complains of. */

/** Source lines are no longer than this, as mandoc's style has it. */
const MAX_BYTES = 78;

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': String.raw`\e`,
  '-': String.raw`\-`,
  "'": String.raw`\(aq`,
  '"': String.raw`\(dq`,
  '`': String.raw`\(ga`,
  '^': String.raw`\(ha`,
  '~': String.raw`\(ti`,
};

/** `text` so that each character is shown as it is: within a line, or as an argument of a macro in quotes. */
export const roffEscaped = (text: string): string =>
  text.replaceAll(/[\\\-'"`^~]/g, (character) => ESCAPES[character] ?? character);

/** `line` so that it is no request, whatever it begins with. */
const asText = (line: string): string => (/^[.']/.test(line) ? String.raw`\&${line}` : line);

/** Running text; each sentence begins a line, so that formatters know where one ends. */
export function roffText(text: string): string[] {
  const lines: string[] = [];
  for (const sentence of text.split(/(?<=[.!?])\s+(?=[A-Z])/)) {
    let line = '';
    for (const word of roffEscaped(sentence).split(/\s+/)) {
      if (line !== '' && Buffer.byteLength(`${line} ${word}`) > MAX_BYTES) {
        lines.push(line);
        line = '';
      }
      line = line === '' ? asText(word) : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.filter((line) => line !== '');
}

/** `text` in bold. */
export const bold = (text: string): string => String.raw`\fB${roffEscaped(text)}\fR`;

/** `text` in italics: what the reader puts in. */
export const italic = (text: string): string => String.raw`\fI${roffEscaped(text)}\fR`;

/** A heading and what is below it; nothing where nothing is below it. */
export const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`.SH ${title}`, ...lines.slice(lines[0] === '.PP' ? 1 : 0)];

/** `term`, which is roff already, and below it its text. */
export const term = (head: string, text: string): string[] => ['.TP', head, ...roffText(text)];

/** A line as it is typed, and below it what it does. */
export function literalLine(line: string, meaning: string | undefined): string[] {
  const below = meaning === undefined ? [] : ['.RS 4', ...roffText(meaning), '.RE'];
  return ['.PP', asText(bold(line)), ...below];
}

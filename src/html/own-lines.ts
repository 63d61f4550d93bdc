/** Lines of an article that would be read as the head or the foot of its document. */

const INDENT = '    ';
/** [src/article/run-together.ts] what is indented by four spaces is quoted. */
const OWN =
  /^ {0,3}(?:\[END\]\s*$|published and (?:\(c\)|\u00a9) by |content appears here under this condition or licen[cs]e:)/i;
const HEAD = /^ {0,3}(?:\(c\)|\u00a9) /i;
const DOTS = /^\s*\.(?:\s*\.){4,}\s*$/;
const MAX_DOTS_CHARACTERS = 200;

const isDots = (line: string): boolean => line.length <= MAX_DOTS_CHARACTERS && DOTS.test(line);

/** `paragraphs`, with those lines indented. No word is changed. Cost: linear. */
export function withoutOwnLines(paragraphs: readonly string[]): string[] {
  const hasDots = paragraphs.some((paragraph) => paragraph.split('\n').some(isDots));
  return paragraphs.map((paragraph) =>
    paragraph
      .split('\n')
      .map((line) => (OWN.test(line) || (hasDots && HEAD.test(line)) ? INDENT + line.trimStart() : line))
      .join('\n'),
  );
}

/** The lines that part a document into header, text and footer. */

/** The line that ends the header. Documents in circulation have nine or ten dots; ten is what the feeds send today. */
export const DOTS = '. . . . . . . . . .';
export const END = '[END]';
export const RULE = '---';

/** The dots that end the header are looked for in so many lines. */
export const MAX_HEADER_LINES = 12;
/** A longer line is no line of dots, and would be too much for the pattern. */
const MAX_DOTS_CHARACTERS = 200;
const DOTS_LINE = /^\s*\.(?:\s*\.){4,}\s*$/;

/** Whether `line` is five dots or more, and nothing else but spaces. */
export const isDots = (line: string): boolean => line.length <= MAX_DOTS_CHARACTERS && DOTS_LINE.test(line);

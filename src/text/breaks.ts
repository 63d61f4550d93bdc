/** Where a line may end in scripts that are written without spaces. */

/** Scripts written without spaces; Hangul has them. */
const CJK = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u;
const NOT_AT_LINE_START = /^[、。，．：；！？」』）】〉》〕ー々’”!),.:;?\]}]/u;
const NOT_AT_LINE_END = /[「『（【〈《〔‘“([{]$/u;

const [IS_KNOWN, IS_CJK, NEVER_FIRST, NEVER_LAST] = [1, 2, 4, 8];
/** What is known of characters as neighbours of a line's end; 0 = nothing yet. */
const known = new Uint8Array(0x10000);

function findTraits(character: string): number {
  return (
    IS_KNOWN |
    (CJK.test(character) ? IS_CJK : 0) |
    (NOT_AT_LINE_START.test(character) ? NEVER_FIRST : 0) |
    (NOT_AT_LINE_END.test(character) ? NEVER_LAST : 0)
  );
}

/** The traits of a user-perceived character; most are one code unit, of which each is found once. */
export function traitsOf(character: string): number {
  if (character.length > 1) return findTraits(character);
  const unit = character.charCodeAt(0);
  return (known[unit] ||= findTraits(character));
}

/** Whether a line may end between characters of these traits. */
export const mayBreak = (last: number, first: number): boolean =>
  ((last | first) & IS_CJK) !== 0 && (first & NEVER_FIRST) === 0 && (last & NEVER_LAST) === 0;

/** Whether `text` holds a character of such a script. */
export const hasCjk = (text: string): boolean => CJK.test(text);

/** Numbers of items as a list asks for them. */

const ROMAN: readonly (readonly [value: number, letters: string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];
const MAX_ROMAN = 300;

function roman(number: number): string {
  let left = number;
  return ROMAN.map(([value, letters]) => {
    const count = Math.floor(left / value);
    left -= count * value;
    return letters.repeat(count);
  }).join('');
}

/** [HTML 4.4.5] `number` in letters for a list of `type` a, A, i or I; in digits for others, and beyond z and 300. */
export function numeral(number: number, type: string | undefined): string {
  const kind = type?.trim();
  if ((kind === 'a' || kind === 'A') && number >= 1 && number <= 26)
    return String.fromCharCode(kind.charCodeAt(0) + number - 1);
  if (number < 1 || number > MAX_ROMAN) return `${number}`;
  if (kind === 'i') return roman(number);
  return kind === 'I' ? roman(number).toUpperCase() : `${number}`;
}

/**
 * Display columns: how wide a text stands on a terminal of fixed-width cells.
 *
 * Wide is what Unicode's East Asian Width (UAX #11) calls W or F and what has emoji presentation (UTS #51);
 * combining marks and format characters take no column; an emoji sequence (ZWJ, flag, keycap, skin tone) is one
 * wide cell pair, however many code points it has.
 */

/** First and last code point of each run that is wide without being an emoji. */
const WIDE_RUNS: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x1b2fb],
  [0x1d300, 0x1d356],
  [0x1d360, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

const EMOJI = /\p{Emoji_Presentation}/u;
const NO_COLUMN = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;
/** What makes several code points one cell pair: ZWJ, emoji selector, keycap, flags, skin tones. */
const SEQUENCE = /\u200d|\ufe0f|\u20e3|\p{Regional_Indicator}|\p{Emoji_Modifier}/u;
const EMOJI_SEQUENCE =
  /^(?:\p{Regional_Indicator}{2}|[#*0-9]\ufe0f?\u20e3|\p{Emoji_Presentation}|\p{Extended_Pictographic}.*(?:\ufe0f|\u200d|\p{Emoji_Modifier}))/u;

/**
 * Texts of these characters alone have one code point to each user-perceived character: Latin, Greek, Cyrillic,
 * general punctuation, currency signs, kana, CJK ideographs, Hangul syllables, full-width forms. No spaces but U+0020
 * and those that do not break, no soft hyphen, no combining mark.
 */
const SINGLE =
  /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u3001-\u3029\u3030-\u303d\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d]*$/;
/** Of those, the ones that take one column each. */
const NARROW =
  /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]*$/;

/** Whether every user-perceived character of `text` is one UTF-16 code unit, and only U+0020 among them is a space that breaks. */
export const isSingle = (text: string): boolean => SINGLE.test(text);

/** Whether every character of `text` is one UTF-16 code unit and one column, and only U+0020 among them is a space that breaks. */
export const isNarrow = (text: string): boolean => NARROW.test(text);

let segmenter: Intl.Segmenter | undefined;
/** Made when first needed: it takes milliseconds, and most texts do without. */
const theSegmenter = (): Intl.Segmenter =>
  (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' }));
/** Intl.Segmenter takes quadratic time on a long text, so it sees a window at a time; no real character is longer. */
const SEGMENT_WINDOW = 512;
/** Widths already found, plus one (0 = not yet); everything above is either wide by its plane or has no column. */
const known = new Uint8Array(0x20000);

function isWide(codePoint: number, character: string): boolean {
  return WIDE_RUNS.some(([first, last]) => codePoint >= first && codePoint <= last) || EMOJI.test(character);
}

function findColumns(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (NO_COLUMN.test(character)) return 0;
  return isWide(codePoint, character) ? 2 : 1;
}

/** Columns of one code point: 0, 1 or 2. */
export function columnsOfCodePoint(codePoint: number): number {
  if (codePoint < 0x300) return codePoint === 0xad ? 0 : 1;
  if (codePoint >= known.length) return findColumns(codePoint);
  let stored = known[codePoint] ?? 0;
  if (stored === 0) known[codePoint] = stored = findColumns(codePoint) + 1;
  return stored - 1;
}

function columnsOfCodePoints(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOfCodePoint(character.codePointAt(0) ?? 0);
  return columns;
}

/** The user-perceived characters (UAX #29) of `text`, in order. */
function* segmentsOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const window = text.slice(start, start + SEGMENT_WINDOW);
    const segments = Array.from(theSegmenter().segment(window), ({ segment }) => segment);
    const isLast = start + SEGMENT_WINDOW >= text.length;
    // the last one may go on in the next window
    const whole = isLast || segments.length === 1 ? segments : segments.slice(0, -1);
    for (const segment of whole) {
      yield segment;
      start += segment.length;
    }
  }
}

function columnsOfCluster(cluster: string): number {
  return EMOJI_SEQUENCE.test(cluster) ? 2 : columnsOfCodePoints(cluster);
}

/**
 * The columns that `text`, one line without control characters, takes on a terminal. Cost: linear.
 */
export function columnsOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  if (!SEQUENCE.test(text)) return columnsOfCodePoints(text);
  let columns = 0;
  for (const segment of segmentsOf(text)) columns += columnsOfCluster(segment);
  return columns;
}

/** One user-perceived character (UAX #29) and the columns it takes. */
export interface Cluster {
  readonly text: string;
  readonly columns: number;
}

/** `text` cut into its user-perceived characters: the places where a line may be cut by force. */
export function* clustersOf(text: string): Generator<Cluster> {
  const isOneEach = SINGLE.test(text);
  for (const segment of isOneEach ? text : segmentsOf(text))
    yield {
      text: segment,
      columns: isOneEach ? columnsOfCodePoint(segment.charCodeAt(0)) : columnsOfCluster(segment),
    };
}

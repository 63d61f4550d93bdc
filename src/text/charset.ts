/** Charsets: what each can say, and its bytes. */
import iconv from 'iconv-lite';

/** The charsets of views, by their IANA names; `cp437` and `cp850` are what their users call IBM437 and IBM850. */
export const CHARSET_NAMES = [
  'utf-8',
  'us-ascii',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'iso-8859-2',
  'iso-8859-7',
  'windows-1251',
  'koi8-r',
  'cp437',
  'cp850',
  'macroman',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
] as const;
export type CharsetName = (typeof CHARSET_NAMES)[number];

/** Names that MIME spells otherwise. */
const MIME_NAMES: Readonly<Partial<Record<CharsetName, string>>> = {
  'koi8-r': 'KOI8-R',
  cp437: 'IBM437',
  cp850: 'IBM850',
  macroman: 'macintosh',
  shift_jis: 'Shift_JIS',
  'euc-jp': 'EUC-JP',
  gb18030: 'GB18030',
  big5: 'Big5',
};

/** [RFC2978] the name of a charset in a MIME type, as IANA has it. */
export const mimeName = (name: CharsetName): string => MIME_NAMES[name] ?? name;

/** A charset of a reader's machine. */
export interface Charset {
  readonly name: CharsetName;
  /** Whether `character`, one code point, has a code of its own that reads back as itself. */
  has(character: string): boolean;
  /** How many bytes `character`, one code point, takes. */
  sizeOf(character: string): number;
  /** The bytes of `text`. What the charset has not must be folded before, or it is lost. */
  encode(text: string): Uint8Array;
}

const BMP = 0x10000;
const [UNKNOWN, PRESENT, ABSENT] = [0, 1, 2];

/** Every code point but the surrogates; of the first plane gb18030 has nearly all. */
const isWhole = (name: CharsetName, codePoint: number): boolean =>
  name === 'utf-8' || (name === 'gb18030' && codePoint >= BMP);

/** What damaged characters become on reading; the tables have it where they have nothing. */
const REPLACEMENT = '\ufffd';

/** By "big5" iconv-lite means the superset of Hong Kong; most readers of it know code page 950 alone. */
const codecOf = (name: CharsetName): string => (name === 'big5' ? 'cp950' : name);

function makeCharset(name: CharsetName): Charset {
  const codec = codecOf(name);
  const known = new Uint8Array(BMP);
  const sizes = new Uint8Array(BMP);
  // the encoder writes "?" for what it has not, without a word: only what reads back as itself is there
  const isThere = (character: string): boolean =>
    character !== REPLACEMENT && iconv.decode(iconv.encode(character, codec), codec) === character;
  return {
    name,
    has(character) {
      const codePoint = character.codePointAt(0) ?? 0;
      if (isWhole(name, codePoint)) return true;
      if (codePoint < 0x80) return true;
      if (codePoint >= BMP) return isThere(character);
      if (known[codePoint] === UNKNOWN) known[codePoint] = isThere(character) ? PRESENT : ABSENT;
      return known[codePoint] === PRESENT;
    },
    sizeOf(character) {
      const codePoint = character.codePointAt(0) ?? 0;
      // no charset of views writes ASCII otherwise, and four bytes are what planes beyond the first take
      if (codePoint < 0x80 || codePoint >= BMP) return codePoint < 0x80 ? 1 : 4;
      return (sizes[codePoint] ||= iconv.encode(character, codec).length);
    },
    encode: (text) => iconv.encode(text, codec),
  };
}

const made = new Map<CharsetName, Charset>();

/** The charset of this name. */
export function charsetOf(name: CharsetName): Charset {
  const charset = made.get(name) ?? makeCharset(name);
  made.set(name, charset);
  return charset;
}

/** What people type. */
const ALIASES: ReadonlyMap<string, CharsetName> = new Map([
  ['utf8', 'utf-8'],
  ['ascii', 'us-ascii'],
  ['latin1', 'iso-8859-1'],
]);

/** `name`, in any case or a common short form, as the name of a charset that views have. */
export function charsetName(name: string): CharsetName | undefined {
  const lower = name.toLowerCase();
  return ALIASES.get(lower) ?? CHARSET_NAMES.find((known) => known === lower);
}

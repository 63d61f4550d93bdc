/** Bytes that should be UTF-8, and what they are when they are not. */
import iconv from 'iconv-lite';

// to make one takes longer than to read a page with it
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** `bytes` as UTF-8, a byte-order mark included; `undefined` where they are none. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined; // invalid UTF-8 is what is asked here, not a failure
  }
}

/** What bytes that are no UTF-8 are taken for. */
export interface Guess {
  readonly charset: 'utf-8' | 'windows-1252';
  readonly text: string;
  /** The bytes as UTF-8, with U+FFFD for each of the `broken` characters. */
  readonly lenient: string;
  readonly broken: number;
}

/** Characters beyond ASCII that stand whole in `lenient`, and those that do not. */
function counts(lenient: string): { whole: number; broken: number } {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < lenient.length; at++) {
    const unit = lenient.charCodeAt(at);
    if (unit === 0xfffd) broken++;
    // a pair of surrogates counts once
    else if (unit >= 0x80 && unit < 0xfffd && (unit < 0xdc00 || unit > 0xdfff)) whole++;
  }
  return { whole, broken };
}

/**
 * The text of `bytes`, which are no UTF-8: mostly good UTF-8 is UTF-8 that was cut or damaged, since read as
 * Windows-1252 every good character would turn to junk; all else is Windows-1252.
 */
export function guessEightBit(bytes: Uint8Array): Guess {
  const lenient = lenientUtf8.decode(bytes);
  const { whole, broken } = counts(lenient);
  if (whole > 0 && whole >= broken) return { charset: 'utf-8', text: lenient, lenient, broken };
  return { charset: 'windows-1252', text: iconv.decode(bytes, 'windows-1252'), lenient, broken };
}

/** From the bytes of a file to its text, in whatever encoding it came. */
import iconv from 'iconv-lite';
import { decodeUtf8, guessEightBit } from '../text/utf8.ts';
import { held, tolerated, type Diagnostic } from './diagnostic.ts';

/** A file's text with LF line ends, and what had to be tolerated to read it. */
export interface Decoded {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

const startsWith = (bytes: Uint8Array, ...first: number[]): boolean =>
  first.every((byte, index) => bytes[index] === byte);

/** Line and column, counted from 1, of `index` in `text`. */
export function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: index - lineStart + 1 };
}

function decodeEightBit(bytes: Uint8Array): Decoded {
  const { charset, text, lenient, broken } = guessEightBit(bytes);
  const place = placeOf(lenient, lenient.indexOf('\ufffd'));
  switch (charset) {
    case 'utf-8': {
      const message = `${broken} character${broken === 1 ? '' : 's'} of this UTF-8 text cannot be read`;
      const fix = 'fetch the document again from its source';
      return { text, diagnostics: [held('encoding-damaged', place, message, fix)] };
    }
    case 'windows-1252': {
      const message = 'the text is not UTF-8; read as Windows-1252';
      return { text, diagnostics: [tolerated('encoding', place, message, 'send new documents in UTF-8')] };
    }
  }
}

function decodeCharset(bytes: Uint8Array): Decoded {
  const isLittle = startsWith(bytes, 0xff, 0xfe);
  if (isLittle || startsWith(bytes, 0xfe, 0xff)) {
    const name = isLittle ? 'utf-16le' : 'utf-16be';
    const diagnostic = tolerated(
      'encoding',
      { line: 1 },
      `the text is ${name}`,
      'send new documents in UTF-8',
    );
    const damaged = bytes.length % 2 === 1;
    const text = iconv.decode(damaged ? bytes.subarray(0, -1) : bytes, name);
    if (!damaged) return { text, diagnostics: [diagnostic] };
    const message = 'the UTF-16 text ends in the middle of a character';
    const place = placeOf(text, text.length);
    return {
      text,
      diagnostics: [held('encoding-damaged', place, message, 'fetch the document again from its source')],
    };
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const text = iconv.decode(bytes.subarray(0, nul), 'latin1');
    const fix = 'only text documents can be served: remove the file from the folder';
    return { text: '', diagnostics: [held('binary', placeOf(text, nul), 'the file holds a NUL byte', fix)] };
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) return decodeEightBit(bytes);
  if (!text.startsWith('\ufeff')) return { text, diagnostics: [] };
  const message = 'the text begins with a byte-order mark';
  return {
    text: text.slice(1),
    diagnostics: [tolerated('byte-order-mark', { line: 1 }, message, 'not needed in UTF-8')],
  };
}

/**
 * The text of `bytes`: UTF-8, UTF-16 with a byte-order mark, else Windows-1252 (of which ISO-8859-1 text is a
 * part). CRLF, and CR in a file without LF, become LF. Never throws.
 */
export function decode(bytes: Uint8Array): Decoded {
  const { text, diagnostics } = decodeCharset(bytes);
  const end = text.includes('\n') ? '\r\n' : '\r';
  const at = text.indexOf(end);
  if (at < 0) return { text, diagnostics };
  const message = `lines end in ${end === '\r' ? 'CR' : 'CRLF'}`;
  return {
    text: text.replaceAll(end, '\n'),
    diagnostics: [
      ...diagnostics,
      tolerated('line-endings', placeOf(text, at), message, 'read as LF; nothing to do'),
    ],
  };
}

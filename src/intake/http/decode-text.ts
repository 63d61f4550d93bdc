/** From the bytes of an upstream to text, in whatever charset they came. */
import iconv from 'iconv-lite';
import { decodeUtf8, guessEightBit } from '../../text/utf8.ts';

export interface DecodedText {
  /** Without byte-order mark. */
  readonly text: string;
  /** By its name in the Encoding standard, in lower case. */
  readonly charset: string;
}

export type TextKind = 'xml' | 'html' | 'json';

/** [HTML-13.2.3.2] how far a document is searched for what it says of its charset. */
const SEARCHED_BYTES = 1024;

/** [Encoding-4.2] the charset that `label` means on the web, where "iso-8859-1" is Windows-1252; `undefined` for none. */
function charsetOf(label: string | undefined): string | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label).encoding;
  } catch {
    return undefined; // no charset of the web, which is what is asked here
  }
}

/** [RFC9110-8.3.2] the charset parameter of a Content-Type. */
const fromHeader = (contentType: string): string | undefined =>
  charsetOf(/;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1]);

function fromMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** [XML-F.1] what begins with `<` in two bytes is UTF-16, mark or not. */
function fromFirstCharacter(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0x3c && second === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c) return 'utf-16be';
  return undefined;
}

function declared(head: string, kind: TextKind): string | undefined {
  switch (kind) {
    case 'xml':
      return /^\s*<\?xml\s[^>]{0,300}?\bencoding\s*=\s*["']([^"']{1,40})["']/.exec(head)?.[1];
    case 'html':
      // both `<meta charset=...>` and `<meta http-equiv=... content="...; charset=...">`
      return /<meta\s[^>]{0,300}?\bcharset\s*=\s*["']?\s*([^\s"'/>;]{1,40})/i.exec(head)?.[1];
    case 'json':
      return undefined; // [RFC8259-8.1] it is UTF-8
  }
}

function fromDocument(bytes: Uint8Array, kind: TextKind): string | undefined {
  const head = iconv
    .decode(bytes.subarray(0, SEARCHED_BYTES), 'latin1')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  const charset = charsetOf(declared(head, kind));
  // [HTML-13.2.3.2] where ASCII could be read it is no UTF-16
  return charset?.startsWith('utf-16') === true ? 'utf-8' : charset;
}

function decodeAs(bytes: Uint8Array, charset: string): DecodedText {
  // TextDecoder of some versions of Node leaves out the quotation marks and dashes of Windows-1252
  if (charset === 'windows-1252') return { charset, text: iconv.decode(bytes, charset) };
  if (charset !== 'utf-8') return { charset, text: new TextDecoder(charset).decode(bytes) };
  const text = decodeUtf8(bytes);
  const read = text === undefined ? guessEightBit(bytes) : { charset, text };
  return { charset: read.charset, text: read.text.replace(/^\ufeff/, '') };
}

/**
 * The text of `bytes`. The charset is that of its byte-order mark, else of `contentType`, the header, else what an XML
 * prolog or a meta element in the first 1,024 bytes says, else UTF-8. What is said to be UTF-8 and is not is read as
 * Windows-1252, unless most of it is good UTF-8: then U+FFFD stands for what is broken. Never throws.
 */
export function decodeText(bytes: Uint8Array, contentType: string, kind: TextKind): DecodedText {
  const charset =
    fromMark(bytes) ??
    fromFirstCharacter(bytes) ??
    fromHeader(contentType) ??
    fromDocument(bytes, kind) ??
    'utf-8';
  return decodeAs(bytes, charset);
}

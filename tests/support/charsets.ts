/** Texts in the charsets of views, as a reader's machine decodes them. */
import iconv from 'iconv-lite';

const codecOf = (charset: string): string => (charset === 'big5' ? 'cp950' : charset);

/** `bytes` as text; U+FFFD for what is no character of `charset`. */
export const decodeAs = (charset: string, bytes: Uint8Array): string =>
  iconv.decode(Buffer.from(bytes), codecOf(charset), { stripBOM: false });

/** `text` as bytes. */
export const encodeAs = (charset: string, text: string): Buffer => iconv.encode(text, codecOf(charset));

/** Text from upstreams, in whatever charset it came. */
import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeText, type TextKind } from '../../src/intake/http/decode-text.ts';

const TEXT = 'Łódź';
const QUOTED = '“Déjà vu” – €4';
const xml = (charset: string, text: string): string =>
  `<?xml version="1.0" encoding='${charset}'?><a>${text}</a>`;
const meta = (charset: string, text: string): string =>
  `<!doctype html><title>x</title><meta charset=${charset}>${text}`;
const httpEquiv = (charset: string, text: string): string =>
  `<html><head><META content="text/html; charset=${charset}" http-equiv="Content-Type"/>${text}`;

test.each<
  [name: string, bytes: Uint8Array, contentType: string, kind: TextKind, text: string, charset: string]
>([
  ['nothing said', Buffer.from(TEXT), 'text/html', 'html', TEXT, 'utf-8'],
  [
    'the header',
    iconv.encode(TEXT, 'iso-8859-2'),
    'text/html; Charset="ISO-8859-2"',
    'html',
    TEXT,
    'iso-8859-2',
  ],
  [
    'a mark before the header',
    Buffer.from(`\ufeff${TEXT}`),
    'text/xml; charset=koi8-r',
    'xml',
    TEXT,
    'utf-8',
  ],
  ['a mark of UTF-16', iconv.encode(TEXT, 'utf-16be', { addBOM: true }), '', 'json', TEXT, 'utf-16be'],
  [
    'a mark of UTF-16, little',
    iconv.encode(TEXT, 'utf-16le', { addBOM: true }),
    '',
    'html',
    TEXT,
    'utf-16le',
  ],
  ['UTF-16 without a mark', iconv.encode('<a>ł</a>', 'utf-16le'), 'text/xml', 'xml', '<a>ł</a>', 'utf-16le'],
  [
    'a prolog',
    iconv.encode(xml('koi8-r', 'мост'), 'koi8-r'),
    'text/xml',
    'xml',
    xml('koi8-r', 'мост'),
    'koi8-r',
  ],
  [
    'the header before a prolog',
    Buffer.from(xml('koi8-r', 'ł')),
    'text/xml;charset=utf-8',
    'xml',
    xml('koi8-r', 'ł'),
    'utf-8',
  ],
  ['a prolog of no charset', Buffer.from(xml('none', 'ł')), 'text/xml', 'xml', xml('none', 'ł'), 'utf-8'],
  [
    'a prolog of UTF-16 that is none',
    Buffer.from(xml('utf-16', 'ł')),
    '',
    'xml',
    xml('utf-16', 'ł'),
    'utf-8',
  ],
  ['a prolog is for XML', Buffer.from(xml('koi8-r', 'ł')), '', 'html', xml('koi8-r', 'ł'), 'utf-8'],
  [
    'a meta element',
    iconv.encode(meta('Shift_JIS', '橋'), 'shift_jis'),
    '',
    'html',
    meta('Shift_JIS', '橋'),
    'shift_jis',
  ],
  [
    'http-equiv',
    iconv.encode(httpEquiv('gb2312', '桥'), 'gbk'),
    '',
    'html',
    httpEquiv('gb2312', '桥'),
    'gbk',
  ],
  [
    'one in a comment',
    Buffer.from(`<!-- <meta charset=koi8-r> -->ł`),
    '',
    'html',
    '<!-- <meta charset=koi8-r> -->ł',
    'utf-8',
  ],
  [
    'one too late',
    Buffer.from(`${' '.repeat(1_024)}<meta charset=koi8-r>ł`),
    '',
    'html',
    `${' '.repeat(1_024)}<meta charset=koi8-r>ł`,
    'utf-8',
  ],
  [
    'Latin-1 is Windows-1252',
    iconv.encode(QUOTED, 'windows-1252'),
    'text/html; charset=iso-8859-1',
    'html',
    QUOTED,
    'windows-1252',
  ],
  ['no UTF-8', iconv.encode(QUOTED, 'windows-1252'), '', 'html', QUOTED, 'windows-1252'],
  [
    'UTF-8 in name alone',
    iconv.encode(QUOTED, 'windows-1252'),
    'text/html; charset=utf-8',
    'html',
    QUOTED,
    'windows-1252',
  ],
  [
    'damaged UTF-8',
    Buffer.concat([Buffer.from(TEXT), Buffer.of(0xff)]),
    'application/json',
    'json',
    `${TEXT}\ufffd`,
    'utf-8',
  ],
  [
    'UTF-7 is nothing',
    Buffer.from('+ADw-script+AD4-'),
    'text/html; charset=utf-7',
    'html',
    '+ADw-script+AD4-',
    'utf-8',
  ],
  ['an odd header', Buffer.from(TEXT), 'text/html; charset="', 'html', TEXT, 'utf-8'],
  ['nothing at all', Buffer.alloc(0), '', 'xml', '', 'utf-8'],
])('the charset of %s', (_, bytes, contentType, kind, text, charset) => {
  expect(decodeText(bytes, contentType, kind)).toEqual({ text, charset });
});

test('any bytes of any name can be read; what is UTF-8 comes whole', () => {
  const kind = fc.constantFrom<TextKind[]>('xml', 'html', 'json');
  const label = fc.oneof(
    fc.string(),
    fc.constantFrom('utf-16le', 'iso-2022-jp', 'replacement', 'big5', 'x-user-defined'),
  );
  fc.assert(
    fc.property(fc.uint8Array(), label, kind, (bytes, charset, as) => {
      expect(typeof decodeText(bytes, `text/html; charset=${charset}`, as).text).toBe('string');
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(decodeText(Buffer.from(text), 'text/html; charset=utf-8', 'html').text).toBe(
        text.replace(/^\ufeff/, ''),
      );
    }),
  );
});

test('a long head without an end is searched in time', () => {
  const heads = ['<meta ', '<?xml version="1.0" ', '<!-- ', '<meta charset', ' '];
  for (const head of heads) {
    const bytes = Buffer.from(head.repeat(4_000_000 / head.length));
    for (const kind of ['xml', 'html'] as const) expect(decodeText(bytes, '', kind).charset).toBe('utf-8');
  }
});

/** XHTML in feeds, where any element may end by its own tag. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHtml, textOf } from '../../src/html/dom.ts';
import { readFeed } from '../../src/intake/read/feed.ts';
import { htmlOfXhtml } from '../../src/intake/read/xhtml.ts';

test.each([
  ['an embed', '<iframe src="https://video.example/1"/>', '<iframe src="https://video.example/1"></iframe>'],
  ['a script', '<script src="x" />', '<script src="x"></script>'],
  ['a mark', '<a id="half"/>', '<a id="half"></a>'],
  ['a line break', '<br/>', '<br/>'],
  ['a line break with its end', '<br></br>', '<br>'],
])('Atom: in XHTML %s ends by its own tag, and the text goes on', (_, xhtml, html) => {
  const { offers } = readFeed(
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>A</title><id>1</id><link href="https://wire.example/1"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First half.</p>${xhtml}<p>Second half.</p></div></content></entry></feed>`,
    'https://wire.example/feed',
  );
  expect([...offers][0]).toMatchObject({ item: { html: `<p>First half.</p>${html}<p>Second half.</p>` } });
});

test('XHTML says the same as HTML, whatever is in it', () => {
  const piece = fc.constantFrom(
    '<b>',
    '</b>',
    '<p/>',
    '<i x="/>"/>',
    '<br/>',
    '<br></br>',
    'word ',
    '&lt;',
    '<!-- <b/> -->',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const words = textOf(parseHtml(htmlOfXhtml(pieces.join(''))).root);
      expect(words).toBe(pieces.map((one) => (one === 'word ' ? one : one === '&lt;' ? '<' : '')).join(''));
    }),
  );
});

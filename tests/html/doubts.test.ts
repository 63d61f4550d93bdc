/** Pages that may hold more than their tree says: nothing is claimed of them. */
import { expect, test } from 'vitest';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';

const SOURCE = 'https://news.example/2025/story';
const proven = (html: string) => proofOf(html, htmlToText(html, { base: SOURCE, source: SOURCE }).paragraphs);

test.each([
  ['<p>One.</p><iframe src="/x"/><p>Two.</p>', '<p>Two.</p>'],
  ['<p>One.</p><script src="/x"/><p>Two.</p>', '<p>Two.</p>'],
  ['<p>One.</p><iframe src="/x"/><p>Two.</p><iframe src="/y"></iframe>', '<p>Two.</p><iframe src="/y">'],
  ['<div><p>One.<video src="/x"><p>Two.</div>', 'Two.'],
  ['<p>One.<math><mn>1</mn><p>Two.', '1Two.'],
  ['&lt;p&gt;One.&lt;/p&gt; &lt;p&gt;Two.&lt;/p&gt;', '<p>One.</p> <p>Two.</p>'],
  ['<div>&lt;b&gt;One&lt;/b&gt; two.</div>', '<b>One</b> two.'],
  ['<p>One.</p><!-- a note <p>Two.</p>', 'a note <p>Two.</p>'],
  ['<p>One. <a href="/x>Two.</a></p><p>Three.</p>', 'a href="/x>Two.</a></p><p>Three.</p>'],
  ['<p>One. <a href="/x>Two.</a> <b class="y">Three.</b></p>', 'Two.</a> <b class='],
])('%s is not proved', (html, missing) => {
  expect(proven(html)).toMatchObject({ isWhole: false, missing });
});

test.each([
  '<p>One.</p><iframe src="/x"></iframe><p>Two.</p><video src="/x">',
  '<iframe src="/x"><p>Frames are off.</p></iframe><p>Two.</p><iframe src="/y"></iframe>',
  '<p>Write &lt;b&gt;so&lt;/b&gt;: <code>&lt;b&gt;so&lt;/b&gt;</code></p><pre>&lt;p&gt;One.&lt;/p&gt;</pre>',
  '<p><button><div>Go</button> on.',
  '<p>One.</p><!-- a note --><p title="<b>so</b>">Two.</p><!---->',
  '<p>One.</p><!-- a note -->',
])('%s is', (html) => {
  expect(proven(html)).toEqual({ isWhole: true });
});

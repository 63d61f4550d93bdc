/** What HTML becomes, habit by habit. */
import { expect, test } from 'vitest';
import { htmlToText } from '../../src/html/to-text.ts';

const SOURCE = 'https://news.example/2025/story?id=1';
const convert = (html: string) => htmlToText(html, { base: 'https://news.example/2025/', source: SOURCE });

test.each<[html: string, ...paragraphs: string[]]>([
  ['One<br>two<br><br>three <p>(four)</p>five', 'One\ntwo', 'three', '(four)', 'five'],
  [
    '<h1>Not UPPER  case</h1><p>\u00a0 </p><p>E\u0301t&eacute;&nbsp;1</p>',
    'Not UPPER case',
    '\u00c9t\u00e9 1',
  ],
  ['<p>10<sup>6</sup>, x<sup>n+1</sup>, 1<sup>st</sup>, M<sup>me</sup>', '10^6, x^(n+1), 1st, Mme'],
  ['<p>H<sub>2</sub>O, x<sub>i</sub>, log<sub>10</sub>, T<sub>max</sub>', 'H2O, x_i, log10, T_max'],
  ['<p>a<sup><a href="#f1">1</a></sup><p><sup>1</sup> note', 'a^1', '1 note'],
  ['<p>a<a href="#f" role=doc-noteref><sup>1</sup></a> b<a href="#f" class=footnote-ref>2</a>', 'a^1 b^2'],
  ['<p><q>a</q> <del>b</del> <ins>c</ins>', '"a" ~~b~~ c'],
  ['<ol reversed><li>a<li>b</ol><ol start=9><li>a<li value=12>b</ol>', '2. a\n1. b', '9. a\n12. b'],
  ['<ul><li>a<p>b<li>c<ul><li>d<ol><li>e</ul>', '* a', '  b', '* c\n  * d\n    1. e'],
  ['<blockquote><p>a<br>b<p>c<blockquote>d</blockquote></blockquote>', '> a\n> b\n>\n> c\n>\n> > d'],
  ['<dl><dt>a<dt>b<dd>c<dd>d</dl>', 'a\nb\n  c\n  d'],
  ['<pre>\n a\n\n\tb  \n</pre>', '     a', '            b'],
  ['<table><tr><td>only<tr><td>a column</table>', 'only', 'a column'],
  ['<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>', 'a', 'b', 'c', 'd'],
  ['<table><caption>C</caption><tr><th>a<th>b<tr><td>-1.5<td>c|d</table>', 'C', 'a\nb', '-1.5\nc|d'],
  ['<table><tr><th>a<td>b<tr><th>c:<td>d</table>', 'a: b\nc: d'],
  ['<figure><img src=x alt="a"><figcaption>b <i class=credit>c</i></figcaption></figure>', '[Image: b (c)]'],
  ['<figure><img src=x alt="a"><figcaption><i class=credit>c</i></figcaption></figure>', '[Image: a (c)]'],
  ['<figure><img src=x alt="a [b]"></figure><img src=y alt="IMG_1.jpg">', '[Image: a (b)]'],
  [
    'a<video><source src=/v.mp4>No video</video>b<audio></audio>',
    'a',
    '[Embed: https://news.example/v.mp4]',
    'b',
  ],
  [
    '<p>[END]<p>Published and (C) by Us<p>(C) Us<p>. . . . . .',
    '    [END]',
    '    Published and (C) by Us',
    '    (C) Us',
    '. . . . . .',
  ],
  ['<p>(C) Us</p>', '(C) Us'],
  [
    'a<div hidden>b</div><p aria-hidden=true>c</p><span style="color:red;display: none">d</span>e',
    'a',
    'c',
    'e',
  ],
  ['<body class="newsletter"><article class="share">kept</article></body>', 'kept'],
])('%s', (html, ...paragraphs) => {
  expect(convert(html).paragraphs).toEqual(paragraphs);
});

test('links are numbered in order of appearance, each address once; the source is 1', () => {
  const { paragraphs, links } = convert(`
    <p><a href="a">un</a>believable, <a href="mailto:x@news.example">mail </a>and <a href='/2025/a'>again</a>.
    <p><a href="${SOURCE}">Here</a>, <a href="#top">up</a>, <a href="${SOURCE}#end">down</a>, <a href="">empty</a>,
    <a href="javascript:x()">no</a>, <a href="http://[">broken</a>, <a href="ftp://x.example/">ftp</a>.
    <p>See gopher://hole.example/0/x, <a href="https://b.example"><b>https://b.example</b></a> (https://c.example/d_(e)).
    <p><a href="//d.example/&#x4e2d;\n"><p>Title<p>More</a><a href="gemini://e.example/"><img src=x alt="Pic"></a><a href="p.jpg"><img src=p.jpg alt="Big"></a>`);
  expect(paragraphs).toEqual([
    'unbelievable [2], mail [3] and again [2].',
    'Here [1], up, down, empty, no, broken, ftp.',
    'See gopher://hole.example/0/x [4], https://b.example [5] (https://c.example/d_(e) [6]).',
    'Title [7]',
    'More [Image: Pic] [8] [Image: Big]',
  ]);
  expect(links).toEqual([
    'https://news.example/2025/a',
    'mailto:x@news.example',
    'gopher://hole.example/0/x',
    'https://b.example/',
    'https://c.example/d_(e)',
    'https://d.example/%E4%B8%AD',
    'gemini://e.example/',
  ]);
});

test('what is left out is counted, with its words', () => {
  const { omissions } = convert(
    '<script>a b</script><noscript>a b</noscript><form>Search <input></form><img src=//counter.x.example/1><img src=x width=1 height=1><img src=x><nav>a</nav>',
  );
  expect(omissions).toEqual([
    { what: 'script', count: 1, words: 0 },
    { what: 'duplicate', count: 1, words: 2 },
    { what: 'form', count: 1, words: 1 },
    { what: 'tracker', count: 2, words: 0 },
    { what: 'image', count: 1, words: 0 },
    { what: 'navigation part', count: 1, words: 1 },
  ]);
});

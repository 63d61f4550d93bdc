/** Words that no class, id or hint takes out of an article, and what is left out all the same. */
import { expect, test } from 'vitest';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';

const SOURCE = 'https://news.example/2025/story';
const convert = (html: string) => htmlToText(html, { base: SOURCE, source: SOURCE });

function becomes(html: string, paragraphs: readonly string[]): void {
  expect(convert(html).paragraphs).toEqual(paragraphs);
  expect(proofOf(html, paragraphs)).toEqual({ isWhole: true });
}

const NAMES = [
  'share',
  'newsletter',
  'sharing',
  'related-links',
  'toc',
  'noprint',
  'how-to-sign-up',
  'anchor',
];

test.each(NAMES)('text, headings, tables and lists that are named %s stay', (name) => {
  for (const attribute of ['class', 'id']) {
    const named = `${attribute}="${name}"`;
    becomes(
      `<h2 ${named}>Why I left</h2><p ${named}>He asked <em ${named}>nobody</em> to <a ${named}>read it</a>.</p>` +
        `<section ${named}><h3>On land</h3><p>It rained.</p></section><ul ${named}><li>One thing<li>two</ul>` +
        `<table ${named}><tr><td>a<td>b<tr><td>c<td>d</table>`,
      [
        'Why I left',
        'He asked nobody to read it.',
        'On land',
        'It rained.',
        '* One thing\n* two',
        'a | b\n--- | ---\nc | d',
      ],
    );
  }
});

test.each([
  ['<div class="sharing"><a href="/x">Share</a> <a href="/y">Send</a></div>', 'share bar'],
  ['<ul class="share-links"><li><a href="/x">Share</a></ul>', 'share bar'],
  ['<aside class="newsletter"><p>Our letter, each Friday.<form><input></form></aside>', 'newsletter box'],
  ['<div class="related-posts"><h3>More stories</h3><a href="/x">The mill</a></div>', 'related list'],
  ['<div class="toc"><ul><li><a href="#a">1 The mill</a></ul></div>', 'navigation part'],
  ['<h2>Mill<a class="headerlink" href="#m">#</a></h2>', 'permalink'],
  ['<form><input type=text><button>Go</button></form>', 'form'],
])('%s', (html, what) => {
  expect(convert(`<p>One.</p>${html}`).omissions.map((omission) => omission.what)).toContain(what);
});

test('a form around an article is none', () => {
  const html =
    '<form id="aspnetForm"><input type="hidden" name="v"><article><p>One <button>Go</button>two.</article></form>';
  becomes(html, ['One two.']);
  const long = 'word '.repeat(200).trim();
  becomes(`<form><input><p>${long}</form>`, [long]);
});

test.each<[html: string, ...paragraphs: string[]]>([
  ['<p><span aria-hidden="true">T</span><span class="sr-only">T</span>he bridge', 'The bridge'],
  [
    '<p>It costs <span class="sr-only">five pounds</span> <span aria-hidden=true>£5</span> a day.',
    'It costs £5 a day.',
  ],
  ['<p aria-hidden="true">One.</p><p class="sr-only">Two.', 'One.', 'Two.'],
  ['<p><b class=sr-only>A</b><b aria-hidden=true>A</b><b class=sr-only>B</b>', 'AB'],
  ['<p aria-hidden=true hidden>One.</p><p class="sr-only">One.', 'One.'],
  ['<p><i aria-hidden=true>★</i> <span class="sr-only">Four stars.</span>', '★ Four stars.'],
  [
    '<div hidden="until-found">One.</div><div class="accordion-body" style="display:none">Two.</div>',
    'One.',
    'Two.',
  ],
  ['<div role="tabpanel" hidden>One.</div><div style="display:none">Two.</div>', 'One.'],
  ['<p>One<span style="font-size: 0px">no</span> two<i style="opacity:0.0 !important">no</i>.', 'One two.'],
  ['<p>One<span style="color:red;position:absolute; left:-9999px">no</span>.', 'One.'],
  ['<p>One.<p style="text-indent: -999em;">No.', 'One.'],
  // columns of mails, what appears as one comes to it, hanging lines
  ['<table><tr><td style="font-size:0"><div style="font-size:13px">One.</div></table>', 'One.'],
  ['<div style="opacity:0">One.</div><p><b data-x=1 style="opacity:0">Two.</b>', 'One.', 'Two.'],
  ['<p style="opacity:0.5;font-size:0.9em;text-indent:-20px">One.', 'One.'],
  ['<p style="left:-9999px">One.', 'One.'],
  ['<p>In 1999<sup class="noprint">[<i>source?</i>]</sup> it fell.', 'In 1999^[source?] it fell.'],
])('%s', becomesAll);

function becomesAll(html: string, ...paragraphs: string[]): void {
  becomes(html, paragraphs);
}

test.each([
  '<button><div>SHARE</div></button>',
  '<noscript><figure>NO</figure></noscript>',
  '<template><div>NO<p>NO</div></template>',
  '<object data=x><p>NO</p></object>',
  '<select><option>NO<option>NO</select>',
  '<button><div>NO</button>',
  '<video><p>NO</p></video>',
  '<audio><div>NO</div></audio>',
  '<canvas><p>NO</p></canvas>',
])('within a paragraph, %s is left out whole', (html) => {
  const { paragraphs } = convert(`<p>One ${html}two.</p><p>Three.</p>`);
  expect(paragraphs.join(' ').replace(/ ?\[Embed: \S+\] ?/, ' ')).toBe('One two. Three.');
});

test('a sentence in a form and a heading that is a button stay', () => {
  becomes('<form><input><p>It fell on Monday. Two boats sank.</form>', [
    'It fell on Monday. Two boats sank.',
  ]);
  becomes('<h3><button aria-expanded=false>How long?</button></h3><p>A day.', ['How long?', 'A day.']);
});

test('what is not ended takes no more than a box with it', () => {
  const long = '<p>word word word word word</p>'.repeat(40);
  for (const name of ['button', 'noscript', 'object', 'video']) {
    const { paragraphs } = convert(`<p>One.</p><${name}>${long}`);
    expect(paragraphs).toHaveLength(41);
  }
});

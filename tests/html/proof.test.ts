/** The proof: it holds for what the converter gives, and for nothing less. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesLine } from '../../src/html/changes.ts';
import { parseHtml } from '../../src/html/dom.ts';
import { doubtOf } from '../../src/html/doubts.ts';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';
import { writeArticle } from '../../src/article/write.ts';
import { articleOf } from './articles.ts';

const SOURCE = 'https://news.example/2025/story';
const convert = (html: string) => htmlToText(html, { base: SOURCE, source: SOURCE });

/** Pages write `@` where a word stands; each gets one of its own, all of the same length. */
function withWords(html: string): string {
  let count = 0;
  return html.replace(/@/g, () =>
    Array.from({ length: 4 }, (_, place) => String.fromCharCode(97 + (Math.floor(count / 26 ** place) % 26)))
      .join('')
      .replace(/$/, () => (count++, '')),
  );
}

const glue = fc.constantFrom(
  ' ',
  ' ',
  '&nbsp;',
  '\n\t ',
  ', ',
  '. ',
  ' &#8212; ',
  ' &amp; ',
  '-',
  '&eacute;',
  '',
  ' 1. ',
  ' [2] ',
  ' | ',
  ' * ',
  '>',
  ' "',
  '_',
  ' (',
  ') ',
  '日本',
  '&shy;',
  '&zwnj; ',
);
const texts = fc.array(glue, { maxLength: 6 }).map((parts) => `@${parts.map((part) => `${part}@`).join('')}`);
const odd = fc.constantFrom(
  '<br>',
  '<br/><br>',
  '<hr>',
  '<!-- X -->',
  '<script>var X = "</p>";</script>',
  '<style>X{}</style>',
  '</div>',
  '</p>',
  '</b>',
  '<img src=x.png alt="AN IMAGE (AND MORE)">',
  '<img src=x.png alt="">',
  '<img src=x width=1 height=1>',
  '<iframe src="https://E.EXAMPLE/X"></iframe>',
  '<span hidden>HIDDEN</span>',
  '<span aria-hidden=true>@</span><span class="sr-only">SPOKEN</span>',
  '<span class="sr-only">@</span>',
  '<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>',
  '<math alttext="@"></math>',
  '<button><div>X</button>',
  '<select><option>X</select>',
  '<template><p>X</template>',
  '<video src=/x><p>X</p></video>',
  '<sup class=reference><a href="#n">[3]</a></sup>',
  '<div class="sharedaddy">SHARE</div>',
  '<noscript>X</noscript>',
  '<form><input></form>',
  '<p>',
  '<li>',
  '<td>',
  '\u0000\u202e',
  '&#x1f35e;',
  'https://news.example/&',
  '<svg><title>X</title></svg>',
  '\r\n',
  '<a href="',
  '<![CDATA[X]]>',
);
const names = fc.constantFrom(
  'p',
  'div',
  'h2',
  'b',
  'i',
  'a href="/X"',
  'a href="#X"',
  'a',
  'span',
  'ul',
  'ol',
  'ol start=7',
  'li',
  'blockquote',
  'pre',
  'code',
  'table',
  'tr',
  'td',
  'th',
  'td colspan=2',
  'td rowspan=2',
  'caption',
  'dl',
  'dt',
  'dd',
  'sup',
  'sub',
  'q',
  'del',
  'figure',
  'figcaption',
  'span class=credit',
  'section',
  'aside',
  'details',
  'summary',
  'ruby',
  'rt',
  'thead',
  'tbody',
  'tfoot',
  'ol type=a',
  'ol type=I',
  'cite',
  'form',
  'p class=share',
  'div class=share',
  'h2 id=newsletter',
  'section id=sharing',
  'ul class=toc',
  'a class=share-link',
  'span style="display:block"',
  'p aria-hidden=true',
  'div hidden=until-found',
  'rp',
  'center',
  'font',
  'div class=wp-caption',
  'sup class=reference',
);
const { page } = fc.letrec<{ page: string; node: string }>((tie) => ({
  page: fc.array(tie('node'), { maxLength: 6 }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    texts,
    odd,
    fc
      .tuple(names, tie('page'), fc.boolean())
      .map(([name, content, isClosed]) => `<${name}>${content}${isClosed ? `</${name.split(' ')[0]}>` : ''}`),
  ),
}));
const pages = page.map(withWords);
const RUNS = { numRuns: 1000 };

test('of any page every word stands in the text, in order, and a document can hold it', () => {
  fc.assert(
    fc.property(pages, (html) => {
      // of what ends in a tag nothing is claimed
      fc.pre(doubtOf(parseHtml(html)) === undefined);
      const conversion = convert(html);
      expect(proofOf(html, conversion.paragraphs)).toEqual({ isWhole: true });
      if (conversion.paragraphs.length > 0) writeArticle(articleOf(conversion, SOURCE));
    }),
    RUNS,
  );
});

/** The words of `paragraphs` that stand in their page, and where. */
function wordsIn(paragraphs: readonly string[]): RegExpExecArray[] {
  return [...paragraphs.join('\n\n').matchAll(/\[Embed: \S+\]|https?:\S+|[a-z]+/g)].filter(([word]) =>
    /^[a-z]+$/.test(word),
  );
}

test('with a word missing, or two in the wrong order, the proof fails', () => {
  fc.assert(
    fc.property(pages, fc.nat(), fc.nat(), (html, one, two) => {
      const { paragraphs } = convert(html);
      const text = paragraphs.join('\n\n');
      const words = wordsIn(paragraphs);
      const [first, second] = [words[one % words.length], words[two % words.length]].toSorted(
        (a, b) => (a?.index ?? 0) - (b?.index ?? 0),
      );
      if (first === undefined || second === undefined) return;
      const without = text.slice(0, first.index) + text.slice(first.index + first[0].length);
      expect(proofOf(html, without.split('\n\n')).isWhole, `without ${first[0]}`).toBe(false);
      if (first[0] === second[0]) return;
      const swapped =
        text.slice(0, first.index) +
        second[0] +
        text.slice(first.index + first[0].length, second.index) +
        first[0] +
        text.slice(second.index + second[0].length);
      expect(proofOf(html, swapped.split('\n\n')).isWhole, `${first[0]} and ${second[0]}`).toBe(false);
    }),
    RUNS,
  );
});

test('the proof says which words are missing, and how many stand before them', () => {
  const html = '<p>One two <b>three</b> four.</p><ul><li>Five</ul>';
  expect(proofOf(html, ['One two four.', '* Five'])).toEqual({
    isWhole: false,
    missing: 'three four. Five',
    at: 2,
  });
  expect(proofOf(html, ['One two three four.', '* Five', 'Six'])).toEqual({
    isWhole: false,
    missing: '',
    at: 5,
  });
  expect(proofOf(html, ['One two threefour.', '* Five']).isWhole).toBe(false);
  expect(proofOf(html, ['One two three four', '* Five']).isWhole).toBe(false);
  expect(proofOf(html, ['One two three [2] four.', '> 12. Five']).isWhole).toBe(true);
});

test('what an image is described as stands for no word of the text', () => {
  const html = '<p>A cat.<img src="c.jpg" alt="Dog"></p>';
  expect(proofOf(html, ['A [Image: cat.]']).isWhole).toBe(false);
  expect(proofOf(html, ['A cat. [Image: Dog]']).isWhole).toBe(true);
});

test('a sign stands before a bracket of the page', () => {
  const html = '<p>As he said<sup>(C</sup>';
  expect(proofOf(html, convert(html).paragraphs)).toEqual({ isWhole: true });
});

test('a pictogram of an image stands before one of the text', () => {
  const html = '<p>Bread <img src=x alt="&#x1f35e;">&#x1f35e; here';
  expect(convert(html).paragraphs).toEqual(['Bread \u{1f35e}\u{1f35e} here']);
  expect(proofOf(html, convert(html).paragraphs)).toEqual({ isWhole: true });
});

test('the line on changes counts what was left out, and claims no more than is proven', () => {
  const html =
    '<p>Words.<img src=a><img src=b></p><div class="newsletter-box">Subscribe</div><div class="newsletter-box">Newsletter</div>';
  const conversion = convert(html);
  expect(changesLine(conversion)).toBe(
    'HTML to plain text; 2 images, 2 newsletter boxes left out; wording unchanged',
  );
  expect(changesLine(conversion, proofOf(html, ['Other.']))).toBe(
    'HTML to plain text; 2 images, 2 newsletter boxes left out; wording not proven from "Words." on',
  );
  expect(changesLine(convert('<p>Words.'))).toBe('HTML to plain text; wording unchanged');
  expect(conversion).toMatchObject({
    images: 2,
    omissions: [
      { what: 'image', count: 2 },
      { what: 'newsletter box', count: 2, words: 2 },
    ],
  });
});

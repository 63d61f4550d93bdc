/** Formulas: no number of one runs into the next. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { proofOf } from '../../src/html/proof.ts';
import { htmlToText } from '../../src/html/to-text.ts';

const SOURCE = 'https://news.example/2025/story';
function becomes(html: string, text: string): void {
  const { paragraphs } = htmlToText(html, { base: SOURCE, source: SOURCE });
  expect(paragraphs.join('\n\n')).toBe(text);
  expect(proofOf(html, paragraphs)).toEqual({ isWhole: true });
}

test.each([
  ['<mfrac><mn>1</mn><mn>2</mn></mfrac>', '1/2'],
  ['<mn>3</mn><mfrac><mn>1</mn><mn>2</mn></mfrac><mi>x</mi>', '3 1/2 x'],
  ['<mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac>', 'binom(n, k)'],
  ['<msqrt><mn>16</mn></msqrt><mo>=</mo><mn>4</mn>', 'sqrt(16)=4'],
  ['<mroot><mn>27</mn><mn>3</mn></mroot>', '27^(1/3)'],
  ['<mn>2</mn><msup><mi>x</mi><mn>2</mn></msup><mi>y</mi>', '2 x^2 y'],
  [
    '<msup><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mrow><mi>n</mi><mo>-</mo><mn>1</mn></mrow></msup>',
    '(a+1)^(n-1)',
  ],
  ['<msubsup><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mn>9</mn></msubsup>', '∑_(i=1)^9'],
  ['<mn>2</mn><mo>&InvisibleTimes;</mo><mn>3</mn>', '2 3'],
  ['<mi>sin</mi><mi>x</mi>', 'sin x'],
  ['<mmultiscripts><mi>C</mi><mprescripts/><none/><mn>14</mn></mmultiscripts>', '^14 C'],
  [
    '<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>',
    '(1, 2; 3)',
  ],
  ['<mfenced><mn>1</mn><mn>2</mn></mfenced>', '(1, 2)'],
  [
    '<semantics><mi>x</mi><annotation encoding="application/x-tex">{\\displaystyle x}</annotation></semantics>',
    'x',
  ],
  [
    '<semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding="application/x-tex">x^{2}</annotation></semantics>',
    'x^{2}',
  ],
])('%s', (formula, text) => becomes(`<p>So <math>${formula}</math> holds.`, `So ${text} holds.`));

test('a text for readers aloud that lacks the numbers does not stand for them', () => {
  becomes('<math alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math>', 'x^2');
  becomes(
    '<p>So<math display=block alttext="{\\displaystyle {a}+{b}}"><mi>a</mi></math>holds',
    'So\n{a}+{b}\nholds',
  );
});

test('of a formula that is there twice, one stands', () => {
  const math =
    '<math alttext="{\\displaystyle x^{2}}"><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding="application/x-tex">x^{2}</annotation></semantics></math>';
  becomes(
    `<p>The area is <span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;">${math}</span><img src="x.svg" class="mwe-math-fallback-image-inline" aria-hidden="true" alt="{\\displaystyle x^{2}}"></span> metres.`,
    'The area is x^{2} metres.',
  );
  becomes(
    `<p>The area is <span class="katex"><span class="katex-mathml">${math}</span><span class="katex-html" aria-hidden="true">x2</span></span> metres.`,
    'The area is x^{2} metres.',
  );
  becomes('<p>It is <img src=x.svg aria-hidden=true alt="x^2"> metres.', 'It is [Image: x^2] metres.');
});

const { formula } = fc.letrec<{ formula: string; part: string }>((tie) => ({
  formula: fc.array(tie('part'), { maxLength: 3 }).map((parts) => `<mrow>${parts.join('')}</mrow>`),
  part: fc.oneof(
    { maxDepth: 4 },
    fc.nat(99).map((number) => `<mn>${number + 1}</mn>`),
    fc.constantFrom('<mi>x</mi>', '<mo>+</mo>', '<mi>sin</mi>', '<mspace/>', '<mo>&#x2062;</mo>'),
    fc
      .tuple(
        fc.constantFrom(
          'mfrac',
          'msup',
          'msub',
          'mroot',
          'msqrt',
          'msubsup',
          'mtable',
          'mfenced',
          'mmultiscripts',
          'mover',
          'mstyle',
          'x',
        ),
        fc.array(tie('formula'), { maxLength: 3 }),
      )
      .map(([name, parts]) => `<${name}>${parts.join('')}</${name}>`),
  ),
}));

test('of any formula every number stands in the text as it is', () => {
  fc.assert(
    fc.property(formula, (inner) => {
      const html = `<p>So <math>${inner}</math> holds.`;
      const { paragraphs } = htmlToText(html, { base: SOURCE, source: SOURCE });
      const text = paragraphs.join('\n').replaceAll('^(1/', '^(');
      const numbers = (from: string): string[] => from.match(/\d+/g)?.toSorted() ?? [];
      expect(numbers(text)).toEqual(numbers(inner.replace(/&#x2062;/g, '')));
      expect(proofOf(html, paragraphs)).toEqual({ isWhole: true });
    }),
    { numRuns: 500 },
  );
});

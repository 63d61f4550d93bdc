/** Titles as feeds write them. */
import { expect, test } from 'vitest';
import { htmlToLine } from '../../src/html/to-line.ts';

test.each([
  ['10<sup>6</sup> litres of H<sub>2</sub>O', '10^6 litres of H2O'],
  ['Use of <template> in C <script> explained', 'Use of <template> in C <script> explained'],
  ['Use of &lt;b&gt; &amp; more', 'Use of <b> & more'],
  ['<p>One</p> <i>two</i><br>three', 'One two three'],
  ['See <a href="https://x.example/">https://x.example/</a><img src=x alt="y">', 'See https://x.example/'],
  ['a < b and <script>x()</script>c', 'a < b and c'],
  ['<ruby>東京<rt>とう</ruby>', '東京(とう)'],
  ['', ''],
])('%s', (html, line) => expect(htmlToLine(html)).toBe(line));

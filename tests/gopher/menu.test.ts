/** RFC 1436 section 3.4, by the line: what makes a menu, and what can never be in one. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  asSelector,
  displayString,
  errorLine,
  infoLine,
  isHostName,
  isSameHost,
  itemLine,
  selector,
} from '../../src/gopher/item.ts';
import { errorMenu, MenuBuilder, type MenuScreen } from '../../src/gopher/menu.ts';

const SELF = { name: 'gopher.example', port: 70 };
const OTHER = { name: 'other.example', port: 7070 };
const screen = (more: Partial<MenuScreen> = {}): MenuScreen => ({
  columns: 20,
  prefix: '',
  isUtf8: true,
  fold: (text) => text,
  ...more,
});
const menu = (more?: Partial<MenuScreen>): MenuBuilder => new MenuBuilder(SELF, screen(more));

test('[RFC1436-3.4] an item is type and display string, selector, host and port', () => {
  const item = { type: '1', display: displayString('Feeds '), selector: selector('/feeds/') } as const;
  expect(itemLine(item, SELF)).toBe('1Feeds\t/feeds/\tgopher.example\t70\r\n');
  expect(itemLine({ ...item, host: OTHER }, SELF)).toBe('1Feeds\t/feeds/\tother.example\t7070\r\n');
  expect(infoLine(displayString('Words'))).toBe('iWords\t\terror.host\t1\r\n');
  expect(errorLine(displayString('Sorry'))).toBe('3Sorry\t\terror.host\t1\r\n');
  expect(errorMenu('Sorry')).toBe('3Sorry\t\terror.host\t1\r\n.\r\n');
});

test('no text makes a second field or line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(infoLine(displayString(text))).toMatch(/^i[^\t\r\n]*\t\terror\.host\t1\r\n$/);
    }),
    { numRuns: 200 },
  );
});

test.each([
  '\u0000',
  '\t',
  '\r',
  '\n',
  '\u001f',
  '\u007f',
  '\u009f',
  '\u061c',
  '\u200e',
  '\u2028',
  '\u202e',
  '\u2066',
  '\ufeff',
])('a selector holds no %j', (character) => {
  expect(asSelector(`/a${character}b`)).toBeUndefined();
  expect(() => selector(`/a${character}`)).toThrow(
    new RangeError(`not a selector: ${JSON.stringify(`/a${character}`)}`),
  );
});

test('a selector is any other text', () => {
  for (const text of ['', '/', '/feeds/a b', '/caf\u00e9']) expect(asSelector(text)).toBe(text);
});

const label63 = 'a'.repeat(63);
test.each([
  'a',
  '_a',
  'a.b',
  'gopher.example.org',
  'gopher.example.',
  'a-b.c_d',
  'A9.x',
  '192.0.2.1',
  label63,
  `a.${label63}`,
  `${`${label63}.`.repeat(3)}${'b'.repeat(61)}`,
])('%s is a host name', (name) => {
  expect(isHostName(name)).toBe(true);
});
test.each([
  '',
  '.',
  '-a',
  'a-',
  'a..b',
  'a.-b',
  'a.b-',
  '[::1]',
  'a b',
  'a\tb',
  'a.b..',
  ' a',
  'a.b c',
  `${label63}a`,
  `a.${label63}a`,
  `${`${label63}.`.repeat(3)}${'b'.repeat(62)}`,
  'a/b',
  'a/.b',
  'a.b/c',
])('%j is no host name', (name) => {
  expect(isHostName(name)).toBe(false);
});

test('text is wrapped and folded, lines are folded, and a blank line has its four fields', () => {
  const shouting = menu({ fold: (text) => text.toUpperCase() });
  expect(shouting.columns).toBe(20);
  shouting.text('some words that are too long').blank().lines(['so\tfar', 'and more']);
  const lines = ['SOME WORDS THAT ARE', 'TOO LONG', '', 'SO FAR', 'AND MORE'];
  const content = lines.map((line) => `i${line}\t\terror.host\t1\r\n`).join('');
  expect(shouting.content).toBe(content);
  expect(shouting.toString()).toBe(`${content}.\r\n`);
});

test('a label that is too long goes on below, indented', () => {
  const target = { type: '0', selector: selector('/a.txt') } as const;
  expect(menu().item(target, '  twelve words are more than one line of twenty holds ').content).toBe(
    '0twelve words are\t/a.txt\tgopher.example\t70\r\n' +
      'i  more than one line\t\terror.host\t1\r\n' +
      'i  of twenty holds\t\terror.host\t1\r\n',
  );
  expect(menu().item(target, 'twelve words are so eighteen letters', 4).content).toContain(
    '\r\ni    eighteen letters\t',
  );
  expect(menu().item(target, 'twelve words are so seventeen letters', 4).content).toContain(
    '\r\ni    seventeen\t\terror.host\t1\r\ni    letters\t',
  );
  expect(menu().item(target, 'a label of two lines here', 4).content).toContain('\r\ni    here\t');
});

test('the prefix stands before selectors of this server, not before those of others or of web addresses', () => {
  const build = (): MenuBuilder => menu({ prefix: '/view/x' });
  const item = (target: Parameters<MenuBuilder['item']>[0]): string => build().item(target, 'a').content;
  expect(item({ type: '1', selector: selector('/b/') })).toBe('1a\t/view/x/b/\tgopher.example\t70\r\n');
  expect(item({ type: '1', selector: selector('/b/'), host: OTHER })).toBe(
    '1a\t/b/\tother.example\t7070\r\n',
  );
  expect(item({ type: 'h', selector: selector('URL:https://a.example/') })).toBe(
    'ha\tURL:https://a.example/\tgopher.example\t70\r\n',
  );
});

test('a selector that the charset of the menu would change is shown as text', () => {
  const target = { type: '1', selector: selector('/caf\u00e9'), host: OTHER } as const;
  expect(menu({ isUtf8: false }).item(target, 'a').content).toBe('ia\t\terror.host\t1\r\n');
  expect(menu().item(target, 'a').content).toBe('1a\t/caf\u00e9\tother.example\t7070\r\n');
  expect(menu({ isUtf8: false }).item({ ...target, selector: selector('/b ~') }, 'a').content).toBe(
    '1a\t/b ~\tother.example\t7070\r\n',
  );
});

test('a page is a menu: title, headings, drawings, lists', () => {
  const target = { type: '1', selector: selector('/a/') } as const;
  const page = menu()
    .title('\u201cWire\u201d')
    .heading('A list')
    .drawing((columns) => ['#'.repeat(columns)])
    .wayOn()
    .listed(target, '\u2018a\u2019 without date')
    .listed(target, 'Words\u2026 that go on below it', { date: '2025-06' });
  expect(page.content.split('\r\n')).toEqual([
    'i"Wire"\t\terror.host\t1',
    'iA list\t\terror.host\t1',
    `i${'#'.repeat(20)}\t\terror.host\t1`,
    "1'a' without date\t/a/\tgopher.example\t70",
    '12025-06 Words...\t/a/\tgopher.example\t70',
    'i        that go on\t\terror.host\t1',
    'i        below it\t\terror.host\t1',
    '',
  ]);
});

test('an item without label has none', () => {
  expect(menu().item({ type: '1', selector: selector('/a/') }, '').content).toBe(
    '1\t/a/\tgopher.example\t70\r\n',
  );
});

test.each([
  ['all that fits stays in one line', 'Sorry, e.g. this.', 17, ['3Sorry, e.g. this.']],
  ['else the first sentence stands in the item', 'No. There is none.', 17, ['3No.', 'iThere is none.']],
  ['a first sentence that is too long goes on', 'It is gone. So.', 9, ['3It is', 'igone.', 'iSo.']],
  ['a lone sentence goes on too', 'It is gone.', 9, ['3It is', 'igone.']],
  ['what is no sentence goes on too', 'It is gone', 9, ['3It is', 'igone']],
  ['a second line begins no sentence', 'Not\nso. There.', 9, ['3Not so.', 'iThere.']],
])('an error: %s', (_what, sentences, columns, lines) => {
  const whole = lines.map((line) => `${line}\t\terror.host\t1\r\n`).join('');
  expect(errorMenu(sentences, columns)).toBe(`${whole}.\r\n`);
});

test('a host is the same by name, whatever its case, and port', () => {
  expect(isSameHost(SELF, { name: 'Gopher.EXAMPLE', port: 70 })).toBe(true);
  expect(isSameHost({ ...SELF, name: 'GOPHER.example' }, SELF)).toBe(true);
  expect(isSameHost(SELF, { ...SELF, port: 71 })).toBe(false);
  expect(isSameHost(SELF, { ...OTHER, port: 70 })).toBe(false);
});

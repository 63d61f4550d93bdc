/** Feeds that are broken, or made to break their reader: each costs itself, and is told. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFeed } from '../../src/intake/read/feed.ts';
import type { Offer } from '../../src/intake/offer.ts';

const WHERE = 'https://wire.example/feed';
const offersIn = (text: string): Offer[] => [...readFeed(text, WHERE).offers];
const rss = (items: string): string => `<rss version="2.0"><channel><title>W</title>${items}</channel></rss>`;
const item = (number: number, more = ''): string =>
  `<item><title>T${number}</title><link>https://wire.example/${number}</link>${more}</item>`;

/** Ids of what was taken, and messages on what was not. */
const outcome = (offers: readonly Offer[]): string[] =>
  offers.map((offer) =>
    offer.kind === 'item' ? offer.item.title : offer.kind === 'faulty' ? offer.message : offer.kind,
  );

const BROKEN_TAG = 'its start tag has no end, or an attribute of more than 65,536 characters';

test.each<[string, string, readonly string[]]>([
  [
    'a feed that ends within an item',
    rss(item(1)).replace('</channel></rss>', '<item><title>T2</ti'),
    ['T1', 'the feed ends within it'],
  ],
  ['an item that is not closed', rss(`<item><title>T1</title>${item(2)}`), ['it has no end', 'T2']],
  [
    'a CDATA section without its end',
    rss(
      `${item(1, '<description><![CDATA[<p>x</description>')}${item(2, '<description><![CDATA[y]]></description>')}`,
    ),
    ['a CDATA section in it has no end', 'T2'],
  ],
  ['a comment without its end', rss(`${item(1, '<!-- x')}${item(2)}`), ['a comment in it has no end', 'T2']],
  ['tags that do not match', rss(`${item(1, '<a><b></a>')}${item(2)}`), ['T1', 'T2']],
  [
    'an item without an address',
    rss(`<item><title>T1</title></item>${item(2)}`),
    ['the item has no address at which it can be read', 'T2'],
  ],
  [
    'an address that is none',
    rss(`<item><title>T1</title><link>javascript:x()</link></item>${item(2)}`),
    ['the item has no address at which it can be read', 'T2'],
  ],
  [
    'an item of 5 MB',
    rss(`${item(1, `<description>${'x'.repeat(5_000_000)}</description>`)}${item(2)}`),
    ['it has more than 4,194,304 characters', 'T2'],
  ],
  [
    'an item whose tag has an attribute of 70,000 characters',
    rss(`${item(1)}<item a="${'x'.repeat(70_000)}"><title>T2</title></item>${item(3)}`),
    ['T1', BROKEN_TAG, 'T3'],
  ],
  [
    'a first item whose tag has a quote without its end',
    rss(`<item a="><title>T1</title></item>${item(2)}`).replace('"2.0"', "'2.0'"),
    [BROKEN_TAG, 'T2'],
  ],
  ['nothing', ' \n', ['the feed is empty']],
  ['another root', '<?xml version="1.0"?><opml><body/></opml>', ['this is neither RSS, Atom nor JSON Feed']],
  ['no markup', 'Not found', ['this is neither RSS, Atom nor JSON Feed']],
  [
    'a web page',
    '<!DOCTYPE html><html><body><item>x</item></body></html>',
    ['this is a web page, and no feed'],
  ],
  ['other JSON', '{"error":1}', ['this is JSON, and no JSON Feed']],
  ['a feed without items', rss(''), []],
])('%s', (_, text, expected) => {
  expect(outcome(offersIn(text))).toEqual(expected);
});

test('JSON that is cut is told with the place', () => {
  expect(outcome(offersIn('{"items":[')).join('')).toMatch(/^this is no JSON: /);
});

test('a web page that names its feed: its address is the way on', () => {
  const page = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>';
  expect(offersIn(page)).toEqual([
    {
      kind: 'faulty',
      where: WHERE,
      message: 'this is a web page, and no feed',
      fix: 'its feed is https://wire.example/rss.xml: give that address',
    },
  ]);
});

test('[XML-1.0-4] entities that a feed declares are not expanded, and nothing outside is read', () => {
  const lines = Array.from(
    { length: 30 },
    (_, level) => `<!ENTITY e${level + 1} "&e${level};&e${level};">`,
  ).join('');
  const type = `<!DOCTYPE rss [<!ENTITY e0 "x">${lines}<!ENTITY passwd SYSTEM "file:///etc/passwd">]>`;
  const [offer] = offersIn(type + rss(item(1, '<description>&e30; &passwd; &amp;lt;</description>')));
  expect(offer).toMatchObject({ kind: 'item', item: { html: '&e30; &passwd; &lt;' } });
});

const MANY = 200_000;
test.each([
  ['elements in each other', item(1, '<a>'.repeat(MANY) + '</a>'.repeat(MANY))],
  ['elements without end', item(1, '<a>'.repeat(MANY))],
  ['descriptions in each other', item(1, '<description>'.repeat(MANY))],
  ['comments without end', item(1, '<!--'.repeat(MANY))],
  ['CDATA sections without end', item(1, '<![CDATA['.repeat(MANY))],
  ['CDATA sections', item(1, `<description>${'<![CDATA[x]]>'.repeat(MANY)}</description>`)],
  ['quotes without end', item(1, '<a "'.repeat(MANY))],
  ['quotes in quotes', item(1, '<a b="\'>'.repeat(MANY))],
  ['less-than signs', item(1, '<'.repeat(MANY))],
  ['attributes', item(1, `<a ${'b="c" '.repeat(MANY)}/>`)],
  ['items without end', '<item>'.repeat(MANY)],
  ['titles before the first item', '<title>x</title>'.repeat(MANY) + item(1)],
])(`${MANY} %s: each is read in linear time`, (_, items) => {
  expect(offersIn(rss(items)).length).toBeGreaterThan(0);
});

test('a feed of 20 MB is taken item by item', () => {
  const text = rss(item(1, `<description>${'It rains. '.repeat(500)}</description>`).repeat(4_000));
  expect(text.length).toBeGreaterThan(20_000_000);
  let count = 0;
  for (const offer of readFeed(text, WHERE).offers) if (offer.kind === 'item') count++;
  expect(count).toBe(4_000);
});

test('20,000 items are the most', () => {
  const offers = offersIn(rss('<item/>'.repeat(20_002)));
  expect(offers).toHaveLength(20_001);
  expect(offers.at(-1)).toMatchObject({
    message: 'the feed has more than 20,000 items; those behind them are not read',
  });
});

test('wherever a feed is cut, the items before the cut are what they were', () => {
  const text = rss(
    [1, 2, 3].map((number) => item(number, '<description><![CDATA[<p>x</p>]]></description>')).join('\n'),
  );
  const whole = offersIn(text);
  const ends = [...text.matchAll(/<\/item>/g)].map(({ index }) => index + '</item>'.length);
  fc.assert(
    fc.property(fc.nat(text.length), (length) => {
      const kept = ends.filter((end) => end <= length).length;
      const offers = offersIn(text.slice(0, length));
      expect(offers.slice(0, kept)).toEqual(whole.slice(0, kept));
      expect(offers.slice(kept).every(({ kind }) => kind === 'faulty')).toBe(true);
    }),
  );
});

test('no text of markup throws', () => {
  const piece = fc.constantFrom(
    '<rss version="2.0">',
    '<channel>',
    '<item>',
    '</item>',
    '<title>',
    '</title>',
    '<link>https://wire.example/1</link>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '?>',
    '<!DOCTYPE x [',
    ']>',
    '<a b="',
    '"',
    "'",
    '>',
    '<',
    '&amp;',
    '&',
    'x',
    '/>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<entry>',
    '</entry>',
    '<id>1</id>',
    '<content type="xhtml">',
    '<div>',
    '{',
    '[',
    ']',
    '}',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      for (const offer of offersIn(pieces.join('')))
        if (offer.kind === 'faulty') expect(offer.message).not.toBe('');
    }),
    { numRuns: 500 },
  );
});

test.each([
  '{"items":[]}',
  '{"title":"","items":[]}',
  '{"title":5,"items":[{"id":"1"}]}',
  '{"items":[5,null,{}]}',
])('a JSON Feed with little in it is read: %s', (text) => {
  expect(readFeed(text, 'https://news.example/feed').facts).toMatchObject({
    format: 'json',
    title: undefined,
  });
});

test('JSON of more parts than memory has room for is told, and not read', () => {
  const { facts, offers } = readFeed(`{"items":${'['.repeat(6e5)}`, 'https://news.example/feed');
  expect(facts.format).toBe('none');
  expect([...offers]).toMatchObject([{ kind: 'faulty', message: expect.stringContaining('too many parts') }]);
});

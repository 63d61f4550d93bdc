/** Titles and names of any length: lists show their beginning, the article all of it. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { shortened } from '../../src/text/shorten.ts';
import { documentOf } from '../support/documents.ts';
import { siteOf } from '../support/site.ts';

test('a text is shortened at a word, or within one, never within a character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.integer({ min: 8, max: 40 }),
      (text, most) => {
        const short = shortened(text, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(text.startsWith(short.replace(/\.\.\.$/, ''))).toBe(true);
        expect(/\p{Surrogate}/u.test(short)).toBe(false);
      },
    ),
  );
  expect(shortened('one two three', 12)).toBe('one two...');
  expect(shortened('one twothreefour', 12)).toBe('one twoth...');
  expect(shortened('one two', 7)).toBe('one two');
});

test('a title of fifteen million letters and a long name of a feed take little of a list', async () => {
  const publisher = 'Wire '.repeat(2e5).trimEnd();
  const site = siteOf(
    {
      'a/title': documentOf({ title: `${'word '.repeat(3e6)}end` }),
      'a/b': documentOf({ publisher, title: 'Other' }),
    },
    { a: { title: 'name '.repeat(10_000), publisher } },
  );
  for (const selector of [
    '/',
    '/feeds/',
    '/feeds/a/',
    '/twtxt.txt',
    '/opml.xml',
    '/about.txt',
    '/status',
    '/view/us-ascii-40/',
    '/feeds/a/title\t!',
  ]) {
    const [path = '', ...fields] = selector.split('\t');
    const { status, body } = await site.reply({ kind: 'gopher', selector: path, fields });
    expect(status, selector).toBe('ok');
    expect(body.length, selector).toBeLessThan(8000);
  }
  const { body } = await site.reply({ kind: 'gopher', selector: '/feeds/a/title.txt', fields: [] });
  expect(body.length).toBeGreaterThan(15e6);
  expect(String(body)).toMatch(/ word\s+end \[1\]\r\n/);
});

test('a text of two hundred thousand lines is part of a digest', async () => {
  const site = siteOf({ 'a/lines': documentOf({ body: 'x\n'.repeat(200_000) }) });
  for (const selector of ['/latest.txt', '/digest/2025-06-30.txt', '/atom.xml']) {
    const { body } = await site.reply({ kind: 'gopher', selector, fields: [] });
    expect(body.length, selector).toBeGreaterThan(400_000);
  }
});

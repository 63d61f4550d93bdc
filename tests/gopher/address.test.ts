/** Addresses of what is mirrored. */
import { expect, test } from 'vitest';
import { addressText, parseAddress } from '../../src/gopher/address.ts';

test.each([
  ['gopher://[::1]:7070/', 'gopher://[::1]:7070/'],
  ['gophers://[2001:DB8::1]', 'gophers://[2001:db8::1]:70/'],
  ['gopher://[::1]/1/news', 'gopher://[::1]:70/1/news'],
  ['GOPHER://Wire.Example/', 'gopher://wire.example:70/'],
])('%s is %s', (given, text) => {
  const address = parseAddress(given);
  expect(address && addressText(address)).toBe(text);
});

test('an IPv6 address is connected to without its brackets', () => {
  expect(parseAddress('gopher://[::1]:7070/')?.host).toEqual({ name: '::1', port: 7070 });
});

test.each([
  'gopher://::1/',
  'gopher://[::1/',
  'gopher://[wire.example]/',
  'gopher://[1.2.3.4]/',
  'gopher://[::1]x/',
  'gopher://[::1]:99999/',
  'gopher://[::1]/0/text',
])('%s is none', (given) => {
  expect(parseAddress(given)).toBeUndefined();
});

/** Rules of robots.txt. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRobots, permitsPath } from '../../src/library/robots.ts';

const permits = (robots: string, path: string): boolean =>
  permitsPath(parseRobots(robots, 'gopherwire'), path);

test.each<[name: string, robots: string, allowed: readonly string[], disallowed: readonly string[]]>([
  ['nothing', '', ['/', '/a?b'], []],
  ['all is closed', 'User-agent: *\nDisallow: /', [], ['/', '/a']],
  ['an empty rule closes nothing', 'User-agent: *\nDisallow:\n', ['/', '/a'], []],
  ['others are closed out', 'User-agent: otherbot\nDisallow: /', ['/'], []],
  [
    'the own group alone counts',
    'User-agent: *\nDisallow: /\nUser-Agent: GopherWire/1.0 # us\nDisallow: /a',
    ['/b'],
    ['/a'],
  ],
  [
    'groups of one name are one',
    'User-agent: gopherwire\nDisallow: /a\n\nUser-agent: x\nAllow: /\n\nUser-agent: gopherwire\nDisallow: /b',
    ['/c'],
    ['/a', '/b'],
  ],
  [
    'a group of many names',
    'User-agent: a\nUser-agent: gopherwire\nUser-agent: b\nDisallow: /a',
    ['/b'],
    ['/a/c'],
  ],
  ['other lines part nothing', 'User-agent: *\nSitemap: /s.xml\nUser-agent: b\nDisallow: /a', [], ['/a']],
  [
    'the longest rule decides',
    'User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c',
    ['/a/b', '/a/b/d'],
    ['/a', '/a/b/c'],
  ],
  ['a tie allows', 'User-agent: *\nDisallow: /a\nAllow: /a', ['/a'], []],
  [
    'stars',
    'User-agent: *\nDisallow: /*/private*.html',
    ['/private.html', '/a/private'],
    ['/a/private-1.html?x'],
  ],
  [
    'the end',
    'User-agent: *\nDisallow: /*.php$\nDisallow: /exact$',
    ['/a.php?b', '/exactly'],
    ['/a.php', '/exact'],
  ],
  [
    'encoded or not',
    'User-agent: *\nDisallow: /%7ejoe/%e3%83%84\nDisallow: /bär',
    ['/joe'],
    ['/~joe/%E3%83%84', '/b%C3%A4r'],
  ],
  ['queries', 'User-agent: *\nDisallow: /*?print=', ['/a'], ['/a?print=1']],
  ['old line ends, marks, spaces', '\ufeffUser-agent : *\r  disallow :  /a # no\r', ['/b'], ['/a']],
  ['rules before any name', 'Disallow: /\nUser-agent: *\nDisallow: /a', ['/b'], ['/a']],
  ['a page instead', '<html><body>User-agent: *<br>Disallow: /</body></html>', ['/'], []],
])('[RFC9309-2.2] %s', (_, robots, allowed, disallowed) => {
  for (const path of allowed) expect(permits(robots, path), path).toBe(true);
  for (const path of disallowed) expect(permits(robots, path), path).toBe(false);
});

test('[RFC9309-2.2.3] a pattern matches as a regular expression would', () => {
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '*', '/'), { maxLength: 8 })
    .map((parts) => `/${parts.join('')}`);
  const path = fc
    .array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 })
    .map((parts) => `/${parts.join('')}`);
  fc.assert(
    fc.property(pattern, fc.boolean(), path, (text, isWhole, asked) => {
      const expression = new RegExp(`^${text.replaceAll('*', '.*')}${isWhole ? '$' : ''}`);
      const robots = `User-agent: *\nDisallow: ${text}${isWhole ? '$' : ''}`;
      expect(permits(robots, asked)).toBe(!expression.test(asked));
    }),
  );
});

test('any robots.txt can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(typeof permits(`User-agent: *\nDisallow: ${text}`, `/${text}`)).toBe('boolean');
    }),
  );
});

test('the worst robots.txt is read in time', () => {
  const path = `/${'a'.repeat(4_000)}`;
  const worst = `User-agent: *\n${`Disallow: /${'*aaaaaaaaab'.repeat(50)}\n`.repeat(900)}`;
  expect(permits(worst, path)).toBe(true);
  expect(permits(`User-agent: *\nDisallow: ${'*'.repeat(400_000)}`, path)).toBe(false);
});

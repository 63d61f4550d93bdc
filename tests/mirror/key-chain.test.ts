/** From a key that somebody has pinned to the one that holds now. */
import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { continueChain, followChain, keysOfChain } from '../../src/mirror/key-chain.ts';
import { publicKeyOf, publicKeyText, type KeyPair, type PublicKey } from '../../src/mirror/minisign.ts';

const TIME_MS = Date.UTC(2026, 10, 28, 17, 1, 2);

function newPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKeyOf(publicKey) };
}

/** The chain of `pairs`, each signed with the one before. */
const chainOf = (pairs: readonly KeyPair[]): string =>
  pairs.reduce((chain, { publicKey }, index) => {
    const before = pairs[index - 1];
    return before === undefined ? publicKeyText(publicKey) : continueChain(chain, before, publicKey, TIME_MS);
  }, '');

const [FIRST, SECOND, THIRD] = [newPair(), newPair(), newPair()] as const;
const CHAIN = chainOf([FIRST, SECOND, THIRD]);
const LINES = CHAIN.split('\n');
const lineOf = (followed: ReturnType<typeof followChain>): unknown =>
  'key' in followed ? followed.key.line : followed.problem;

test('from each key of a chain the newest is found', () => {
  for (const { publicKey } of [FIRST, SECOND, THIRD])
    for (const chain of [CHAIN, CHAIN.trimEnd(), CHAIN.replaceAll('\n', '\r\n')])
      expect(lineOf(followChain(chain, publicKey))).toBe(THIRD.publicKey.line);
  expect(keysOfChain(CHAIN)?.map(({ line }: PublicKey) => line)).toEqual(
    [FIRST, SECOND, THIRD].map(({ publicKey }) => publicKey.line),
  );
});

test('a key that is not in the chain leads nowhere', () => {
  expect(followChain(CHAIN, newPair().publicKey)).toEqual({ problem: 'unknown-key' });
});

test('a key that another than the one before has signed is not followed', () => {
  const stranger = newPair();
  const forged = continueChain(chainOf([FIRST, SECOND]), stranger, stranger.publicKey, TIME_MS);
  expect(followChain(forged, FIRST.publicKey)).toEqual({ problem: 'broken' });
  const skipped = continueChain(chainOf([FIRST, SECOND]), FIRST, THIRD.publicKey, TIME_MS);
  expect(followChain(skipped, FIRST.publicKey)).toEqual({ problem: 'broken' });
  // what came before the pinned key is not asked about
  const later = continueChain(skipped, THIRD, stranger.publicKey, TIME_MS);
  expect(lineOf(followChain(later, THIRD.publicKey))).toBe(stranger.publicKey.line);
  expect(keysOfChain(later)).toBeUndefined();
});

test('a chain in which any character is changed, but for what nobody signs, leads nowhere', () => {
  const signed = LINES.flatMap((line, index) =>
    // the comment of the first key, and the untrusted ones of both signatures
    [0, 4, 10].includes(index) || line === '' ? [] : index,
  );
  expect(signed).toHaveLength(11);
  fc.assert(
    fc.property(
      fc.constantFrom(...signed),
      fc.nat(),
      fc.constantFrom('A', '\n', '!'),
      (index, place, character) => {
        const line = LINES[index] ?? '';
        const at = place % line.length;
        fc.pre(line[at] !== character);
        const other = LINES.with(index, line.slice(0, at) + character + line.slice(at + 1));
        expect(followChain(other.join('\n'), FIRST.publicKey)).toHaveProperty('problem');
      },
    ),
    { numRuns: 500 },
  );
});

test('what is cut short, or is no chain, or has no end, is none', () => {
  for (let count = 0; count < LINES.length - 1; count++) {
    const cut = followChain(LINES.slice(0, count).join('\n'), FIRST.publicKey);
    if (count === 2 || count === 8) expect(cut).toHaveProperty('key');
    else expect(cut, String(count)).toHaveProperty('problem');
  }
  for (const text of ['', '\n', `${CHAIN}\n`, 'x'.repeat(70_000), '\n'.repeat(60_000)])
    expect(followChain(text, FIRST.publicKey)).toEqual({ problem: 'malformed' });
});

test('a chain keeps the last hundred keys, and more are none', () => {
  const pairs = Array.from({ length: 103 }, newPair);
  const chain = chainOf(pairs);
  const keys = keysOfChain(chain)?.map(({ line }) => line);
  expect(keys).toEqual(pairs.slice(3).map(({ publicKey }) => publicKey.line));
  const [oldest] = pairs;
  const more = publicKeyText(FIRST.publicKey) + chain.slice(chain.indexOf('\n') + 1);
  expect(keysOfChain(more)).toBeUndefined();
  expect(oldest && followChain(chain, oldest.publicKey)).toEqual({ problem: 'unknown-key' });
});

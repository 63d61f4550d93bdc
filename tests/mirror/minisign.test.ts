/** Signatures, by themselves and against minisign: apt install minisign. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parsePublicKey,
  publicKeyOf,
  publicKeyText,
  signatureText,
  verifySignature,
  type KeyPair,
} from '../../src/mirror/minisign.ts';
import { folderWith } from '../support/program.ts';
import { isInstalled } from '../support/terminal.ts';

const ABSENT = 'minisign(1) is not installed';
const COMMENTS = { untrusted: 'of a test', trusted: 'written für a test' };

function newPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKeyOf(publicKey) };
}

const PAIR = newPair();
const MESSAGE = Buffer.from('# gopherwire manifest 1\n');
const SIGNATURE = signatureText(MESSAGE, PAIR, COMMENTS);
const verified = { trustedComment: COMMENTS.trusted, keyId: PAIR.publicKey.id };

const minisign = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('minisign', args, { cwd, encoding: 'utf8', stdio: 'pipe' });

test('what is signed verifies, whatever is signed and said of it', () => {
  const line = fc.string({ maxLength: 200, unit: 'binary' }).filter((text) => !/[\r\n]/.test(text));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), line, (message, trusted) => {
      const signature = signatureText(message, PAIR, { untrusted: 'x', trusted });
      expect(verifySignature(message, signature, PAIR.publicKey)).toEqual({
        trustedComment: trusted,
        keyId: PAIR.publicKey.id,
      });
    }),
    { numRuns: 50 },
  );
});

/** `bytes` with another value at a place. */
function changed(bytes: Uint8Array, place: number, by: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = place % copy.length;
  copy[at] = (copy[at] ?? 0) ^ by;
  return copy;
}

const PLACE = fc.nat();
const BY = fc.integer({ min: 1, max: 255 });

test('a message with any byte changed does not verify', () => {
  fc.assert(
    fc.property(PLACE, BY, (place, by) => {
      expect(verifySignature(changed(MESSAGE, place, by), SIGNATURE, PAIR.publicKey)).toEqual({
        problem: 'wrong-signature',
      });
    }),
  );
});

test('a signature with any byte changed does not verify, but for its untrusted comment', () => {
  const from = 'untrusted comment: of a test\n'.length;
  const [head, rest] = [SIGNATURE.slice(0, from), Buffer.from(SIGNATURE.slice(from))];
  fc.assert(
    fc.property(PLACE, BY, (place, by) => {
      const other = changed(rest, place, by).toString();
      expect(verifySignature(MESSAGE, head + other, PAIR.publicKey)).toHaveProperty('problem');
    }),
    { numRuns: 500 },
  );
  const renamed = SIGNATURE.replace('of a test', 'of another');
  expect(verifySignature(MESSAGE, renamed, PAIR.publicKey)).toEqual(verified);
});

test('a key with any bit changed is none, or another', () => {
  const bytes = Buffer.from(PAIR.publicKey.line, 'base64');
  fc.assert(
    fc.property(PLACE, BY, (place, by) => {
      const key = parsePublicKey(changed(bytes, place, by).toString('base64'));
      if (key === undefined) return;
      expect(verifySignature(MESSAGE, SIGNATURE, key)).toHaveProperty('problem');
    }),
  );
});

test('each way in which a signature fails has its name', () => {
  const [first = '', own = '', trusted = '', whole = ''] = SIGNATURE.split('\n');
  const problemOf = (...lines: readonly string[]): unknown =>
    verifySignature(MESSAGE, lines.join('\n'), PAIR.publicKey);
  const { line } = newPair().publicKey;
  expect(verifySignature(MESSAGE, SIGNATURE, newPair().publicKey)).toEqual({ problem: 'other-key' });
  expect(problemOf(first, own, 'trusted comment: written later', whole)).toEqual({
    problem: 'wrong-comment',
  });
  for (const lines of [
    [],
    [first, own],
    [first, own, trusted, whole, '', ''],
    [first, own, trusted, whole, 'more'],
    ['comment: x', own, trusted, whole],
    [first, line, trusted, whole],
    [first, own, 'comment: x', whole],
    [first, own, trusted, whole.slice(0, -4)],
    [first, own.replace('=', ''), trusted, whole],
    [first, ` ${own}`, trusted, whole],
    [first, `${own} `, trusted, whole],
    [`${first}${'x'.repeat(1024)}`, own, trusted, whole],
    [first, own, `${trusted}${'x'.repeat(8192)}`, whole],
  ])
    expect(problemOf(...lines), lines.join('\n')).toEqual({ problem: 'malformed' });
});

test('line ends of CR LF, and a missing last one, are taken', () => {
  expect(verifySignature(MESSAGE, SIGNATURE.replaceAll('\n', '\r\n'), PAIR.publicKey)).toEqual(verified);
  expect(verifySignature(MESSAGE, SIGNATURE.trimEnd(), PAIR.publicKey)).toEqual(verified);
  const text = publicKeyText(PAIR.publicKey);
  const { line, id } = PAIR.publicKey;
  for (const key of [text, text.trimEnd(), text.replaceAll('\n', '\r\n'), line, `${line}\r\n`])
    expect(parsePublicKey(key)).toMatchObject({ line, id });
});

test('what is no public key is none', () => {
  const { line } = PAIR.publicKey;
  const text = publicKeyText(PAIR.publicKey);
  for (const key of [
    '',
    '\n',
    line.slice(1),
    `${line.slice(0, -1)}!`,
    `${line}=`,
    `${line} `,
    line.replace(/^RW/, 'RU'),
    `${text}\n`,
    `${text}${line}`,
    `key\n${line}`,
    `untrusted comment: ${'x'.repeat(1024)}\n${line}`,
  ])
    expect(parsePublicKey(key), key).toBeUndefined();
});

test('minisign takes our signature, and tells a changed file', async ({ skip }) => {
  if (!isInstalled('minisign')) skip(ABSENT);
  const dir = await folderWith({
    manifest: MESSAGE,
    changed: `${MESSAGE.toString()}\n`,
    'manifest.minisig': SIGNATURE,
    'our.pub': publicKeyText(PAIR.publicKey),
  });
  const check = ['-x', 'manifest.minisig', '-V', '-m'];
  expect(minisign(dir, ...check, 'manifest', '-p', 'our.pub')).toContain(
    `Trusted comment: ${COMMENTS.trusted}`,
  );
  expect(minisign(dir, ...check, 'manifest', '-P', PAIR.publicKey.line)).toContain('verified');
  expect(() => minisign(dir, ...check, 'changed', '-p', 'our.pub')).toThrow('verification failed');
});

test.for([
  ['as it signs', []],
  ['as it signed once', ['-l']],
] as const)('we take the signature of minisign, %s', async ([, flags], { skip }) => {
  if (!isInstalled('minisign')) skip(ABSENT);
  const dir = await folderWith({ manifest: MESSAGE });
  minisign(dir, '-G', '-W', '-p', 'their.pub', '-s', 'their.key');
  minisign(dir, '-S', ...flags, '-s', 'their.key', '-m', 'manifest', '-t', 'said by minisign');
  const read = (name: string): Promise<string> => readFile(join(dir, name), 'utf8');
  const [signature, keyText] = [await read('manifest.minisig'), await read('their.pub')];
  const key = parsePublicKey(keyText);
  if (key === undefined) throw new Error(keyText);
  // minisign leaves out the zeros with which an id begins
  expect(keyText).toBe(publicKeyText(key).replace(/ 0+(?=[0-9A-F]+\n)/, ' '));
  expect(verifySignature(MESSAGE, signature, key)).toEqual({
    trustedComment: 'said by minisign',
    keyId: key.id,
  });
  expect(verifySignature(Buffer.from('x'), signature, key)).toEqual({ problem: 'wrong-signature' });
});

test('a signature over the file itself, as minisign once made it, is taken', () => {
  const [first = '', own = ''] = SIGNATURE.split('\n');
  const bytes = sign(null, MESSAGE, PAIR.privateKey);
  const id = Buffer.from(own, 'base64').subarray(2, 10);
  const whole = sign(null, Buffer.concat([bytes, Buffer.from('old')]), PAIR.privateKey);
  const text = [
    first,
    Buffer.concat([Buffer.from('Ed'), id, bytes]).toString('base64'),
    'trusted comment: old',
    whole.toString('base64'),
  ].join('\n');
  expect(verifySignature(MESSAGE, text, PAIR.publicKey)).toMatchObject({ trustedComment: 'old' });
});

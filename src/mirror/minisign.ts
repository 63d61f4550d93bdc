/** Signatures as minisign writes and takes them [minisign(1)]: Ed25519 over the BLAKE2b-512 of a file. */
import {
  createHash,
  createPublicKey,
  sign as signBytes,
  verify as verifyBytes,
  type KeyObject,
} from 'node:crypto';

/** A public key. Two are the same where their lines are. */
export interface PublicKey {
  /** As minisign shows it, but always of 16 hexadecimal digits. */
  readonly id: string;
  /** The whole key in base64, as `minisign -P` takes it: `RW…`, 56 characters. */
  readonly line: string;
  readonly key: KeyObject;
}

/** A secret key and the public one that belongs to it. */
export interface KeyPair {
  readonly publicKey: PublicKey;
  readonly privateKey: KeyObject;
}

/** What is written into a signature; the trusted comment is signed too. Each is one line. */
export interface Comments {
  readonly untrusted: string;
  readonly trusted: string;
}

/** A signature that is right. */
export interface Verified {
  readonly trustedComment: string;
  readonly keyId: string;
}

/** Why a signature proves nothing. */
export interface Unverified {
  readonly problem: 'malformed' | 'other-key' | 'wrong-signature' | 'wrong-comment';
}

const UNTRUSTED = 'untrusted comment: ';
const TRUSTED = 'trusted comment: ';
// minisign reads lines into 1,024 and 8,192 bytes, with their ends
const MAX_UNTRUSTED_BYTES = 1022;
const MAX_TRUSTED_BYTES = 8190;

const ID_BYTES = 8;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const PLAIN = 'Ed';
const PREHASHED = 'ED';
const HEAD_BYTES = PLAIN.length + ID_BYTES;

/** The lines of `text`, one too many at most; the last one needs no end. */
const linesOf = (text: string, count: number): readonly string[] =>
  text.replace(/\r?\n$/, '').split(/\r?\n/, count + 1);

/** The bytes of base64 that is written as it should be; `undefined` for anything else. */
function bytesOf(base64: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length === length && bytes.toString('base64') === base64 ? bytes : undefined;
}

/** What follows `prefix` in a line of at most `maxBytes`; `undefined` for any other line. */
const commentOf = (line: string, prefix: string, maxBytes: number): string | undefined =>
  line.startsWith(prefix) && Buffer.byteLength(line) <= maxBytes ? line.slice(prefix.length) : undefined;

/** A number that minisign writes with its lowest byte first. */
const idText = (bytes: Uint8Array): string => Buffer.from(bytes.toReversed()).toString('hex').toUpperCase();

/** The public key of a pair that gopherwire has made: its id follows from the key itself. */
export function publicKeyOf(key: KeyObject): PublicKey {
  const bytes = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
  const id = createHash('sha256').update(bytes).digest().subarray(0, ID_BYTES);
  const line = Buffer.concat([Buffer.from(PLAIN), id, bytes]).toString('base64');
  return { id: idText(id), line, key };
}

function parseKeyLine(line: string): PublicKey | undefined {
  const bytes = bytesOf(line, HEAD_BYTES + KEY_BYTES);
  if (bytes?.toString('latin1', 0, PLAIN.length) !== PLAIN) return undefined;
  const x = bytes.toString('base64url', HEAD_BYTES);
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return { id: idText(bytes.subarray(PLAIN.length, HEAD_BYTES)), line, key };
}

/** The key of `text`, a file of minisign's or its second line alone; `undefined` where it is neither. */
export function parsePublicKey(text: string): PublicKey | undefined {
  const [first = '', second, ...more] = linesOf(text, 2);
  if (second === undefined) return parseKeyLine(first);
  if (more.length > 0 || commentOf(first, UNTRUSTED, MAX_UNTRUSTED_BYTES) === undefined) return undefined;
  return parseKeyLine(second);
}

/** `key` as minisign writes it into a file. */
export const publicKeyText = ({ id, line }: PublicKey): string =>
  `${UNTRUSTED}minisign public key ${id}\n${line}\n`;

interface Signature {
  readonly isPrehashed: boolean;
  readonly keyId: string;
  readonly bytes: Uint8Array;
  readonly trustedComment: string;
  /** Signs the bytes and the trusted comment. */
  readonly whole: Uint8Array;
}

function parseSignature(text: string): Signature | undefined {
  const [first = '', second = '', third = '', fourth = '', ...more] = linesOf(text, 4);
  const untrusted = commentOf(first, UNTRUSTED, MAX_UNTRUSTED_BYTES);
  const trustedComment = commentOf(third, TRUSTED, MAX_TRUSTED_BYTES);
  const own = bytesOf(second, HEAD_BYTES + SIGNATURE_BYTES);
  const whole = bytesOf(fourth, SIGNATURE_BYTES);
  if (untrusted === undefined || trustedComment === undefined || own === undefined || whole === undefined)
    return undefined;
  const algorithm = own.toString('latin1', 0, PLAIN.length);
  if (more.length > 0 || (algorithm !== PLAIN && algorithm !== PREHASHED)) return undefined;
  return {
    isPrehashed: algorithm === PREHASHED,
    keyId: idText(own.subarray(PLAIN.length, HEAD_BYTES)),
    bytes: own.subarray(HEAD_BYTES),
    trustedComment,
    whole,
  };
}

const hashOf = (message: Uint8Array): Buffer => createHash('blake2b512').update(message).digest();

/** The signature of `message` as minisign writes it into a file. */
export function signatureText(
  message: Uint8Array,
  { publicKey, privateKey }: KeyPair,
  { untrusted, trusted }: Comments,
): string {
  const id = Buffer.from(publicKey.line, 'base64').subarray(PLAIN.length, HEAD_BYTES);
  const bytes = signBytes(null, hashOf(message), privateKey);
  const own = Buffer.concat([Buffer.from(PREHASHED), id, bytes]);
  const whole = signBytes(null, Buffer.concat([bytes, Buffer.from(trusted)]), privateKey);
  return [
    UNTRUSTED + untrusted,
    own.toString('base64'),
    TRUSTED + trusted,
    whole.toString('base64'),
    '',
  ].join('\n');
}

/** What the signature `text` proves of `message`, for somebody who trusts `publicKey`; or why it proves nothing. */
export function verifySignature(
  message: Uint8Array,
  text: string,
  publicKey: PublicKey,
): Verified | Unverified {
  const signature = parseSignature(text);
  if (signature === undefined) return { problem: 'malformed' };
  const { isPrehashed, keyId, bytes, trustedComment, whole } = signature;
  if (keyId !== publicKey.id) return { problem: 'other-key' };
  if (!verifyBytes(null, isPrehashed ? hashOf(message) : message, publicKey.key, bytes))
    return { problem: 'wrong-signature' };
  if (!verifyBytes(null, Buffer.concat([bytes, Buffer.from(trustedComment)]), publicKey.key, whole))
    return { problem: 'wrong-comment' };
  return { trustedComment, keyId };
}

/** As {@link verifySignature}, of a text and for the key of a line; `undefined` where that is none. */
export function verifiedBy(line: string, text: string, signature: string): Verified | Unverified | undefined {
  const key = parsePublicKey(line);
  return key && verifySignature(Buffer.from(text), signature, key);
}

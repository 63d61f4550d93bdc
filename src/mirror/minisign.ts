/** Signatures as minisign makes them: prehashed Ed25519 over BLAKE2b-512. */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

interface PublicKey {
  /** Eight bytes as hexadecimal digits. */
  readonly id: string;
  readonly key: KeyObject;
}

function publicKeyOf(text: string): PublicKey | undefined {
  const line = text.split('\n').find((each) => each.startsWith('RW'));
  const bytes = Buffer.from(line ?? '', 'base64');
  if (bytes.length !== 42 || bytes.toString('latin1', 0, 2) !== 'Ed') return undefined;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url', 10) };
  return { id: bytes.toString('hex', 2, 10), key: createPublicKey({ key: jwk, format: 'jwk' }) };
}

/** What a good signature says, or what is wrong. */
export type Verified =
  { readonly trustedComment: string; readonly keyId: string } | { readonly problem: string };

/** Whether `signatureText` is the signature of `signed` by the key in `publicKeyText`. */
export function verifySignature(signed: Uint8Array, signatureText: string, publicKeyText: string): Verified {
  const publicKey = publicKeyOf(publicKeyText);
  if (publicKey === undefined) return { problem: 'the public key cannot be read' };
  const [, first = '', comment = '', second = ''] = signatureText.split('\n');
  const bytes = Buffer.from(first, 'base64');
  const prefix = 'trusted comment: ';
  if (bytes.length !== 74 || bytes.toString('latin1', 0, 2) !== 'ED' || !comment.startsWith(prefix))
    return { problem: 'the signature cannot be read' };
  const keyId = bytes.toString('hex', 2, 10);
  if (keyId !== publicKey.id) return { problem: 'it is signed with another key' };
  const signature = bytes.subarray(10);
  const trustedComment = comment.slice(prefix.length);
  const hash = createHash('blake2b512').update(signed).digest();
  const whole = Buffer.concat([signature, Buffer.from(trustedComment)]);
  const isGood =
    verify(null, hash, publicKey.key, signature) &&
    verify(null, whole, publicKey.key, Buffer.from(second, 'base64'));
  return isGood ? { trustedComment, keyId } : { problem: 'the signature is not of this text' };
}

/** The newest key in `keysText` to which signatures lead from the pinned one. */
export function followRotation(
  keysText: string,
  pinnedKeyText: string,
): string | { readonly problem: string } {
  void keysText;
  return publicKeyOf(pinnedKeyText) === undefined
    ? { problem: 'the public key cannot be read' }
    : pinnedKeyText;
}

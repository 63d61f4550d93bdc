/** The keys of a site, oldest first, each but the first signed with the one before: the text of `/mirror/keys`. */
import { timeText } from '../site/mirror-format.ts';
import {
  parsePublicKey,
  publicKeyText,
  signatureText,
  verifySignature,
  type KeyPair,
  type PublicKey,
} from './minisign.ts';

/** Whoever has pinned a key before the last hundred has to be told the new one by other ways. */
const MAX_KEYS = 100;
/** A chain of so many bytes at most is looked at; a hundred keys take 44 KB as gopherwire writes them. */
export const MAX_CHAIN_BYTES: number = 64 * 1024;

/** Why no key follows from a chain. */
export interface Unchained {
  /** The pinned key is not in it, or a key after that is not signed by the one before. */
  readonly problem: 'malformed' | 'unknown-key' | 'broken';
}

interface Link {
  /** The public key as a file of minisign's. */
  readonly block: string;
  readonly key: PublicKey;
  /** Signs the block; empty for the first. */
  readonly signature: string;
}

const BLOCK_LINES = 2;
const SIGNATURE_LINES = 4;

function parseChain(text: string): readonly Link[] | undefined {
  if (text.length > MAX_CHAIN_BYTES) return undefined;
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const links: Link[] = [];
  let at = 0;
  const take = (count: number): string =>
    lines
      .slice(at, (at += count))
      .map((line) => `${line}\n`)
      .join('');
  while (at < lines.length) {
    const block = take(BLOCK_LINES);
    const signature = links.length === 0 ? '' : take(SIGNATURE_LINES);
    const key = parsePublicKey(block);
    if (key === undefined || links.length === MAX_KEYS) return undefined;
    links.push({ block, key, signature });
  }
  return links;
}

/** Whether each of `links` but the first is signed with the one before. */
const holds = (links: readonly Link[]): boolean =>
  links.every(({ block, signature }, index) => {
    const before = links[index - 1]?.key;
    return before === undefined || 'keyId' in verifySignature(Buffer.from(block), signature, before);
  });

/** The newest key of the chain `text` for somebody who trusts `pinned`; or why there is none. */
export function followChain(text: string, pinned: PublicKey): { readonly key: PublicKey } | Unchained {
  const links = parseChain(text);
  if (links === undefined) return { problem: 'malformed' };
  const from = links.findIndex(({ key }) => key.line === pinned.line);
  if (from < 0) return { problem: 'unknown-key' };
  const rest = links.slice(from);
  return holds(rest) ? { key: rest.at(-1)?.key ?? pinned } : { problem: 'broken' };
}

/** All keys of the chain `text`, oldest first; `undefined` where it is none. */
export function keysOfChain(text: string): readonly PublicKey[] | undefined {
  const links = parseChain(text);
  return links !== undefined && holds(links) ? links.map(({ key }) => key) : undefined;
}

/** The chain `text`, continued by `next`, which the pair of its newest key signs at `timeMs`. */
export function continueChain(text: string, pair: KeyPair, next: PublicKey, timeMs: number): string {
  const kept = (parseChain(text) ?? []).slice(1 - MAX_KEYS);
  const block = publicKeyText(next);
  const signature = signatureText(Buffer.from(block), pair, {
    untrusted: 'signature of the next key, by gopherwire',
    trusted: `gopherwire key ${next.id} time ${timeText(timeMs)}`,
  });
  return [
    ...kept.map((link, index) => link.block + (index === 0 ? '' : link.signature)),
    block + signature,
  ].join('');
}

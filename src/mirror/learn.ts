/** Learning what the upstream has: its beacon, what has changed since, the signature. Nothing is believed without proof. */
import { errorWords } from '../gopher/error-item.ts';
import { digestText } from '../library/digest-text.ts';
import {
  parseBeacon,
  parseChange,
  parseManifest,
  parsePart,
  folderOfFile,
  timeText,
  type Change,
  type ManifestPart,
  type Moment,
} from '../site/mirror-format.ts';
import { isBusy, type Upstream } from './ask.ts';
import { DoesNotFit, LATER, MirrorFailure, NoJournal } from './failure.ts';
import { folderOfPart } from './filters.ts';
import { afterChanges, under, type Known } from './known.ts';
import { followChain } from './key-chain.ts';
import { parsePublicKey, publicKeyText, verifySignature, type Unverified } from './minisign.ts';
import type { State } from './state.ts';

const MAX_BEACON_BYTES = 200;
const MAX_KEY_BYTES = 4_096;
const MAX_KEYS_BYTES = 256 * 1024;
/** 500 lines of at most 430 characters. */
const MAX_CHANGES_BYTES = 250_000;
/** Some 80,000 parts; one lists a thousand files at most. */
const MAX_MANIFEST_BYTES: number = 8 * 1024 * 1024;
/** A thousand lines. */
const MAX_PART_BYTES = 400_000;
/** All parts that are wanted are kept in memory, which takes half a kilobyte a file. */
const MAX_PARTS_BYTES: number = 256 * 1024 * 1024;
const MAX_FILES = 1_000_000;
/** A line of a change, about; where more changes are asked for than all would be, the manifest is asked for. */
const CHANGE_BYTES = 130;
const MAX_CHANGES = 50_000;
/** A page tells of 500 changes; one that tells of few, again and again, leads nowhere. */
const LEAST_CHANGES_A_PAGE = 100;

type Beacon = Moment & { readonly digest: string };

/** Whom a mirror believes. */
export interface Trust {
  /** The public key whose signature is asked for; `undefined` where none is known yet. */
  readonly key: string | undefined;
  /** Whether an upstream that signs nothing is believed, where no key is known. */
  readonly allowsUnsigned: boolean;
}

/** What was learned. */
export interface Learned {
  /** Its parts are those that were known before and are still the same. */
  readonly known: Known;
  /** The signature of the manifest, and the key that made it; `undefined` where nothing is signed. */
  readonly signed: { readonly signature: string; readonly key: string } | undefined;
}

const NO_MIRROR =
  'give the address of a gopherwire, such as gopher://gopher.example.org/, which is no older than this one';

/** What the upstream says there is, in one line. Throws {@link NoJournal} where it says no such thing. */
export async function askBeacon(upstream: Upstream): Promise<Beacon> {
  const reply = await upstream.ask('/mirror/lastupdate', MAX_BEACON_BYTES);
  const beacon = reply.length > MAX_BEACON_BYTES ? undefined : parseBeacon(reply.toString('utf8'));
  if (beacon !== undefined) return beacon;
  const words = errorWords(reply);
  if (isBusy(words)) throw new MirrorFailure(`${upstream.name} answers: ${words ?? ''}`, LATER);
  const said = words === undefined ? '' : `: it answers "${words}"`;
  throw new NoJournal(`${upstream.name} keeps no journal for mirrors${said}`, NO_MIRROR);
}

const momentText = ({ sequence, timeMs }: Moment): string => `change ${sequence} of ${timeText(timeMs)}`;

/** Whether `beacon` goes on from `before`. Throws where it is older: somebody shows an old state again. */
function goesOn(beacon: Beacon, before: Moment, isSigned: boolean, name: string): boolean {
  if (beacon.sequence > before.sequence && beacon.timeMs >= before.timeMs) return true;
  // its journal was begun anew
  if (beacon.timeMs > before.timeMs && isSigned) return false;
  throw new MirrorFailure(
    `${name} shows ${momentText(beacon)}, and ${momentText(before)} is known: an old state, or another journal`,
    isSigned
      ? 'ask its operator; what is here stays as it is'
      : 'ask its operator; where its journal was begun anew, remove .gopherwire/mirror here: all is compared then',
  );
}

const knownBytes = ({ text, manifest }: Known): number =>
  text.length + manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);

/** The changes after `sequence`, up to that of `beacon`; `undefined` where they do not lead there. */
async function changesTo(
  beacon: Beacon,
  sequence: number,
  upstream: Upstream,
): Promise<readonly Change[] | undefined> {
  const changes: Change[] = [];
  for (let last = sequence; last < beacon.sequence;) {
    const text = await upstream.text(`/mirror/since/${last}`, MAX_CHANGES_BYTES);
    const page = text.split('\r\n').filter((line) => line !== '' && !line.startsWith('#'));
    const from = last;
    for (const change of page.map(parseChange)) {
      if (change === undefined || change.sequence <= last) return undefined;
      last = change.sequence;
      if (last <= beacon.sequence) changes.push(change);
    }
    if (last < beacon.sequence && last - from < LEAST_CHANGES_A_PAGE) return undefined;
  }
  return changes;
}

/** What the beacon tells of, from what was known and what has changed; `undefined` where that comes to something else. */
async function fromChanges(beacon: Beacon, before: Known, upstream: Upstream): Promise<Known | undefined> {
  const count = beacon.sequence - before.manifest.sequence;
  if (count > MAX_CHANGES || count * CHANGE_BYTES > knownBytes(before)) return undefined;
  const changes = await changesTo(beacon, before.manifest.sequence, upstream);
  const after = changes && afterChanges(before, changes, beacon);
  return after !== undefined && digestText(after.text) === beacon.digest ? after : undefined;
}

/** What the beacon tells of, from the manifest, with the parts that are still the same. */
async function fromManifest(
  beacon: Beacon,
  kept: ReadonlyMap<string, string>,
  upstream: Upstream,
): Promise<Known> {
  const text = await upstream.text('/mirror/manifest', MAX_MANIFEST_BYTES);
  if (digestText(text) !== beacon.digest)
    throw new DoesNotFit(`the manifest of ${upstream.name} is not the one that its beacon names`, LATER);
  const manifest = parseManifest(text);
  const isIt = manifest?.sequence === beacon.sequence && manifest.timeMs === beacon.timeMs;
  if (
    manifest === undefined ||
    !isIt ||
    manifest.parts.some(({ selector }) => folderOfPart(selector) === undefined)
  )
    throw new MirrorFailure(`the manifest of ${upstream.name} cannot be read`, 'tell its operator');
  return under(manifest, text, kept);
}

/** The public key that the upstream gives; `undefined` where it has none. */
async function keyOf(upstream: Upstream): Promise<string | undefined> {
  const reply = await upstream.ask('/mirror/key.pub', MAX_KEY_BYTES);
  return errorWords(reply) === undefined ? reply.toString('utf8').replaceAll('\r\n', '\n') : undefined;
}

const UNPROVED: Readonly<Record<Unverified['problem'], string>> = {
  malformed: 'its signature cannot be read',
  'other-key': 'it is signed with another key',
  'wrong-signature': 'its signature is that of something else',
  'wrong-comment': 'the trusted comment of its signature was changed',
};

async function proved(
  { text, manifest }: Known,
  trust: Trust,
  upstream: Upstream,
): Promise<Learned['signed']> {
  const key = trust.key ?? (await keyOf(upstream));
  if (key === undefined) {
    if (trust.allowsUnsigned) return undefined;
    throw new MirrorFailure(
      `${upstream.name} signs nothing: nobody can tell whether what comes is from there`,
      'where you take it all the same, say so with --unsigned',
    );
  }
  const signature = await upstream.text('/mirror/manifest.minisig', MAX_KEY_BYTES);
  const isBy = (one: string): string | undefined => {
    const publicKey = parsePublicKey(one);
    if (publicKey === undefined) return 'the public key cannot be read';
    const verified = verifySignature(Buffer.from(text), signature, publicKey);
    if ('problem' in verified) return UNPROVED[verified.problem];
    const said = `gopherwire sequence ${manifest.sequence} time ${timeText(manifest.timeMs)}`;
    return verified.trustedComment === said ? undefined : 'its trusted comment is of another manifest';
  };
  const problem = isBy(key);
  if (problem === undefined) return { signature, key };
  const next = await newerKey(key, upstream);
  if (next !== undefined && isBy(next) === undefined) return { signature, key: next };
  throw new DoesNotFit(
    `the manifest of ${upstream.name} is not proved: ${problem}`,
    'nothing was changed here; ask its operator, and where the key is another one now, give it with --key',
  );
}

/** The key that came after `key`, where each was signed with the one before. */
async function newerKey(key: string, upstream: Upstream): Promise<string | undefined> {
  const reply = await upstream.ask('/mirror/keys', MAX_KEYS_BYTES);
  if (errorWords(reply) !== undefined) return undefined;
  const pinned = parsePublicKey(key);
  const next = pinned && followChain(reply.toString('utf8'), pinned);
  if (next === undefined || 'problem' in next || next.key.line === pinned?.line) return undefined;
  return publicKeyText(next.key);
}

/** What `beacon` tells of, proved. Throws a {@link MirrorFailure}. */
export async function learn(
  beacon: Beacon,
  { known: before, parts }: Pick<State, 'known' | 'parts'>,
  trust: Trust,
  upstream: Upstream,
): Promise<Learned> {
  const isSame = before !== undefined && digestText(before.text) === beacon.digest;
  const isNext =
    before !== undefined &&
    !isSame &&
    goesOn(beacon, before.manifest, trust.key !== undefined, upstream.name);
  const changed = isNext ? await fromChanges(beacon, before, upstream) : undefined;
  const known = isSame ? before : (changed ?? (await fromManifest(beacon, parts, upstream)));
  return { known, signed: await proved(known, trust, upstream) };
}

/** The text of `part`, which has its digest and lists files of its folder. Throws a {@link MirrorFailure}. */
export async function askPart(
  { selector, bytes, digest, files }: ManifestPart,
  upstream: Upstream,
): Promise<string> {
  if (bytes > MAX_PART_BYTES)
    throw new MirrorFailure(`${selector} of ${upstream.name} is too long a list`, 'tell its operator');
  const text = await upstream.text(selector, bytes);
  if (digestText(text) !== digest)
    throw new DoesNotFit(`${selector} of ${upstream.name} is not as its manifest says`, LATER);
  const listed = parsePart(text);
  const folder = folderOfPart(selector);
  if (listed?.length !== files || listed.some((file) => folderOfFile(file.selector) !== folder))
    throw new MirrorFailure(`${selector} of ${upstream.name} cannot be read`, 'tell its operator');
  return text;
}

/** Throws a {@link MirrorFailure} where all of `parts` are more than this program keeps in memory. */
export function checkSize(parts: readonly ManifestPart[], { name }: Upstream): void {
  const sumOf = (of: 'bytes' | 'files'): number => parts.reduce((sum, part) => sum + part[of], 0);
  if (sumOf('bytes') <= MAX_PARTS_BYTES && sumOf('files') <= MAX_FILES) return;
  throw new MirrorFailure(
    `${name} has more files than can be mirrored at once`,
    'take a part of it, with --feed',
  );
}

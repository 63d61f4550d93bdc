/** `gopherwire mirror`: a verified copy of another gopherwire. */
import { mkdir, readFile } from 'node:fs/promises';
import { InvalidArgumentError, type Command } from 'commander';
import { addressText, parseAddress, type Address } from '../mirror/address.ts';
import { Upstream } from '../mirror/ask.ts';
import { MirrorFailure, NoJournal } from '../mirror/failure.ts';
import { isLicenceName, type Filters } from '../mirror/filters.ts';
import { parsePublicKey } from '../mirror/minisign.ts';
import { NO_STATE, round, type RoundResult } from '../mirror/round.ts';
import { readState, type State } from '../mirror/state.ts';
import { walk } from '../mirror/walk/walk.ts';
import type { Place } from '../library/durable.ts';
import { isOfMenus } from '../library/mirror-origin.ts';
import { errorCode } from '../error-code.ts';
import { feedPath } from './add.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { withPlace } from './intake-folder.ts';
import { MirrorReport } from './mirror-report.ts';
import { wholeNumber } from './numbers.ts';
import { tell } from './output.ts';
import { abortOnSignal } from './signals.ts';

interface MirrorOptions {
  readonly licence?: readonly string[];
  readonly feed?: string;
  readonly maxBytes?: number;
  readonly tls?: boolean;
  readonly line?: number;
  readonly key?: string;
  readonly unsigned?: boolean;
  readonly json?: boolean;
}

function parseUpstream(value: string): Address {
  const address = parseAddress(value);
  if (address !== undefined) return address;
  throw new InvalidArgumentError(
    'It is gopher://HOST/, gopher://HOST:PORT/, gophers://HOST/, or gopher://HOST/1/MENU of another server.',
  );
}

function parseLicences(value: string): readonly string[] {
  const names = value.split(',').map((name) => name.trim().toLowerCase());
  const unknown = names.find((name) => !isLicenceName(name));
  if (unknown === undefined) return names;
  throw new InvalidArgumentError(
    `"${unknown}" is no licence that is known: give ids or families, parted by commas: by,by-sa,CC0-1.0.`,
  );
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000, g: 1_000_000_000 };

function parseSize(value: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,12})([kmg]?)$/.exec(value.toLowerCase()) ?? [];
  if (digits !== '' && Number(digits) > 0) return Number(digits) * (UNITS[unit] ?? 1);
  throw new InvalidArgumentError('It is a number of bytes, or such as 20k, 5M or 1G.');
}

/** The text of a public key, from its line or from a file. */
async function keyText(given: string): Promise<string> {
  if (parsePublicKey(given) !== undefined) return keyFile(given);
  const text = await readFile(given, 'utf8').catch((cause: unknown) => {
    throw new Failure(
      `the key ${given} cannot be read (${errorCode(cause)})`,
      'give its file, or its line: RW...',
      2,
      { cause },
    );
  });
  const line = text.split(/\r?\n/).find((each) => each.startsWith('RW'));
  const file = keyFile(line?.trim() ?? '');
  if (parsePublicKey(file) !== undefined) return file;
  throw new Failure(
    `there is no public key in ${given}`,
    'give the file of a minisign public key, or its line: RW...',
    2,
  );
}

const keyFile = (line: string): string => `untrusted comment: minisign public key\n${line}\n`;

/** Throws a {@link Failure} where the folder is a mirror of something else. */
function checkOrigin({ origin }: State, address: Address, root: string): void {
  const name = addressText(address);
  if (origin.address === '' || origin.address === name) return;
  throw new Failure(
    `${root} is a mirror of ${origin.address}`,
    `give that address, or another folder; where it is one server of two names, write the new one into ${root}/.gopherwire/mirror/origin`,
    2,
  );
}

/** Whether menus are walked: so it was before, or a single one is asked for. */
const isWalked = ({ origin }: State, { selector }: Address): boolean =>
  origin.address === '' ? selector !== '' : isOfMenus(origin);

async function mirrorInto(
  place: Place,
  address: Address,
  options: MirrorOptions,
  signal: AbortSignal,
): Promise<number> {
  const state = (await readState(place.root)) ?? NO_STATE;
  checkOrigin(state, address, place.root);
  const walks = isWalked(state, address);
  if (walks && options.key !== undefined)
    throw new Failure(
      `the menus of ${addressText(address)} are walked, and nobody signs them`,
      'leave --key out',
      2,
    );
  const pinned = state.origin.key === '' ? undefined : keyFile(state.origin.key);
  const key = options.key === undefined ? pinned : await keyText(options.key);
  const report = new MirrorReport(options.json === true);
  const upstream = new Upstream(address, {
    needsCertificate: key === undefined,
    bitsPerSecond: options.line,
    signal,
    onBytes: (bytes) => {
      report.onBytes(bytes);
    },
  });
  const filters: Filters = {
    licences: options.licence ?? [],
    feed: options.feed === undefined ? '' : feedPath(options.feed, '--feed'),
  };
  const trust = { key, allowsUnsigned: options.unsigned === true };
  const onProved = (line: string): void => {
    const note = keyNote(key, line, upstream.name);
    if (note !== undefined) report.onNote(note);
  };
  const settings = { filters, maxBytes: options.maxBytes ?? Infinity, trust, onProved };
  try {
    const walkMenus = (): Promise<RoundResult> =>
      walk(upstream, place, { ...settings, now: Date.now }, report);
    const result = walks
      ? await walkMenus()
      : await round(upstream, place, state, settings, report).catch((error: unknown) => {
          // who has signed once, or is to sign, is never taken without
          if (!(error instanceof NoJournal) || state !== NO_STATE || key !== undefined) throw error;
          tell(`${error.message}. Its menus are walked; nobody signs what comes.`);
          return walkMenus();
        });
    return await report.end(result, upstream.bytes);
  } catch (error) {
    await report.flush();
    if (signal.aborted) return 1;
    if (error instanceof MirrorFailure) throw new Failure(error.message, error.fix, 4, { cause: error });
    throw error;
  }
}

/** What is to be told of a key that was trusted for the first time, or has taken the place of another. */
function keyNote(before: string | undefined, line: string, name: string): string | undefined {
  if (line === '') return `Nobody signs what ${name} sends: it is taken as it comes.`;
  if (before === undefined)
    return `The key of ${name} is trusted from now on, as it came: ${line}\n  fix: compare it with what its operator has published elsewhere`;
  return before.includes(line) ? undefined : `${name} has a new key, signed with the one before: ${line}`;
}

async function mirror(given: Address, dir: string, options: MirrorOptions): Promise<void> {
  const address = options.tls === true ? { ...given, isTls: true } : given;
  const { signal, code } = abortOnSignal();
  await mkdir(dir, { recursive: true }).catch((cause: unknown) => {
    throw new Failure(
      `${dir} cannot be made (${errorCode(cause)})`,
      'give another folder, or look at the one above',
      1,
      { cause },
    );
  });
  const runCode = await withPlace(dir, (place) => mirrorInto(place, address, options, signal));
  process.exitCode = signal.aborted ? code() : runCode;
  // what was called off may have left a socket behind
  process.exit();
}

/** Adds the command to `program`. */
export function addMirror(program: Command): void {
  const command = program
    .command('mirror')
    .description(
      'keep a verified copy of another gopherwire, or of the articles of another gopher server: only what has changed is fetched',
    )
    .argument(
      '<address>',
      'gopher://HOST[:PORT]/, or gophers:// for TLS; of other servers also a menu, gopher://HOST/1/MENU',
      parseUpstream,
    )
    .argument('<dir>', 'the folder of articles; it is made where there is none')
    .option(
      '--licence <ids>',
      'only these licences: ids or families, such as by,by-sa,CC0-1.0',
      parseLicences,
    )
    .option('--feed <path>', 'only this feed, or group of feeds, such as news/example')
    .option('--max-bytes <size>', 'so many bytes of files in this run, the newest first: 20k, 5M', parseSize)
    .option('--line <bits>', 'take no more than so many bits a second: 1200', wholeNumber(50, 1_000_000_000))
    .option('--tls', 'over TLS, as gophers:// says; with a key that is known no certificate is needed')
    .option('--key <key>', 'the public key to trust: a file, or its line (RW...)')
    .option('--unsigned', 'take what nobody signs, where the server has no key')
    .option('--json', 'one JSON object a line, for programs')
    .action(mirror);
  withHelpTexts(command, {
    examples: [
      ['gopherwire mirror gopher://wire.example/ copy'],
      ['gopherwire mirror gopher://wire.example/ copy --licence by,by-sa'],
      ['gopherwire mirror gopher://wire.example/ copy --max-bytes 20k'],
      ['gopherwire mirror gopher://feeds.example/1/news copy'],
    ],
    notes: [
      'Run it again for what has changed; where nothing has, that takes less than 200 bytes. It goes on where it was interrupted. What is withdrawn at the origin is withdrawn here, with the date and reason that were given there; files that were lost here are fetched anew; those that somebody else has put, changed or withdrawn here are left alone.',
      'Each document is compared with the signed list before it appears, and passes the same gate as all others. Where no key is given, the one that the server gives first is trusted from then on.',
      'The menus of a server that keeps no journal are walked: one request a second, or as slowly as its robots.txt asks, 1,000 menus and 20,000 documents at most. Articles in the layout of the Magical.Fish feeds are kept byte for byte; DIR/.gopherwire/mirror/walked says where and when each was had, and its SHA-256. Nobody signs them.',
    ],
    exitCodes: [
      [0, 'done'],
      [1, 'failure'],
      [2, 'usage'],
      [3, 'some documents are refused, or left as they are'],
      [4, 'the network or the other gopherwire failed, or what it sends is not proved'],
    ],
  });
}

/** `gopherwire mirror`: a verified copy of another gopherwire. */
import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { addressText, parseAddress, type Address } from '../gopher/address.ts';
import { Upstream } from '../mirror/ask.ts';
import { MirrorFailure, NoJournal } from '../mirror/failure.ts';
import { isLicenceName, type Filters } from '../mirror/filters.ts';
import { NO_STATE, round, type RoundResult } from '../mirror/round.ts';
import { readState, type State } from '../mirror/state.ts';
import { walk } from '../mirror/walk/walk.ts';
import { isAbsent, type Place } from '../library/durable.ts';
import { makeFolders } from '../library/make-folders.ts';
import { isOfMenus } from '../library/mirror-origin.ts';
import { ScratchFolder } from '../library/scratch.ts';
import { errorCode } from '../error-code.ts';
import { feedPath } from './add.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { readingPlace, withPlace } from './intake-folder.ts';
import { keyFile, keyNote, keyText } from './mirror-key.ts';
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
  readonly dryRun?: boolean;
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

/** That nobody can say what a walk would fetch: the lists of other servers are their menus, which give no sizes. */
const untold = (what: string, options?: ErrorOptions): Failure =>
  new Failure(
    `${what}, and what that would fetch cannot be told without fetching it`,
    'leave --dry-run out; --max-bytes bounds what a run takes',
    2,
    options,
  );

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
  const isDry = options.dryRun === true;
  if (walks && isDry) throw untold(`the menus of ${addressText(address)} are walked`);
  const pinned = state.origin.key === '' ? undefined : keyFile(state.origin.key);
  const key = options.key === undefined ? pinned : await keyText(options.key);
  const report = new MirrorReport(options);
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
    const note = keyNote(key, line, upstream.name, isDry);
    if (note !== undefined) report.onNote(note);
  };
  const settings = { filters, maxBytes: options.maxBytes ?? Infinity, trust, isDry, onProved };
  try {
    const walkMenus = (): Promise<RoundResult> =>
      walk(upstream, place, { ...settings, now: Date.now }, report);
    const result = walks
      ? await walkMenus()
      : await round(upstream, place, state, settings, report).catch((error: unknown) => {
          // who has signed once, or is to sign, is never taken without
          if (!(error instanceof NoJournal) || state !== NO_STATE || key !== undefined) throw error;
          if (isDry) throw untold(`${error.message}. Its menus are walked`, { cause: error });
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

/** Runs `task` with the folder `dir`, which is made where there is none. */
async function withMadePlace<T>(dir: string, task: (place: Place) => Promise<T>): Promise<T> {
  try {
    makeFolders(dir);
  } catch (cause) {
    throw new Failure(
      `${dir} cannot be made (${errorCode(cause)})`,
      'give another folder, or look at the one above',
      1,
      { cause },
    );
  }
  return withPlace(dir, task);
}

/** Runs `task` with the folder `dir` as it is, or would be made: nothing is to be written. */
async function foreseeingPlace<T>(dir: string, task: (place: Place) => Promise<T>): Promise<T> {
  const root = resolve(dir);
  return isAbsent(root) ? task({ root, scratch: new ScratchFolder(root) }) : readingPlace(dir, task);
}

async function mirror(given: Address, dir: string, options: MirrorOptions): Promise<void> {
  const address = options.tls === true ? { ...given, isTls: true } : given;
  const { signal, code } = abortOnSignal();
  const open = options.dryRun === true ? foreseeingPlace : withMadePlace;
  const runCode = await open(dir, (place) => mirrorInto(place, address, options, signal));
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
    .option('--dry-run', 'say what would be done, and how long it takes at --line; write nothing')
    .option('--json', 'one JSON object a line, for programs')
    .action(mirror);
  withHelpTexts(command, {
    examples: [
      ['gopherwire mirror gopher://wire.example/ copy'],
      ['gopherwire mirror gopher://wire.example/ copy --dry-run --line 1200'],
      ['gopherwire mirror gopher://wire.example/ copy --licence by,by-sa'],
      ['gopherwire mirror gopher://wire.example/ copy --max-bytes 20k'],
      ['gopherwire mirror gopher://feeds.example/1/news copy'],
    ],
    notes: [
      'Run it again for what has changed; where nothing has, that takes less than 200 bytes. It goes on where it was interrupted. What is withdrawn at the origin is withdrawn here, with the date and reason that were given there; files that were lost here are fetched anew; those that somebody else has put, changed or withdrawn here are left alone.',
      'Each document is compared with the signed list before it appears, and passes the same gate as all others. Where no key is given, the one that the server gives first is trusted from then on.',
      'With --dry-run the lists alone are asked for, and proved; what the gate would refuse is not known before it is fetched. What a walk of menus would fetch cannot be told.',
      'The menus of a server that keeps no journal are walked: one request a second, or as slowly as its robots.txt asks, 1,000 menus and 20,000 documents at most. Articles in the layout of the Magical.Fish feeds are kept byte for byte; DIR/.gopherwire/mirror/walked says where and when each was had, and its SHA-256. Nobody signs them. Items that lead nowhere are counted, are no failure, and are not asked for again before a day.',
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

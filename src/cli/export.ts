/** `gopherwire export`: what is served, for other gopher servers, for disks, for packet radio, for archives. */
import { relative } from 'node:path';
import type { Command } from 'commander';
import { errorCode } from '../error-code.ts';
import { licenceById } from '../article/licences.ts';
import { inTheWayOf } from '../library/in-the-way.ts';
import { FolderInUse } from '../library/lock.ts';
import { exportGophermap, type Exported } from '../mirror/gophermap-tree.ts';
import { isBundle, makeBundle, type BundleFormat } from '../mirror/bundle.ts';
import { exportPacket } from '../mirror/packet-file.ts';
import type { Source } from '../mirror/rendered.ts';
import { selectedFrom, type Selection } from '../mirror/selection.ts';
import { exportTexts } from '../mirror/text-tree.ts';
import { checkFile, exportFiles } from '../mirror/export-files.ts';
import { placeOf } from '../mirror/export-place.ts';
import { exportFolder } from '../mirror/tree.ts';
import type { ArticlesFolder } from '../library/articles-folder.ts';
import { originOf } from '../library/mirror-origin.ts';
import type { Catalogue } from '../site/library.ts';
import { sizeText } from '../site/document.ts';
import { countOf } from '../site/listing.ts';
import { openArticles } from './articles.ts';
import { openCollection, QUIET } from './collections.ts';
import { checkFormat, withExportOptions, type ExportOptions } from './export-options.ts';
import { Failure } from './failure.ts';
import { withHelpTexts } from './help-texts.ts';
import { print } from './output.ts';
import { settingNames } from './serve-options.ts';
import { resolveSettings } from './settings.ts';
import { siteSettings } from './site-options.ts';

const DEFAULT_MESSAGE_BYTES = 8_000;
/** A bundle is made in memory. */
const MAX_BUNDLE_BYTES = 512 * 1024 ** 2;

/** What is exported, from where to where. */
interface Task {
  readonly folder: ArticlesFolder;
  readonly source: Source;
  readonly selection: Selection;
  readonly out: string;
  readonly options: ExportOptions;
}

function selectionOf({ feed = '', licence, since, period }: ExportOptions, catalogue: Catalogue): Selection {
  if (catalogue.folder(feed) === undefined)
    throw new Failure(`nothing is served in ${feed}`, 'gopherwire status lists the feeds');
  const known = licence === undefined ? undefined : licenceById(licence);
  if (licence !== undefined && known === undefined)
    throw new Failure(`there is no licence ${licence}`, 'give an id such as CC-BY-4.0', 2);
  return { feed, licence: known?.id, since, period };
}

/** "12 articles", and how many were left out. */
const words = ({ articles, leftOut }: Exported): string =>
  `${countOf(articles, 'article')}${leftOut === 0 ? '' : `, ${leftOut} left out that were just being changed`}`;

async function writeGophermap({ source, selection, out, options }: Task): Promise<string> {
  return words(await exportFolder(out, (put) => exportGophermap(source, selection, options.base, put)));
}

async function writeTexts({ source, selection, out, options }: Task): Promise<string> {
  const { maxBytes } = options;
  const done = await exportFolder(out, (put) => exportTexts(source, selection, maxBytes, put));
  return `${words(done)}${maxBytes === undefined ? '' : `, ${countOf(done.volumes, 'volume')}`}`;
}

async function writePacket({ source, selection, out, options }: Task): Promise<string> {
  const { from, toCall: to, at, width, budget, all } = options;
  if (from === undefined) throw new Failure('packet needs a sender', 'give your callsign with --from', 2);
  const done = await exportPacket(source, selection, out, {
    addressing: { from, to, at },
    width,
    maxBytes: options.maxBytes ?? DEFAULT_MESSAGE_BYTES,
    budget,
    isAll: all === true,
  });
  if (done.messages === 0) return `nothing new${done.isMore ? ' that has room in the budget' : ''}`;
  const more = done.isMore ? '; more is new than the budget has room for' : '';
  return `${words(done)}, ${countOf(done.messages, 'message')}, ${sizeText(done.bytes)}${more}`;
}

function bundleFormat(out: string): BundleFormat {
  if (out.endsWith('.zip')) return 'zip';
  if (out.endsWith('.tar.gz')) return 'tar.gz';
  throw new Failure('a bundle is a .tar.gz or a .zip', 'name it so: 2026-11.tar.gz', 2);
}

async function writeBundle({ folder, source, selection, out }: Task): Promise<string> {
  const { period } = selection;
  const format = bundleFormat(out);
  if (period === undefined)
    throw new Failure('a bundle needs its time', 'give a month or a day: --period 2026-11', 2);
  const entries = [...selectedFrom(source.library.catalogue, selection)];
  if (entries.length === 0)
    throw new Failure('no article is of that time', 'see /newest/ for the months there are');
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_BUNDLE_BYTES)
    throw new Failure(`a bundle holds ${sizeText(MAX_BUNDLE_BYTES)} at most`, 'bundle days, or single feeds');
  const { bytes, leftOut } = await makeBundle(folder, { period, format, entries });
  await exportFiles([out], async (put) => {
    await checkFile(out, isBundle);
    await put([{ out, data: bytes }]);
  });
  return `${words({ articles: entries.length - leftOut, leftOut })}, ${sizeText(bytes.length)}`;
}

const WRITERS = {
  gophermap: writeGophermap,
  text: writeTexts,
  packet: writePacket,
  bundle: writeBundle,
} as const;

/** The place that `given` names. Throws a {@link Failure} where it cannot be, or would be served. */
async function checkedPlace(given: string, folder: ArticlesFolder): Promise<string> {
  const out = await placeOf(given);
  const way = relative(folder.root, out);
  if (way === '' || !way.startsWith('..'))
    throw new Failure(`${given} is in the folder of articles`, 'export to a place outside of it', 2);
  return out;
}

async function exportOut(dir: string, given: string, _options: unknown, command: Command): Promise<void> {
  const { values: options } = await resolveSettings<ExportOptions>(command, settingNames());
  checkFormat(command, options.to);
  const folder = await openArticles(dir);
  const collection = await openCollection(folder, options.state, QUIET);
  try {
    if (!(await collection.complete()))
      throw new Failure('the catalogue could not be written to its end', 'make room in the state folder');
    const { library } = collection;
    const source = {
      library,
      settings: siteSettings(options, { mirrorOf: originOf(folder.root) }, options.view),
    };
    const out = await checkedPlace(given, folder);
    const selection = selectionOf(options, library.catalogue);
    const told = await WRITERS[options.to]({ folder, source, selection, out, options });
    await print(`${given}: ${told}\n`);
  } catch (cause) {
    const code = errorCode(cause);
    if (cause instanceof Failure || !(cause instanceof Error) || code === '') throw cause;
    const { message, fix } = (cause instanceof FolderInUse ? cause : inTheWayOf(cause)) ?? {
      message: `${given} cannot be written (${code})`,
      fix: 'look whether the folder above is there and may be written to, and whether the disk is full',
    };
    throw new Failure(message, fix, 1, { cause });
  } finally {
    await collection.stop();
  }
}

/** Adds the command to `program`. */
export function addExport(program: Command): void {
  const command = withExportOptions(
    program
      .command('export')
      .description('make copies of what is served, for others to serve, carry or send'),
  ).action(exportOut);
  withHelpTexts(command, {
    examples: [
      ['gopherwire export articles --to gophermap /srv/gopher', 'for gophernicus, pygopherd and others'],
      [
        'gopherwire export articles --to text floppies --max-bytes 1440k --view cp437-80',
        'VOL001, VOL002, ...',
      ],
      ['gopherwire export articles --to packet mail.in --from N0CALL --budget 60k', 'for FBB and BPQ'],
      ['gopherwire export articles --to bundle 2026-11.tar.gz --period 2026-11', 'a month, byte for byte'],
    ],
    notes: [
      'Only what is served is exported, with licence and source in each copy. A folder or a bundle appears when it is whole, and takes the place of an earlier one; anything else that stands there is left as it is. One export to a place runs at a time.',
      'packet writes what is new since the last time, as OUT.sent remembers it, and waits until the mailbox has taken OUT. What is longer than a message goes in parts, each with its credit; an address that is longer than a line goes on in the next one.',
      'A bundle has the same bytes wherever it is made. Its MANIFEST has the lines of /mirror/part/: selector, bytes, SHA-256 as base64url, licence.',
      'With --max-bytes texts count as on a disk, in sectors of 512 bytes. MANIFEST has SHA-256 in hexadecimal digits; its first line says how sha256sum checks it.',
      'An article that originates here has an address of --host and --port as its source: give those of your server, for localhost leads readers nowhere.',
    ],
    exitCodes: [
      [0, 'exported'],
      [1, 'failure'],
      [2, 'usage'],
    ],
  });
}

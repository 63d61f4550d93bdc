/** Articles as plain texts in folders, for rsync, NNCP, a stick or floppies. */
import { textDocument } from '../gopher/text.ts';
import { InTheWay } from '../library/in-the-way.ts';
import { parentOf } from '../library/folders.ts';
import type { Entry } from '../site/library.ts';
import { periodNames } from '../site/periods.ts';
import type { SiteSettings } from '../site/settings.ts';
import { encodedBytes, encodeFor, textSetter } from '../site/view.ts';
import { DosNames } from './dos-names.ts';
import type { Exported } from './gophermap-tree.ts';
import { render, type Source } from './rendered.ts';
import { selectedFrom, type Selection } from './selection.ts';
import {
  entryLines,
  folderLine,
  hexDigest,
  INDEX,
  MANIFEST,
  MANIFEST_HEAD,
  manifestLine,
  type ListedFile,
} from './text-index.ts';
import type { ExportedFile } from './tree.ts';
import { Volume } from './volumes.ts';

type Put = (file: ExportedFile) => Promise<void>;

const bytesOf = (data: string | Uint8Array): number => Buffer.byteLength(data);

/** FEED/YYYY/MM/NAME, whatever the folders of the articles are; a name that is taken has a number behind it. */
function pathFor({ path, feed, date }: Entry, names: DosNames): string {
  const folder = [...(feed === '' ? [] : [feed]), ...periodNames(date)].join('/');
  return names.file(folder, path.slice(path.lastIndexOf('/') + 1), '.txt');
}

/** The texts and folders directly in each folder. */
function byFolder(files: readonly ListedFile[]): Map<string, ListedFile[]> {
  const folders = new Map<string, ListedFile[]>([['', []]]);
  for (const file of files) {
    const folder = parentOf(file.path);
    for (let above = folder; !folders.has(above); above = parentOf(above)) folders.set(above, []);
    folders.get(folder)?.push(file);
  }
  return folders;
}

/** The text of `lines` in the view of the export. */
const textIn = ({ view, textFormat }: SiteSettings, lines: readonly string[]): string | Uint8Array =>
  encodeFor(view, textDocument(lines, textFormat));

/** A folder of the export that is a whole by itself; the only one has no name. */
interface Part {
  /** What stands before the paths in it. */
  readonly prefix: string;
  /** Which volume it is, of how many, as its INDEX.TXT says. */
  readonly about: string;
}

const volumePrefix = (number: number): string => `VOL${String(number).padStart(3, '0')}/`;

/** Puts INDEX.TXT into each folder of `files`, and MANIFEST beside them. */
async function putLists(
  files: readonly ListedFile[],
  { prefix, about }: Part,
  settings: SiteSettings,
  put: Put,
): Promise<void> {
  const folders = byFolder(files);
  const sums = new Map<string, { count: number; bytes: number }>();
  for (const { path, bytes } of files)
    for (let folder = parentOf(path); ; folder = parentOf(folder)) {
      const { count, bytes: sum } = sums.get(folder) ?? { count: 0, bytes: 0 };
      sums.set(folder, { count: count + 1, bytes: sum + bytes });
      if (folder === '') break;
    }
  for (const [folder, own] of folders) {
    const setter = textSetter(settings.view);
    const below = [...folders.keys()].filter((each) => each !== '' && parentOf(each) === folder).toSorted();
    const lines = [
      ...setter.lines(folder === '' ? settings.title : folder),
      ...(folder === '' && about !== '' ? setter.lines(about) : []),
      '',
      ...below.flatMap((path) =>
        folderLine(
          { name: path.slice(path.lastIndexOf('/') + 1), count: 0, bytes: 0, ...sums.get(path) },
          setter,
        ),
      ),
      ...(below.length > 0 ? [''] : []),
      ...own.flatMap((file) => entryLines(file, setter)),
    ];
    const path = folder === '' ? INDEX : `${folder}/${INDEX}`;
    await put({ path: prefix + path, data: textIn(settings, lines) });
  }
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  await put({ path: prefix + MANIFEST, data: MANIFEST_HEAD + sorted.map(manifestLine).join('') });
}

/** Folders of volumes, which are filled one after the other; one without name where there is no limit. */
class Volumes {
  readonly all: Volume[] = [];
  readonly #room: number | undefined;

  constructor(room: number | undefined) {
    this.#room = room;
  }

  /** What stands before the paths in the volume that is filled now. */
  get prefix(): string {
    return this.#room === undefined ? '' : volumePrefix(this.all.length);
  }

  /** Rejects nothing; throws where `file` is larger than a volume. */
  take(file: ListedFile, indexBytes: number): void {
    if (this.all.at(-1)?.take(file, indexBytes) === true) return;
    const fresh = new Volume(this.#room ?? Number.POSITIVE_INFINITY);
    if (!fresh.take(file, indexBytes))
      throw new InTheWay(
        `${file.path} has ${file.bytes} bytes, which no volume has room for`,
        'give more with --max-bytes, or leave its feed out',
      );
    this.all.push(fresh);
  }
}

/** Puts the articles of `selection` as texts, newest first, into volumes of `room` bytes where that is given. */
export async function exportTexts(
  source: Source,
  selection: Selection,
  room: number | undefined,
  put: Put,
): Promise<Exported & { readonly volumes: number }> {
  const { library, settings } = source;
  const setter = textSetter(settings.view);
  const names = new DosNames();
  const volumes = new Volumes(room);
  let [articles, leftOut] = [0, 0];
  for (const entry of selectedFrom(library.catalogue, selection)) {
    const rendered = await render(source, entry);
    if (rendered === undefined) {
      leftOut++;
      continue;
    }
    const data = textIn(settings, rendered.lines);
    const file = { path: pathFor(entry, names), bytes: bytesOf(data), digest: hexDigest(data), entry };
    const indexLines = entryLines(file, setter);
    volumes.take(file, encodedBytes(settings.view, textDocument(indexLines, settings.textFormat)));
    await put({ path: volumes.prefix + file.path, data });
    articles++;
  }
  const { length } = volumes.all;
  const partOf = (number: number): Part =>
    room === undefined || length === 0
      ? { prefix: '', about: '' }
      : { prefix: volumePrefix(number), about: `Volume ${number} of ${length}` };
  for (const [index, { files }] of volumes.all.entries())
    await putLists(files, partOf(index + 1), settings, put);
  if (length === 0) await putLists([], partOf(0), settings, put);
  return { articles, leftOut, volumes: length };
}

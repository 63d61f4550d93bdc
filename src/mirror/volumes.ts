/** A medium of so many bytes, as texts are put on it: how much of it they and what lists them take. */
import { manifestLine, MANIFEST_HEAD, type ListedFile } from './text-index.ts';

/** Floppies and sticks give out their space in pieces; the smallest have this size. */
const SECTOR_BYTES = 512;
/** What an INDEX.TXT may have besides the lines on its texts: its title, and a line in the one above. */
const FOLDER_BYTES = 512;

const sectors = (bytes: number): number => Math.ceil(bytes / SECTOR_BYTES) * SECTOR_BYTES;

/** The folders above `path`, with the one that holds all. */
function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return ['', ...names.map((_, index) => names.slice(0, index + 1).join('/'))];
}

/** One volume. It takes texts as long as all fits. */
export class Volume {
  readonly files: ListedFile[] = [];
  readonly #room: number;
  /** What is listed in each folder, in bytes. */
  readonly #listed = new Map<string, number>();
  #used = 0;
  #manifest = MANIFEST_HEAD.length;

  /** `room` is in bytes. */
  constructor(room: number) {
    this.#room = room;
  }

  /** Takes `file`, of which the index says `indexBytes`; false where it does not fit, and then nothing has changed. */
  take(file: ListedFile, indexBytes: number): boolean {
    const fresh = foldersAbove(file.path).filter((folder) => !this.#listed.has(folder));
    const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')));
    const before = this.#listed.get(folder) ?? FOLDER_BYTES;
    const index = sectors(before + indexBytes) - (fresh.includes(folder) ? 0 : sectors(before));
    // a new folder has an index, and takes a piece itself
    const others = fresh.filter((each) => each !== folder).length * sectors(FOLDER_BYTES);
    const more = sectors(file.bytes) + index + others + fresh.length * SECTOR_BYTES;
    const manifest = this.#manifest + manifestLine(file).length;
    if (this.#used + more + sectors(manifest) > this.#room) return false;
    for (const each of fresh) this.#listed.set(each, FOLDER_BYTES);
    this.#listed.set(folder, before + indexBytes);
    this.#used += more;
    this.#manifest = manifest;
    this.files.push(file);
    return true;
  }
}

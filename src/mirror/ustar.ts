/** The tar format of POSIX (ustar), so that the same files give the same bytes on every machine. */

/** A file of an archive. */
export interface ArchivedFile {
  /** ASCII, parted by slashes. */
  readonly path: string;
  readonly data: Uint8Array;
  /** Seconds since 1970. */
  readonly mtime: number;
}

const BLOCK_BYTES = 512;
/** [POSIX ustar] lengths of the fields for names. */
const [NAME_BYTES, PREFIX_BYTES] = [100, 155];
const CHECKSUM_AT = 148;
const MODE = '0000644';

const ascii = new TextEncoder();

const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;

/** `path` as prefix and name; `undefined` where the fields have no room for it. */
function splitPath(path: string): { readonly prefix: string; readonly name: string } | undefined {
  if (path.length <= NAME_BYTES) return { prefix: '', name: path };
  const slash = path.indexOf('/', path.length - NAME_BYTES - 1);
  if (slash < 1 || slash > PREFIX_BYTES) return undefined;
  return { prefix: path.slice(0, slash), name: path.slice(slash + 1) };
}

/** A header: of a file, or with type `x` of records on the file behind it. */
function header(
  { prefix, name }: { readonly prefix: string; readonly name: string },
  size: number,
  mtime: number,
  type: '0' | 'x',
): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  const put = (at: number, text: string): void => {
    block.set(ascii.encode(text), at);
  };
  put(0, name);
  put(100, `${MODE}\0`);
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(size, 11));
  put(136, octal(mtime, 11));
  put(CHECKSUM_AT, '        ');
  put(156, type);
  put(257, 'ustar\u000000');
  put(345, prefix);
  put(
    CHECKSUM_AT,
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
  );
  return block;
}

/** `data`, and zeros up to the end of its block. */
const padded = (data: Uint8Array): Uint8Array[] => [
  data,
  new Uint8Array((BLOCK_BYTES - (data.length % BLOCK_BYTES)) % BLOCK_BYTES),
];

/** [POSIX pax] the record of a path: its own length, which counts its own digits, and what it says. */
function pathRecord(path: string): Uint8Array {
  const rest = ` path=${path}\n`;
  let length = rest.length + 1;
  while (String(length).length + rest.length > length) length++;
  return ascii.encode(`${length}${rest}`);
}

function blocksOf({ path, data, mtime }: ArchivedFile): Uint8Array[] {
  const own = splitPath(path);
  if (own !== undefined) return [header(own, data.length, mtime, '0'), ...padded(data)];
  const record = pathRecord(path);
  const cut = { prefix: '', name: path.slice(-NAME_BYTES) };
  return [
    header({ prefix: '', name: 'path' }, record.length, mtime, 'x'),
    ...padded(record),
    header(cut, data.length, mtime, '0'),
    ...padded(data),
  ];
}

/** `files`, in their order, as a tar archive. */
export function tar(files: readonly ArchivedFile[]): Uint8Array {
  const blocks = [...files.flatMap(blocksOf), new Uint8Array(2 * BLOCK_BYTES)];
  const archive = new Uint8Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const block of blocks) {
    archive.set(block, at);
    at += block.length;
  }
  return archive;
}

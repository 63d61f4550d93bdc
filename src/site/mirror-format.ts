/** What mirrors are told: changes, and what there is, as lines of text whose bytes are the same wherever they are made. */
/** A file as mirrors copy it: a document, what a feed.toml says for everybody, or what is said of a withdrawn document. */
export interface MirrorFile {
  /** Where its bytes are to be had: `/raw/…`. */
  readonly selector: string;
  readonly bytes: number;
  /** The SHA-256 of its bytes, as base64url without padding [RFC6920-5]. */
  readonly digest: string;
  /** The SPDX id of its licence; `-` for a feed.toml and a tombstone. */
  readonly licence: string;
}

/** A state of all files: the sequence of the last change, and its time. The first change has 1. */
export interface Moment {
  readonly sequence: number;
  /** Whole seconds, in milliseconds since 1970. */
  readonly timeMs: number;
}

/** One change; of a file that is withdrawn only the selector is told. */
export type Change = Moment & { readonly file: MirrorFile } & {
  readonly kind: 'add' | 'replace' | 'withdraw';
};

/** The files directly in one folder, or so many of them. */
export interface ManifestPart {
  readonly selector: string;
  readonly bytes: number;
  readonly digest: string;
  /** How many files it lists. */
  readonly files: number;
}

export interface Manifest extends Moment {
  readonly parts: readonly ManifestPart[];
}

/** So many files a part lists at most. */
export const FILES_A_PART = 1_000;

const DIGEST = '[A-Za-z0-9_-]{43}';
const COUNT = String.raw`\d{1,15}`;
const FILE_FIELDS = String.raw`(/raw/[A-Za-z0-9._/-]{1,250}) (${COUNT}) (${DIGEST}|-) ([A-Za-z0-9.+-]{1,64})`;
const FILE = new RegExp(`^${FILE_FIELDS}$`);
const CHANGE = new RegExp(String.raw`^(${COUNT}) (\d{8}T\d{6}Z) (add|replace|withdraw) ${FILE_FIELDS}$`);
const BEACON = new RegExp(String.raw`^(${COUNT}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (${DIGEST})\r?\n?$`);
const PART = new RegExp(
  String.raw`^(/mirror/part/[A-Za-z0-9._/-]{0,255}) (${COUNT}) (${DIGEST}) (${COUNT})$`,
);
const HEAD =
  /^# gopherwire manifest 1\n# sequence (\d{1,15})\n# time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\n# files \d{1,15}\n/;

/** An instant in whole seconds: `2026-11-28T17:01:02Z`. */
export const timeText = (timeMs: number): string => new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');

const shortTime = (timeMs: number): string => timeText(timeMs).replaceAll(/[:-]/g, '');

/** The instant of a time as {@link changeLine} writes it; NaN for none. */
const parseShortTime = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** `SELECTOR BYTES DIGEST LICENCE`. */
export const fileLine = ({ selector, bytes, digest, licence }: MirrorFile): string =>
  `${selector} ${bytes} ${digest} ${licence}`;

/** The file of a line; `undefined` where it is none. */
export function parseFile(line: string): MirrorFile | undefined {
  const [, selector, bytes, digest, licence] = FILE.exec(line) ?? [];
  if (selector === undefined || digest === undefined || digest === '-' || licence === undefined)
    return undefined;
  return { selector, bytes: Number(bytes), digest, licence };
}

/** `SEQUENCE TIME add|replace|withdraw SELECTOR BYTES DIGEST LICENCE`. */
export const changeLine = ({ sequence, timeMs, kind, file }: Change): string =>
  `${sequence} ${shortTime(timeMs)} ${kind} ${fileLine(kind === 'withdraw' ? { ...file, bytes: 0, digest: '-', licence: '-' } : file)}`;

/** The change of a line; `undefined` where it is none. */
export function parseChange(line: string): Change | undefined {
  const [, sequence, time = '', kind, selector, bytes, digest, licence] = CHANGE.exec(line) ?? [];
  if (kind !== 'add' && kind !== 'replace' && kind !== 'withdraw') return undefined;
  const timeMs = parseShortTime(time);
  if (selector === undefined || digest === undefined || licence === undefined || Number.isNaN(timeMs))
    return undefined;
  if ((digest === '-') !== (kind === 'withdraw')) return undefined;
  return {
    sequence: Number(sequence),
    timeMs,
    kind,
    file: { selector, bytes: Number(bytes), digest, licence },
  };
}

/** `SEQUENCE TIME DIGEST`: what is there, in one line; the digest is that of the manifest. */
export const beaconLine = ({ sequence, timeMs }: Moment, digest: string): string =>
  `${sequence} ${timeText(timeMs)} ${digest}`;

/** What a beacon says; `undefined` where `text` is none. */
export function parseBeacon(text: string): (Moment & { readonly digest: string }) | undefined {
  const [, sequence, time = '', digest] = BEACON.exec(text) ?? [];
  const timeMs = Date.parse(time);
  if (digest === undefined || Number.isNaN(timeMs)) return undefined;
  return { sequence: Number(sequence), timeMs, digest };
}

/** The selector of the part that lists the files of `folder`, or of its page, counted from 1. */
export const partSelector = (folder: string, page: number): string =>
  `/mirror/part/${folder}${page === 1 ? '' : `${folder === '' ? '' : '/'}page/${page}`}`;

/** The folder, below the articles folder, of a file's selector. */
export const folderOfFile = (selector: string): string =>
  selector.slice('/raw/'.length, Math.max('/raw/'.length, selector.lastIndexOf('/')));

/** Selectors are ASCII: this is the order of their bytes. */
const bySelector = (a: { readonly selector: string }, b: { readonly selector: string }): number =>
  a.selector < b.selector ? -1 : 1;

/** Whether `listed` are in their order, and none of them twice. */
const isInOrder = (listed: readonly { readonly selector: string }[]): boolean =>
  listed.every(({ selector }, index) => index === 0 || (listed[index - 1]?.selector ?? '') < selector);

/** A part as text, each file on its line. */
export const partText = (files: readonly MirrorFile[]): string =>
  files.map((file) => `${fileLine(file)}\n`).join('');

/** `files` of one folder as the texts of its parts, in order. */
export function partTexts(files: readonly MirrorFile[]): readonly string[] {
  const sorted = files.toSorted(bySelector);
  const count = Math.ceil(sorted.length / FILES_A_PART);
  return Array.from({ length: count }, (_, page) =>
    partText(sorted.slice(page * FILES_A_PART, (page + 1) * FILES_A_PART)),
  );
}

/** The files of a part; `undefined` where a line of `text` is none, there are too many, or one is there twice. */
export function parsePart(text: string): readonly MirrorFile[] | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length > FILES_A_PART) return undefined;
  const files = lines.flatMap((line) => parseFile(line) ?? []);
  return files.length === lines.length && isInOrder(files) ? files : undefined;
}

/** The manifest as text: its moment, and each part on its line, sorted by selector. */
export function manifestText({ sequence, timeMs, parts }: Manifest): string {
  const files = parts.reduce((sum, part) => sum + part.files, 0);
  const head = [
    'gopherwire manifest 1',
    `sequence ${sequence}`,
    `time ${timeText(timeMs)}`,
    `files ${files}`,
  ];
  return [
    ...head.map((line) => `# ${line}\n`),
    ...parts
      .toSorted(bySelector)
      .map((part) => `${part.selector} ${part.bytes} ${part.digest} ${part.files}\n`),
  ].join('');
}

/** What a manifest says; `undefined` where `text` is not as {@link manifestText} writes it. */
export function parseManifest(text: string): Manifest | undefined {
  const [head, sequence, time = ''] = HEAD.exec(text) ?? [];
  if (head === undefined) return undefined;
  const lines = text.slice(head.length).split('\n');
  const parts = lines.flatMap((line): ManifestPart[] => {
    const [, selector, bytes, digest, files] = PART.exec(line) ?? [];
    if (selector === undefined || digest === undefined) return [];
    return [{ selector, bytes: Number(bytes), digest, files: Number(files) }];
  });
  const manifest = { sequence: Number(sequence), timeMs: Date.parse(time), parts };
  if (Number.isNaN(manifest.timeMs)) return undefined;
  return isInOrder(parts) && manifestText(manifest) === text ? manifest : undefined;
}

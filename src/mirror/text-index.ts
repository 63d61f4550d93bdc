/** What lies beside exported texts: INDEX.TXT in each folder, and one MANIFEST with digests. */
import { createHash } from 'node:crypto';
import { dateText } from '../site/document.ts';
import { countOf, numberText } from '../site/listing.ts';
import type { Entry } from '../site/library.ts';
import type { Typesetter } from '../text/typesetter.ts';

/** The names of the two. */
export const INDEX = 'INDEX.TXT';
export const MANIFEST = 'MANIFEST';

/** An exported text. */
export interface ListedFile {
  /** Below the export's folder, or below its volume. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, in hexadecimal digits as sha256sum has it. */
  readonly digest: string;
  readonly entry: Entry;
}

/** The digest of `data` as {@link ListedFile} has it. */
export const hexDigest = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex');

/** The lines on one text in the INDEX.TXT of its folder: its name, date, size and licence, and below its title. */
export function entryLines({ path, bytes, entry }: ListedFile, setter: Typesetter): string[] {
  const { date, licence, title } = entry;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const facts = [dateText({ date }) || 'no date', `${numberText(bytes)} bytes`, licence.id].join(', ');
  return [...setter.lines(name), ...setter.lines(`  ${facts}`), ...setter.hanging(title), ''];
}

/** A folder in the one above it. */
export interface ListedFolder {
  readonly name: string;
  /** Of the texts in it and below. */
  readonly count: number;
  readonly bytes: number;
}

/** The line on a folder in the INDEX.TXT above it. */
export const folderLine = ({ name, count, bytes }: ListedFolder, setter: Typesetter): string[] =>
  setter.lines(`${name}/ ${countOf(count, 'article')}, ${numberText(bytes)} bytes`);

/** The line on one text in MANIFEST: name, bytes, SHA-256. */
export const manifestLine = ({ path, bytes, digest }: ListedFile): string => `${path} ${bytes} ${digest}\n`;

/** What stands above the lines of MANIFEST. */
export const MANIFEST_HEAD = `# name, bytes, SHA-256; to check: awk '!/^#/ {print $3 "  " $1}' MANIFEST | sha256sum -c\n`;

/** Articles as messages for the mailboxes of packet radio: what FBB and BPQ import from a file `mail.in`. */
import { createHash } from 'node:crypto';
import { articleText } from '../site/article-text.ts';
import type { ServedDocument } from '../site/document.ts';
import type { SiteSettings } from '../site/settings.ts';
import { partsOf } from '../site/parts.ts';
import { parseView, textSetter, type View } from '../site/view.ts';
import { cleanLine } from '../text/clean.ts';
import { truncate } from '../text/wrap.ts';

/** Who sends bulletins to whom. */
export interface Addressing {
  /** The callsign of the sender. */
  readonly from: string;
  /** The first field of the address: ALL. */
  readonly to: string;
  /** Where the bulletin is to be distributed: WW. */
  readonly at: string;
}

/** One message. */
export interface PacketMessage {
  /** Known to all mailboxes: no message of an id is taken twice. */
  readonly bid: string;
  /** From the S-line to /EX, in ASCII. */
  readonly text: string;
}

/** How a message is set. */
export interface PacketFormat {
  /** Columns of the text. */
  readonly width: number;
  /** The most bytes of a message. */
  readonly maxBytes: number;
}

/** The least that a message can be: a credit block, and some text. */
export const MIN_MESSAGE_BYTES = 1_000;
/** Screens of terminals have 80 columns at most, of which one may be needed before what would end the message. */
const MAX_COLUMNS = 78;
const MAX_TITLE = 60;
const CRLF = '\r\n';
/** What lines that are broken or escaped may take beyond the parts that were counted. */
const RESERVE_BYTES = 120;

/** What ends a message, or a connection, where a line begins with it. */
const END = /^(?:\/EX|\*\*\*)/i;
const escaped = (line: string): string => (END.test(line) ? ` ${line}` : line);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id of twelve characters, the same for the same `text`: two letters and fifty bits of its digest. */
function bidOf(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return `GW${Array.from({ length: 10 }, (_, index) => ALPHABET.charAt((digest[index] ?? 0) & 31)).join('')}`;
}

/** Pieces of `line` that fit the screen: an address that does not goes on in the next line. */
function broken(line: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < Math.max(1, line.length); at += MAX_COLUMNS)
    pieces.push(line.slice(at, at + MAX_COLUMNS));
  return pieces;
}

/** The view of texts so wide. Throws a RangeError where there is none: our own mistake. */
export function packetView(width: number): View {
  const view = parseView(`us-ascii-${width}`);
  if (view === undefined) throw new RangeError(`no width: ${width}`);
  return view;
}

/** The title line, with `mark` at its end. */
function titleLine(title: string, mark: string, view: View): string {
  const folded = textSetter(view).fold(cleanLine(title));
  return escaped(truncate(folded, MAX_TITLE - mark.length - 1).trim() || '-') + mark;
}

/** The article with the SHA-256 `digest` as one message, or as parts of which each has its credit. */
export function packetMessages(
  document: ServedDocument,
  digest: string,
  { from, to, at }: Addressing,
  { width, maxBytes }: PacketFormat,
  settings: SiteSettings,
): readonly PacketMessage[] {
  const view = packetView(width);
  const format = { strict: false };
  const lines = articleText(document, textSetter(view), settings.host).flatMap(broken).map(escaped);
  const messageOf = (body: readonly string[], mark: string): PacketMessage => {
    const bid = bidOf(`${digest}${mark}`);
    const head = [`SB ${to} @ ${at} < ${from} $${bid}`, titleLine(document.article.title, mark, view)];
    const text = [...head, ...body.flatMap(broken).map(escaped), '/EX'].map((line) => line + CRLF).join('');
    return { bid, text };
  };
  const whole = messageOf(lines, '');
  if (whole.text.length <= maxBytes) return [whole];
  const head = messageOf([], ' (99/99)').text.length;
  const budget = maxBytes - head - RESERVE_BYTES;
  const parts = partsOf(document, lines, { budget, view, format, hasWholeCredits: true }, settings.host);
  return parts.map((part, index) => messageOf(part, ` (${index + 1}/${parts.length})`));
}

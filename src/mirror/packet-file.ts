/** The file `mail.in` for a mailbox, and beside it the ids of all messages that were ever in it. */
import { lstat, readFile } from 'node:fs/promises';
import { errorCode } from '../error-code.ts';
import { digestText } from '../library/digest-text.ts';
import { InTheWay } from '../library/in-the-way.ts';
import { packetMessages, packetView, type Addressing, type PacketFormat } from './packet.ts';
import { render, type Source } from './rendered.ts';
import { selectedFrom, type Selection } from './selection.ts';
import { checkFile, exportFiles, type PlacedFile } from './export-files.ts';

/** How messages are made, and how many. */
export interface PacketOptions extends PacketFormat {
  readonly addressing: Addressing;
  /** The most bytes of the file; `undefined` for any number. */
  readonly budget: number | undefined;
  /** Whether what was exported before is exported again. */
  readonly isAll: boolean;
}

/** What was written. */
export interface PacketExport {
  readonly articles: number;
  readonly messages: number;
  readonly bytes: number;
  /** Whether more would be new that has no room in the budget. */
  readonly isMore: boolean;
  readonly leftOut: number;
}

const SENT_HEAD = '# gopherwire: the ids of the messages that were exported\n';
const isMailFile = (bytes: Uint8Array): boolean =>
  /^SB \S+ @ \S+ < \S+ \$GW/.test(Buffer.from(bytes).toString());

/** The file with the ids of what was exported to `out`. */
const sentOf = (out: string): string => `${out}.sent`;

/** The ids that were exported to `out`. Rejects with {@link InTheWay} where that file is something else. */
async function readSent(out: string): Promise<Set<string>> {
  try {
    const text = await readFile(sentOf(out), 'utf8');
    if (!text.startsWith(SENT_HEAD))
      throw new InTheWay(
        `${sentOf(out)} is in the way: it is no list of exported messages`,
        'move it away, or name another file',
      );
    return new Set(
      text
        .slice(SENT_HEAD.length)
        .split('\n')
        .filter((line) => line !== ''),
    );
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return new Set();
  }
}

/** Rejects with {@link InTheWay} where a file that no mailbox has taken in yet still stands at `out`. */
async function checkTaken(out: string): Promise<void> {
  const isThere = await lstat(out).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
      return false;
    },
  );
  if (isThere)
    throw new InTheWay(
      `${out} is there still: the mailbox has not taken it in`,
      'wait until it has, or export everything again with --all',
    );
}

type Put = (files: readonly PlacedFile[]) => Promise<void>;

async function putPacket(
  source: Source,
  selection: Selection,
  out: string,
  { addressing, budget = Number.POSITIVE_INFINITY, isAll, ...format }: PacketOptions,
  put: Put,
): Promise<PacketExport> {
  const sent = await readSent(out);
  await (isAll ? checkFile(out, isMailFile) : checkTaken(out));
  const known = isAll ? new Set<string>() : sent;
  const view = packetView(format.width);
  const articles: string[] = [];
  let [messages, bytes, leftOut, isMore] = [0, 0, 0, false];
  for (const entry of selectedFrom(source.library.catalogue, selection)) {
    const rendered = await render(source, entry, view);
    if (rendered === undefined) {
      leftOut++;
      continue;
    }
    const digest = digestText(rendered.stored);
    const made = packetMessages(rendered.document, digest, addressing, format, source.settings);
    const fresh = made.filter(({ bid }) => !known.has(bid));
    if (fresh.length === 0) continue;
    const text = fresh.map((message) => message.text).join('');
    if (bytes + text.length > budget) {
      isMore = true;
      continue;
    }
    for (const { bid } of fresh) sent.add(bid);
    articles.push(text);
    messages += fresh.length;
    bytes += text.length;
  }
  const result = { articles: articles.length, messages, bytes, isMore, leftOut };
  if (messages === 0) return result;
  await put([
    { out, data: articles.toReversed().join('') },
    { out: sentOf(out), data: SENT_HEAD + [...sent].map((bid) => `${bid}\n`).join('') },
  ]);
  return result;
}

/**
 * Writes what of `selection` is new since the last export to `out`: of what the budget has room for the newest, and of
 * these the oldest first; whenever it is killed, both files are as before, or both as after. Rejects with
 * {@link InTheWay} where something is in the way, with FolderInUse where another process is at it, and with the
 * system's error.
 */
export const exportPacket = (
  source: Source,
  selection: Selection,
  out: string,
  options: PacketOptions,
): Promise<PacketExport> =>
  exportFiles([out, sentOf(out)], (put) => putPacket(source, selection, out, options, put));

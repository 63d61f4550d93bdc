/** Fetches what gopher servers have, from no address inside and within bounds. */
import { connect, type Socket } from 'node:net';
import { errorWords } from '../../gopher/error-item.ts';
import { gopherUri, parseGopherUri, type GopherAddress } from '../../gopher/uri.ts';
import {
  checkLiteral,
  guardedLookup,
  guardOf,
  type AddressGuard,
  type GuardOptions,
} from '../address-guard.ts';
import { DEADLINES, within, type Deadlines } from '../deadlines.ts';
import { failed, MAX_PAGE_BYTES, refused, type Content, type Failed, type Refused } from '../http/fetched.ts';
import { LATER, outcomeOf } from '../http/trouble.ts';
import { tooLarge } from '../http/unpack.ts';

export interface GopherOptions extends GuardOptions {
  /** {@link MAX_PAGE_BYTES} unless given. */
  readonly maxBytes?: number;
  readonly deadlines?: Deadlines;
  readonly signal?: AbortSignal;
}

async function replyOf(socket: Socket, maxBytes: number, moved: () => void): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    moved();
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
  }
  return Buffer.concat(chunks, length);
}

function ask(
  { host, selector }: GopherAddress,
  guard: AddressGuard,
  { maxBytes = MAX_PAGE_BYTES, deadlines = DEADLINES, signal: given }: GopherOptions,
): Promise<Buffer> {
  return within(deadlines, given ?? new AbortController().signal, async (timers, signal) => {
    signal.throwIfAborted();
    checkLiteral(host.name, guard);
    const socket = connect({ host: host.name, port: host.port, lookup: guardedLookup(guard) });
    const end = (): void => void socket.destroy(new Error('called off'));
    signal.addEventListener('abort', end);
    try {
      socket.on('connect', () => {
        timers.connected();
        // [RFC1436-2] not closed for sending: some servers take that for a client that has left
        socket.write(`${selector}\r\n`);
      });
      return await replyOf(socket, maxBytes, () => {
        timers.moved();
      });
    } finally {
      signal.removeEventListener('abort', end);
      socket.destroy();
    }
  });
}

/**
 * The whole reply to the selector in `uri`, byte for byte. An error item, which may be of the moment, and an empty reply
 * have failed. Never rejects.
 */
export async function fetchGopher(uri: string, options: GopherOptions): Promise<Content | Refused | Failed> {
  const address = parseGopherUri(uri);
  if (address === undefined)
    return refused('the address cannot be read', 'give one such as gopher://feeds.example/1/news');
  const { host, type, selector } = address;
  const where = `${host.name}:${host.port}`;
  try {
    const bytes = await ask(address, guardOf(options), options);
    const words = errorWords(bytes);
    if (words !== undefined) return failed(`${where} answers: ${words}`, LATER);
    if (bytes.length === 0) return failed(`${where} answers with nothing`, LATER);
    return {
      kind: 'content',
      url: gopherUri(host, type, selector),
      status: 0,
      bytes,
      contentType: '',
      etag: undefined,
      lastModified: undefined,
      isPermanentlyMoved: false,
    };
  } catch (error) {
    if (options.signal?.aborted === true)
      return failed(`${where}: the fetch was called off`, 'start it again');
    return outcomeOf(error, where);
  }
}

/** A gopher client that hides nothing: bytes in, bytes out. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface AskOptions {
  readonly host?: string;
  /** The address of this machine from which to ask. */
  readonly from?: string;
  /** Send each piece by itself. */
  readonly pieces?: readonly (string | Uint8Array)[];
  /** Close the sending side after the request. */
  readonly halfClose?: boolean;
}

/** The whole reply to `request`, sent as it is, until the server closes. Rejects on a reset. */
export function ask(port: number, request: string | Uint8Array, options: AskOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const { host = '127.0.0.1', from } = options;
    const socket = connect({ port, host, localAddress: from, noDelay: true, allowHalfOpen: true });
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      socket.end();
      resolve(Buffer.concat(chunks));
    });
    socket.on('connect', () => {
      void send(socket, options.pieces ?? [request], options.halfClose === true);
    });
  });
}

async function send(
  socket: Socket,
  pieces: readonly (string | Uint8Array)[],
  halfClose: boolean,
): Promise<void> {
  for (const piece of pieces) {
    socket.write(piece);
    // so that each piece is a segment of its own
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (halfClose) socket.end();
}

/** A connection that goes with the test; it half-closes, and errors are not looked at. */
export async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** All that the server sends until it closes. */
export async function restOf(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'end');
  socket.end();
  return Buffer.concat(chunks);
}

/** Resolves when the server has let `socket` go, by a close or a reset. */
export const isGone = (socket: Socket): Promise<unknown> =>
  new Promise((resolve) => {
    socket.resume().once('end', resolve).once('close', resolve);
  });

/** Sends a byte again and again until the test ends. */
export function keepSending(socket: Socket): void {
  const sending = setInterval(() => socket.write('x'), 50);
  onTestFinished(() => {
    clearInterval(sending);
  });
}

/** The reply to a selector, as text. */
export async function get(port: number, selector: string): Promise<string> {
  return (await ask(port, `${selector}\r\n`)).toString('utf8');
}

const BUSY = /^3The server is busy|^HTTP\/1\.1 503 /;

/**
 * The first reply to `asked` that says that the server is busy. A rate of one in a second gives less back than thirty
 * requests take, on a slow machine too; rejects when all of them are answered.
 */
export async function firstBusy(asked: () => Promise<string>): Promise<string> {
  for (let count = 0; count < 30; count++) {
    const reply = await asked();
    if (BUSY.test(reply)) return reply;
  }
  throw new Error('thirty requests were answered');
}

/** One line of a menu. */
export interface MenuLine {
  readonly type: string;
  readonly display: string;
  readonly selector: string;
  readonly host: string;
  readonly port: string;
}

/** The lines of a menu. Throws when it is not well-formed: CR LF, four fields, one Lastline at the end. */
export function parseMenu(menu: string): MenuLine[] {
  const lines = menu.split('\r\n');
  if (lines.pop() !== '' || lines.pop() !== '.')
    throw new Error(`no Lastline at the end: ${menu.slice(-80)}`);
  return lines.map((line) => {
    const fields = line.split('\t');
    const [head = '', selector = '', host = '', port = ''] = fields;
    if (fields.length !== 4 || !/^[0179hgIsi3]/.test(head) || /[\r\n]/.test(line) || !/^\d+$/.test(port))
      throw new Error(`not a menu line: ${JSON.stringify(line)}`);
    return { type: head.charAt(0), display: head.slice(1), selector, host, port };
  });
}

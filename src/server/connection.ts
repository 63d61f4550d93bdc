/** One client: its request read, its reply sent, its side of the connection closed without losing a byte. */
import type { Socket } from 'node:net';
import { RequestDecoder, type Request } from '../gopher/request.ts';
import type { Limits } from './limits.ts';
import type { EncodedReply } from './reply-cache.ts';
import type { Responder } from './responder.ts';

/** What a connection needs of its server. */
export interface ConnectionHost {
  readonly limits: Limits;
  /** Called once, when the socket is closed. */
  closed(connection: Connection): void;
}

/** What is known of a client from the start. */
export interface Client {
  /** By which its connections are counted; `undefined` where they are not. */
  readonly countedAs: string | undefined;
  /** For the log; `undefined` where the log names no client. */
  readonly address: string | undefined;
  /** What answers where it connected. */
  readonly responder: Responder;
}

type State = 'requesting' | 'answering' | 'replying' | 'lingering';

const ignore = (): void => undefined;

export class Connection {
  readonly socket: Socket;
  readonly client: Client;
  request: Request | undefined;
  status: EncodedReply['status'] = 'ok';
  readonly #host: ConnectionHost;
  readonly #decoder = new RequestDecoder();
  #state: State = 'requesting';
  /** When the state was entered or a part of the reply was last taken. */
  #sinceMs: number;

  constructor(socket: Socket, client: Client, host: ConnectionHost, nowMs: number) {
    this.socket = socket;
    this.client = client;
    this.#host = host;
    this.#sinceMs = nowMs;
    // a reset is not our failure; 'close' follows and cleans up
    socket.on('error', ignore);
    socket.on('data', (chunk: Buffer) => {
      if (this.#state === 'requesting') this.#receive(this.#decoder.push(chunk));
      // what arrives later is read and dropped: unread bytes would turn our close into a reset
    });
    socket.on('end', () => {
      if (this.#state === 'requesting') this.#receive(this.#decoder.finish());
    });
    socket.on('close', () => {
      host.closed(this);
    });
  }

  /** Sends `reply` without waiting for a request. */
  refuse(reply: EncodedReply): void {
    this.#send(reply);
  }

  /** Whether a request is being answered. */
  get isBusy(): boolean {
    return this.#state !== 'requesting';
  }

  /** Whether the whole reply was handed over. */
  get isComplete(): boolean {
    return this.socket.writableFinished;
  }

  /** Ends the connection when its deadline has passed at `nowMs`. */
  sweep(nowMs: number): void {
    const { requestMs, progressMs, lingerMs } = this.#host.limits;
    const waitedMs = nowMs - this.#sinceMs;
    switch (this.#state) {
      case 'requesting':
        if (waitedMs >= requestMs) this.socket.destroy();
        break;
      case 'answering':
        break;
      case 'replying':
        if (this.socket.writableFinished) this.#enter('lingering', nowMs);
        else if (waitedMs >= progressMs) this.socket.destroy();
        break;
      case 'lingering':
        if (waitedMs >= lingerMs) this.socket.destroy();
        break;
    }
  }

  #enter(state: State, nowMs: number): void {
    this.#state = state;
    this.#sinceMs = nowMs;
  }

  #receive(request: Request | undefined): void {
    if (request === undefined) return;
    this.request = request;
    const reply = this.client.responder.answer(request);
    if (reply === undefined) this.socket.destroy();
    else if (reply instanceof Promise) {
      this.#state = 'answering';
      void this.#sendWhenMade(reply);
    } else this.#send(reply);
  }

  async #sendWhenMade(reply: Promise<EncodedReply>): Promise<void> {
    this.#send(await reply);
  }

  #send({ status, bytes }: EncodedReply): void {
    this.status = status;
    if (this.socket.destroyed) return;
    this.#enter('replying', performance.now());
    const { wholeReplyBytes } = this.#host.limits;
    if (bytes.length <= wholeReplyBytes) this.socket.end(bytes);
    else this.#sendInChunks(bytes);
  }

  #sendInChunks(bytes: Buffer): void {
    const { chunkBytes } = this.#host.limits;
    let sent = 0;
    const sendMore = (): void => {
      this.#sinceMs = performance.now();
      while (sent < bytes.length) {
        const chunk = bytes.subarray(sent, sent + chunkBytes);
        sent += chunk.length;
        if (!this.socket.write(chunk)) return;
      }
      this.socket.removeListener('drain', sendMore);
      this.socket.end();
    };
    this.socket.on('drain', sendMore);
    sendMore();
  }
}

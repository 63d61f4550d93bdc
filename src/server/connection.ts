/** One client: its request read, its reply sent, its side of the connection closed without losing a byte. */
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { httpMethodOf, RequestDecoder, type Request } from '../gopher/request.ts';
import type { Account } from './clients.ts';
import type { HttpExchange, HttpFront } from './http-front.ts';
import type { Limits } from './limits.ts';
import { ProxyHeaderDecoder } from './proxy-header.ts';
import type { EncodedReply } from './reply-cache.ts';
import { HTTP_BUSY, httpFailure, type Responder } from './responder.ts';
import { send } from './send.ts';
import { secured } from './tls.ts';
import { httpHead, type HttpAnswer, type HttpRequest } from './http-answer.ts';

/** Where a client connected: what answers there, and how. */
export interface Listener {
  readonly responder: Responder;
  /** The certificate in force; `undefined` where TLS is not spoken. It may become another one. */
  tls: (() => SecureContext) | undefined;
  /** Whether nothing but TLS is spoken. */
  readonly tlsOnly: boolean;
}

/** What a connection needs of its server. */
export interface ConnectionHost {
  readonly limits: Limits;
  readonly http: HttpFront;
  readonly busy: EncodedReply;
  /** Counts `connection` for its client; called once, when it is known whose it is. */
  admit(connection: Connection, source: string | undefined): void;
  /** Called once, when the socket is closed. */
  closed(connection: Connection): void;
}

type State =
  /** The header of a trusted proxy is awaited. */
  | 'announcing'
  | 'requesting'
  /** node:http reads the request. */
  | 'http'
  | 'answering'
  | 'replying'
  | 'lingering';

const TLS_HANDSHAKE = 0x16;
/** A request of HTTP that was not read. */
const UNREAD: HttpRequest = { method: '-', target: '-', version: '1.1', headers: {} };
const NOTHING: Uint8Array = new Uint8Array();
const ignore = (): void => undefined;

export class Connection implements HttpExchange {
  socket: Socket;
  readonly listener: Listener;
  request: Request | undefined;
  status: EncodedReply['status'] = 'ok';
  /** How an HTTP request was made and answered. */
  http: { readonly request: HttpRequest; readonly code: number } | undefined;
  isSecure = false;
  /** By which the client is limited; `undefined` where it is not. */
  account: Account | undefined;
  /** For the log and for what only some may see. */
  address: string | undefined;
  /** Whether a proxy told whose it is. */
  readonly #isForwarded: boolean;
  /** Whether there are too many connections for this one to be answered. */
  isRefused = false;
  #isWithinRate: boolean | undefined;
  readonly #host: ConnectionHost;
  #proxyHeader: ProxyHeaderDecoder | undefined;
  #decoder = new RequestDecoder();
  /** What is known of a request of HTTP that was not read whole. */
  #unread: HttpRequest = UNREAD;
  #state: State;
  /** When the state was entered or a part of the reply was last taken; to come while the client's rate holds it back. */
  #sinceMs: number;

  /** `isProxy` tells that a trusted proxy opened it, which first says for whom. */
  constructor(socket: Socket, listener: Listener, isProxy: boolean, host: ConnectionHost, nowMs: number) {
    this.socket = socket;
    this.listener = listener;
    this.#host = host;
    this.#sinceMs = nowMs;
    this.#isForwarded = isProxy;
    this.#state = isProxy ? 'announcing' : 'requesting';
    if (isProxy) this.#proxyHeader = new ProxyHeaderDecoder();
    this.#attach();
  }

  /** Whether a request is being answered. */
  get isBusy(): boolean {
    return this.#state !== 'requesting' && this.#state !== 'announcing' && this.#state !== 'http';
  }

  /** Whether the whole reply was handed over. */
  get isComplete(): boolean {
    return this.socket.writableFinished;
  }

  /** Ends the connection when its deadline has passed at `nowMs`. */
  sweep(nowMs: number): void {
    const { requestMs, refusedMs, progressMs, lingerMs } = this.#host.limits;
    const waitedMs = nowMs - this.#sinceMs;
    switch (this.#state) {
      case 'announcing':
      case 'requesting':
      case 'http':
        if (this.isRefused && waitedMs >= refusedMs) this.#turnAway();
        else if (waitedMs >= requestMs) this.#giveUp();
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

  /** Tells a client that is refused so, by the protocol that it has begun to speak. */
  #turnAway(): void {
    const method = httpMethodOf(this.#decoder.held ?? NOTHING);
    if (this.#state === 'http') this.#sendHttp(HTTP_BUSY, this.#unread);
    else if (method !== undefined) this.#sendHttp(HTTP_BUSY, { ...UNREAD, method });
    // a handshake that is under way would keep what is said waiting
    else if (this.listener.tlsOnly || this.isSecure) this.socket.destroy();
    else this.#send(this.#host.busy);
  }

  #giveUp(): void {
    if (this.#state === 'http') this.failHttp(408);
    else this.socket.destroy();
  }

  #attach(): void {
    // a reset is not our failure; 'close' follows and cleans up
    this.socket.on('error', ignore);
    this.socket.on('data', this.#onData);
    this.socket.on('end', this.#onEnd);
    this.socket.on('close', this.#onClose);
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#state === 'requesting') this.#read(chunk);
    else if (this.#state === 'announcing') this.#readProxyHeader(chunk);
    // what arrives later is read and dropped: unread bytes would turn our close into a reset
  };

  readonly #onEnd = (): void => {
    if (this.#state === 'announcing') this.socket.destroy();
    else if (this.#state === 'requesting' && (this.#needsTls || this.#isCheck)) this.socket.destroy();
    else if (this.#state === 'requesting') this.#receive(this.#decoder.finish());
  };

  readonly #onClose = (): void => {
    this.#host.closed(this);
  };

  /** Whether a proxy speaks for itself and has asked for nothing: it looks whether we are here. */
  get #isCheck(): boolean {
    return this.#isForwarded && this.address === undefined && this.#decoder.held === undefined;
  }

  /** Whether the client has to speak TLS and does not do so yet. */
  get #needsTls(): boolean {
    return this.listener.tlsOnly && !this.isSecure;
  }

  #enter(state: State, nowMs: number): void {
    this.#state = state;
    this.#sinceMs = nowMs;
  }

  #readProxyHeader(chunk: Buffer): void {
    const header = this.#proxyHeader?.push(chunk);
    if (header === undefined) return;
    if (header === 'invalid') {
      this.socket.destroy();
      return;
    }
    this.#proxyHeader = undefined;
    this.#state = 'requesting';
    this.#host.admit(this, header.source);
    if (header.rest.length > 0) this.#read(header.rest);
  }

  #read(chunk: Uint8Array): void {
    const before = this.#decoder.held ?? NOTHING;
    if (before.length === 0 && !this.isSecure) {
      if (chunk[0] === TLS_HANDSHAKE && this.listener.tls !== undefined) {
        this.#secure(this.listener.tls(), chunk);
        return;
      }
      if (this.listener.tlsOnly) {
        this.socket.destroy();
        return;
      }
    }
    const request = this.#decoder.push(chunk);
    if (request?.kind === 'http' && request.target !== undefined) {
      this.#unread = { ...UNREAD, method: request.method, target: request.target };
      this.#handToHttp(before, chunk);
    } else this.#receive(request);
  }

  /** Takes the socket away from this connection and gives it back `bytes`, so that another reader finds them. */
  #release(...pieces: readonly Uint8Array[]): Socket {
    const { socket } = this;
    socket.removeListener('data', this.#onData);
    socket.removeListener('end', this.#onEnd);
    socket.pause();
    for (const bytes of pieces.toReversed()) if (bytes.length > 0) socket.unshift(bytes);
    return socket;
  }

  #secure(context: SecureContext, hello: Uint8Array): void {
    // a handshake costs more than the request for which it is made
    if (!this.#mayAsk() && this.account?.tryRefusal(performance.now()) === false) {
      this.socket.destroy();
      return;
    }
    const raw = this.#release(hello);
    raw.removeListener('close', this.#onClose);
    this.socket = secured(raw, context);
    this.isSecure = true;
    this.#attach();
  }

  #handToHttp(before: Uint8Array, chunk: Uint8Array): void {
    this.#state = 'http';
    this.#host.http.take(this.#release(before, chunk), this);
  }

  #receive(request: Request | undefined): void {
    if (request === undefined) return;
    this.request = request;
    if (request.kind === 'tls') {
      this.socket.destroy();
      return;
    }
    if (request.kind === 'http') {
      this.#state = 'http';
      this.#unread = { ...UNREAD, method: request.method };
      // else its client did not end the line
      this.failHttp(request.target === undefined ? 414 : 400);
      return;
    }
    const reply = this.#mayAsk() ? this.listener.responder.answer(request) : this.#host.busy;
    if (reply instanceof Promise) {
      this.#state = 'answering';
      void this.#sendWhenMade(reply);
    } else this.#send(reply);
  }

  /** Whether the one request of this connection is within the client's rate, in which it is counted once. */
  #mayAsk(): boolean {
    this.#isWithinRate ??= this.account?.tryRequest(performance.now()) !== false;
    return !this.isRefused && this.#isWithinRate;
  }

  async #sendWhenMade(reply: Promise<EncodedReply>): Promise<void> {
    this.#send(await reply);
  }

  #send({ status, bytes }: EncodedReply): void {
    this.status = status;
    if (this.socket.destroyed) return;
    this.#enter('replying', performance.now());
    this.#write(bytes);
  }

  /** [HttpExchange] One request is answered; what is sent behind it is dropped with the connection. */
  async answerHttp(request: HttpRequest): Promise<void> {
    if (this.#state !== 'http') return;
    this.#state = 'answering';
    this.request = { kind: 'http', method: request.method, target: request.target };
    const answer = this.#mayAsk()
      ? await this.listener.responder.answerHttp(request, this.#isForwarded ? undefined : this.address)
      : HTTP_BUSY;
    this.#sendHttp(answer, request);
  }

  /** [HttpExchange] */
  failHttp(code: 400 | 405 | 408 | 414 | 431, request: HttpRequest = this.#unread): void {
    if (this.#state !== 'http' || this.socket.destroyed) return;
    this.#sendHttp(this.#mayAsk() ? httpFailure(code) : HTTP_BUSY, request);
  }

  /** Sends `answer` past node:http, which may let go of the socket for what is pipelined behind `request`. */
  #sendHttp(answer: HttpAnswer, request: HttpRequest): void {
    this.request ??= { kind: 'http', method: request.method, target: request.target };
    this.status = answer.status;
    this.http = { request, code: answer.code };
    if (this.socket.destroyed) return;
    this.#enter('replying', performance.now());
    this.socket.cork();
    this.socket.write(httpHead(answer), 'latin1');
    if (request.method === 'HEAD') this.socket.end();
    else this.#write(answer.body);
    this.socket.uncork();
  }

  #write(bytes: Uint8Array): void {
    send(this.socket, bytes, this.#host.limits, this.account, (atMs) => {
      this.#sinceMs = atMs;
    });
  }
}

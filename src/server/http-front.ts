/** HTTP on the gopher port: node:http reads what a client of the web sends, on a socket that was handed to it. */
import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { errorCode } from '../error-code.ts';
import type { HttpRequest } from './http-answer.ts';

/** What answers the one request that a connection of HTTP has, on its own: node:http only reads. */
export interface HttpExchange {
  answerHttp(request: HttpRequest): Promise<void>;
  /** What was sent is no request that can be answered. */
  failHttp(code: 400 | 405 | 431, request?: HttpRequest): void;
}

/** Request line and headers; browsers send some 1 KB. */
const MAX_HEAD_BYTES = 8 * 1024;

/** Why node:http could not read a request. */
const codeOf = (error: Error): 400 | 431 => (errorCode(error) === 'HPE_HEADER_OVERFLOW' ? 431 : 400);

const requestOf = ({ method = '', url = '', httpVersion, headers }: IncomingMessage): HttpRequest => ({
  method,
  target: url,
  version: httpVersion,
  headers,
});

/** [RFC9112-3.2] whether it names its host once, as all must but those of HTTP/1.0, which may leave it out. */
function isAddressed({ headersDistinct, httpVersion }: IncomingMessage): boolean {
  const hosts = headersDistinct['host']?.length ?? 0;
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0');
}

/** Reads HTTP on sockets that others have accepted, and never listens itself. */
export class HttpFront {
  readonly #exchanges = new WeakMap<object, HttpExchange>();
  readonly #server = createServer({
    maxHeaderSize: MAX_HEAD_BYTES,
    keepAlive: false,
    // what it would answer itself lacks our headers, and would not be counted
    requireHostHeader: false,
  });

  constructor() {
    const server = this.#server;
    // a client may close its side behind its request and still reads the reply
    Object.assign(server, { httpAllowHalfOpen: true });
    // the deadlines are those of the connections
    server.timeout = 0;
    const answer = (request: IncomingMessage): void => {
      const exchange = this.#exchanges.get(request.socket);
      request.resume();
      if (isAddressed(request)) void exchange?.answerHttp(requestOf(request));
      else exchange?.failHttp(400, requestOf(request));
    };
    server.on('request', answer);
    // [RFC9110-10.1.1] nobody has to send a body to be told that it is not wanted
    server.on('checkContinue', answer);
    server.on('checkExpectation', answer);
    server.on('connect', (request, socket) => {
      // node:http has let go of it; unread bytes would turn our close into a reset
      socket.resume();
      this.#exchanges.get(socket)?.failHttp(405, requestOf(request));
    });
    server.on('clientError', (error, socket) => this.#exchanges.get(socket)?.failHttp(codeOf(error)));
  }

  /** Reads a request from `socket`, which is paused with what has arrived put back, and has `exchange` answer it. */
  take(socket: Socket, exchange: HttpExchange): void {
    this.#exchanges.set(socket, exchange);
    this.#server.emit('connection', socket);
    process.nextTick(() => socket.resume());
  }
}

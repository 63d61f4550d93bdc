/** The daemon's sockets: accepts, counts, limits, sweeps and closes. */
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { refusal } from '../site/reply.ts';
import type { AccessLog } from './access-log.ts';
import { isLoopback, withoutMapping, type AddressSet } from './address.ts';
import { Clients } from './clients.ts';
import { Connection, type ConnectionHost, type Listener } from './connection.ts';
import { connectionLimits, type ConnectionLimits } from './descriptors.ts';
import { HttpFront } from './http-front.ts';
import type { Limits } from './limits.ts';
import { ListeningSockets, type Wanted } from './listen.ts';
import { encodeReply, type EncodedReply } from './reply-cache.ts';
import type { Stats } from './stats.ts';

const BUSY = encodeReply(refusal('busy', 'busy'));

/** A turn of the event loop in which hardly anything was done. */
const QUIET_TURN_MS = 0.05;

/** What can be changed while the server runs. */
export interface ServerRules {
  readonly limits: Limits;
  /** Clients that are not limited. */
  readonly exempt: AddressSet;
  /** Those that begin each connection with a header that says for whom it is. */
  readonly proxies: AddressSet;
  /** Whether what a client of this machine gets depends on which of its addresses it comes from. */
  readonly asksLoopback: boolean;
}

export interface ServerOptions extends ServerRules {
  readonly log: AccessLog;
  readonly stats: Stats;
}

/** One server over any number of addresses. */
export class GopherServer implements ConnectionHost {
  readonly http: HttpFront = new HttpFront();
  readonly busy: EncodedReply = BUSY;
  readonly #log: AccessLog;
  readonly #stats: Stats;
  #rules: ServerRules;
  #connectionLimits: ConnectionLimits;
  readonly #connections = new Set<Connection>();
  /** Those that were turned away, oldest first. */
  readonly #refused = new Set<Connection>();
  readonly #clients = new Clients();
  readonly #sockets = new ListeningSockets<Listener>(
    (host, listener) => this.#serverAt(host, listener),
    () => this.#acceptWaiting(),
  );
  #sweeper: NodeJS.Timeout | undefined;
  #onIdle: (() => void) | undefined;
  #stoppingSinceMs: number | undefined;

  constructor({ log, stats, ...rules }: ServerOptions) {
    this.#log = log;
    this.#stats = stats;
    this.#rules = rules;
    this.#connectionLimits = connectionLimits(rules.limits);
  }

  get limits(): Limits {
    return this.#rules.limits;
  }

  /** From now on `rules` hold, for new connections. */
  change(rules: ServerRules): void {
    this.#rules = rules;
    this.#connectionLimits = connectionLimits(rules.limits);
  }

  /**
   * Listens where `wanted` says and nowhere else, and gives the port of each. Those who are connected or wait to be
   * stay. Rejects with a {@link ListenError}; then all is as it was.
   */
  async listen(wanted: readonly Wanted<Listener>[]): Promise<readonly number[]> {
    const ports = await this.#sockets.change(wanted, this.limits.backlog);
    this.#sweeper ??= setInterval(() => {
      this.#sweep();
    }, this.limits.sweepMs).unref();
    return ports;
  }

  /** Whether anybody can connect. */
  get isListening(): boolean {
    return this.#sockets.count > 0;
  }

  #serverAt(host: string | undefined, listener: () => Listener): Server {
    // only loopback clients reach a loopback address: asking each for its own would cost a system call
    const local = host !== undefined && isLoopback(host) ? host : undefined;
    return createServer({ allowHalfOpen: true }, (socket) => {
      this.#accept(socket, listener(), local);
    });
  }

  /** Those that are refused too, until they are closed. */
  get openConnections(): number {
    return this.#connections.size;
  }

  /** Accepts no more, lets replies under way finish, and resolves when all are gone. */
  async stop(): Promise<void> {
    this.#stoppingSinceMs = performance.now();
    await this.#acceptWaiting();
    this.#sockets.close();
    // a connection on which nothing moves would not keep the program running until its end
    this.#sweeper?.ref();
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    clearInterval(this.#sweeper);
    this.#log.flush();
  }

  /** Accepts those whom the system has let in already: closing the listener would reset them. */
  async #acceptWaiting(): Promise<void> {
    const deadline = performance.now() + this.limits.shutdownIdleMs;
    // the turn of the event loop that has begun may have looked for them before they came
    await nextTurn();
    // in one in which much was done others may have come behind our back
    for (let isQuiet = false; !isQuiet;) {
      const [before, sinceMs] = [this.#taken, performance.now()];
      await nextTurn();
      const now = performance.now();
      isQuiet = (this.#taken === before && now - sinceMs < QUIET_TURN_MS) || now >= deadline;
    }
  }

  /** Connections so far, also those that were turned away. */
  get #taken(): number {
    return this.#stats.accepted + this.#stats.refused;
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection);
    this.#refused.delete(connection);
    const { account, request } = connection;
    if (account !== undefined) account.connections--;
    if (request !== undefined) {
      const logged = {
        request,
        status: connection.status,
        bytes: connection.socket.bytesWritten,
        address: connection.address,
        complete: connection.isComplete,
        isTls: connection.isSecure,
        http: connection.http,
      };
      this.#stats.add(logged);
      this.#log.add(logged);
    }
    if (this.#connections.size === 0) this.#onIdle?.();
  }

  admit(connection: Connection, address: string | undefined): void {
    // a proxy that speaks for itself is not limited
    if (address === undefined) return;
    const { exempt, limits } = this.#rules;
    connection.address = address;
    const account = this.#clients.accountOf(address, exempt, limits, performance.now());
    if (account === undefined) return;
    connection.account = account;
    account.connections++;
    if (account.connections > limits.connectionsPerAddress) this.#refuse(connection);
  }

  #refuse(connection: Connection): void {
    if (!connection.isRefused) this.#stats.countRefusal();
    connection.isRefused = true;
    this.#refused.add(connection);
  }

  /**
   * Closes a refused connection: the oldest that has been told so, or else the oldest, which has had time to ask.
   * `false` when there is none.
   */
  #makeRoom(): boolean {
    const [oldest] = this.#refused;
    const told = Array.from(this.#refused).find(({ isComplete }) => isComplete) ?? oldest;
    if (told === undefined) return false;
    this.#refused.delete(told);
    told.socket.destroy();
    return true;
  }

  /** `local` is the loopback address of a socket that was accepted there. */
  #accept(socket: Socket, listener: Listener, local: string | undefined): void {
    const { connections, refusals } = this.#connectionLimits;
    this.#stats.countConnection();
    // a refusal needs a descriptor too, for a moment; when even those run out, the one who was told first makes room
    if (this.#connections.size >= connections + refusals && !this.#makeRoom()) {
      this.#stats.countRefusal();
      socket.destroy();
      return;
    }
    const { proxies, asksLoopback } = this.#rules;
    // an address that nobody asks for is not looked up
    const remote =
      asksLoopback || this.#log.needsAddress ? socket.remoteAddress : (local ?? socket.remoteAddress);
    // a reset has come already: nobody is there, such as a proxy that only looked whether we are
    if (remote === undefined) {
      socket.destroy();
      return;
    }
    const address = withoutMapping(remote);
    const isProxy = proxies.has(address);
    const connection = new Connection(socket, listener, isProxy, this, performance.now());
    const isTooMany = this.#connections.size >= connections;
    this.#connections.add(connection);
    if (!isProxy) this.admit(connection, address);
    if (isTooMany) this.#refuse(connection);
  }

  #sweep(): void {
    const now = performance.now();
    this.#clients.sweep(now);
    for (const connection of this.#connections) connection.sweep(now);
    if (this.#stoppingSinceMs === undefined) return;
    const stoppingMs = now - this.#stoppingSinceMs;
    for (const connection of this.#connections) {
      const limitMs = connection.isBusy ? this.limits.shutdownMs : this.limits.shutdownIdleMs;
      if (stoppingMs >= limitMs) connection.socket.destroy();
    }
  }
}

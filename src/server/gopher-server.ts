/** The daemon's sockets: accepts, counts, limits, sweeps and closes. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { refusal } from '../site/reply.ts';
import type { AccessLog } from './access-log.ts';
import { clientKey, isLoopback, withoutMapping } from './address.ts';
import { Connection, type ConnectionHost } from './connection.ts';
import { connectionLimits, type ConnectionLimits } from './descriptors.ts';
import type { Limits } from './limits.ts';
import { listen } from './listen.ts';
import { encodeReply } from './reply-cache.ts';
import type { Responder } from './responder.ts';
import type { Stats } from './stats.ts';

const BUSY = encodeReply(refusal('busy', 'busy'));

export interface ServerOptions {
  readonly limits: Limits;
  readonly log: AccessLog;
  readonly stats: Stats;
  /** Whether the log names clients. */
  readonly logAddresses: boolean;
}

/** One server over any number of addresses. */
export class GopherServer implements ConnectionHost {
  readonly limits: Limits;
  readonly #options: ServerOptions;
  readonly #connectionLimits: ConnectionLimits;
  readonly #connections = new Set<Connection>();
  readonly #perClient = new Map<string, number>();
  readonly #servers: Server[] = [];
  #sweeper: NodeJS.Timeout | undefined;
  #onIdle: (() => void) | undefined;
  #stoppingSinceMs: number | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.limits = options.limits;
    this.#connectionLimits = connectionLimits(options.limits);
  }

  /**
   * Listens on every address, all on one port (0: a free one), answers there with `responder`, and gives that port.
   * May be called again for other ports. Rejects with the system's error.
   */
  async listen(addresses: readonly string[], port: number, responder: Responder): Promise<number> {
    const servers = await listen(addresses, port, this.limits.backlog, (host) => {
      // only loopback clients reach a loopback address: asking each for its own would cost a system call
      const isCounted = !isLoopback(host);
      return createServer({ allowHalfOpen: true }, (socket) => {
        this.#accept(socket, isCounted ? clientKey(socket.remoteAddress) : undefined, responder);
      });
    });
    this.#servers.push(...servers);
    this.#sweeper ??= setInterval(() => {
      this.#sweep();
    }, this.limits.sweepMs).unref();
    const address = servers[0]?.address();
    return isAddressInfo(address) ? address.port : port;
  }

  /** Those that are refused too, until they are closed. */
  get openConnections(): number {
    return this.#connections.size;
  }

  /** Accepts no more, lets replies under way finish, and resolves when all are gone. */
  async stop(): Promise<void> {
    this.#stoppingSinceMs = performance.now();
    for (const server of this.#servers) server.close();
    if (this.#connections.size > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    clearInterval(this.#sweeper);
    this.#options.log.flush();
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection);
    this.#discount(connection.client.countedAs);
    const { log, stats } = this.#options;
    if (connection.request !== undefined) {
      const logged = {
        request: connection.request,
        status: connection.status,
        bytes: connection.socket.bytesWritten,
        address: connection.client.address,
        complete: connection.isComplete,
      };
      stats.add(logged, connection.socket instanceof TLSSocket);
      log.add(logged);
    }
    if (this.#connections.size === 0) this.#onIdle?.();
  }

  #accept(socket: Socket, key: string | undefined, responder: Responder): void {
    const { connections, refusals } = this.#connectionLimits;
    const ofClient = key === undefined ? 0 : (this.#perClient.get(key) ?? 0) + 1;
    const isTooMany = this.#connections.size >= connections || ofClient > this.limits.connectionsPerAddress;
    this.#options.stats.connected(isTooMany);
    // a refusal needs a descriptor too, for a moment; when even those run out nothing can be said
    if (isTooMany && this.#connections.size >= connections + refusals) {
      socket.destroy();
      return;
    }
    if (key !== undefined) this.#perClient.set(key, ofClient);
    // a socket that is closed does not tell it any more
    const address = this.#options.logAddresses ? withoutMapping(socket.remoteAddress ?? '-') : undefined;
    const connection = new Connection(
      socket,
      { countedAs: key, address, responder },
      this,
      performance.now(),
    );
    this.#connections.add(connection);
    if (isTooMany) connection.refuse(BUSY);
  }

  #discount(key: string | undefined): void {
    if (key === undefined) return;
    const left = (this.#perClient.get(key) ?? 1) - 1;
    if (left === 0) this.#perClient.delete(key);
    else this.#perClient.set(key, left);
  }

  #sweep(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.sweep(now);
    if (this.#stoppingSinceMs === undefined) return;
    const stoppingMs = now - this.#stoppingSinceMs;
    for (const connection of this.#connections) {
      const limitMs = connection.isBusy ? this.limits.shutdownMs : this.limits.shutdownIdleMs;
      if (stoppingMs >= limitMs) connection.socket.destroy();
    }
  }
}

const isAddressInfo = (address: string | AddressInfo | null | undefined): address is AddressInfo =>
  typeof address === 'object' && address !== null;

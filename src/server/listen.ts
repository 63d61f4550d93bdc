/** Listening sockets: opened, given to another answerer and closed while all others go on. */
import type { ListenOptions, Server } from 'node:net';
import { errorCode } from '../error-code.ts';
import { isSameSpot, spotsOf, type Place, type Spot } from './place.ts';

/** A free port that was found for one address may be taken on the next: tries with another. */
const TRIES = 10;

/** Places that share a port, and what answers there. */
export interface Wanted<Answerer> {
  readonly places: readonly Place[];
  readonly answerer: Answerer;
}

/** Why it cannot be listened somewhere; `cause` is the system's error. */
export class ListenError extends Error {
  readonly places: readonly Place[];
  /** Where it was listened before, and is no more: somebody else was quicker. */
  readonly lost: readonly string[];

  constructor(cause: unknown, places: readonly Place[], lost: readonly string[]) {
    super(String(cause), { cause });
    this.places = places;
    this.lost = lost;
  }
}

/** One socket that listens. */
interface OpenSocket<Answerer> {
  readonly spot: Spot;
  readonly server: Server;
  answerer: Answerer;
}

function listenOn(server: Server, options: ListenOptions, backlog: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.removeListener('error', reject);
      server.on('error', () => undefined); // a failed accept (no descriptors) is not the end of the server
      resolve();
    });
    // of a descriptor Node reads the backlog here alone, and would lower that of the socket
    if ('fd' in options) server.listen(options, backlog);
    else server.listen({ ...options, backlog });
  });
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** The sockets of one change: those that go on, those that are opened for it, those that are left over. */
interface Change<Answerer> {
  readonly backlog: number;
  readonly opened: OpenSocket<Answerer>[];
  readonly left: Set<OpenSocket<Answerer>>;
  /** Sockets that were in the way, and their ports. */
  readonly letGo: Map<OpenSocket<Answerer>, number>;
}

/** All sockets of a server. What answers at one can be changed without its being touched. */
export class ListeningSockets<Answerer> {
  readonly #create: (host: string | undefined, answerer: () => Answerer) => Server;
  readonly #settle: () => Promise<void>;
  #open: readonly OpenSocket<Answerer>[] = [];

  /** `create` makes a server for connections to `host`; `settle` accepts those who wait, before a socket is closed. */
  constructor(
    create: (host: string | undefined, answerer: () => Answerer) => Server,
    settle: () => Promise<void>,
  ) {
    this.#create = create;
    this.#settle = settle;
  }

  get count(): number {
    return this.#open.length;
  }

  /**
   * Listens where `wanted` says and nowhere else, and gives the port of each. A socket that is wanted still is not
   * touched, and those that are not are closed when the new ones are open, but for one that is in the way of a new
   * one. Rejects with a {@link ListenError}; then all is as it was.
   */
  async change(wanted: readonly Wanted<Answerer>[], backlog: number): Promise<readonly number[]> {
    const left = new Set(this.#open);
    const kept = this.#keep(wanted, left);
    const change: Change<Answerer> = { backlog, opened: [], left, letGo: new Map() };
    const sockets: OpenSocket<Answerer>[][] = [];
    for (const [index, { places, answerer }] of wanted.entries())
      try {
        sockets.push(await this.#openGroup(kept[index] ?? new Map(), answerer, change));
      } catch (error) {
        throw new ListenError(error, places, await this.#undo(change));
      }
    if (left.size > 0) await this.#settle();
    for (const { server } of left) server.close();
    for (const [index, { answerer }] of wanted.entries())
      for (const socket of sockets[index] ?? []) socket.answerer = answerer;
    this.#open = sockets.flat();
    return sockets.map(([first]) => (first === undefined ? 0 : portOf(first.server)));
  }

  /** Closes all; the connections that were accepted go on. */
  close(): void {
    for (const { server } of this.#open) server.close();
    this.#open = [];
  }

  /** For each of `wanted` the spots and the open sockets that serve for them, which are taken out of `left`. */
  #keep(
    wanted: readonly Wanted<Answerer>[],
    left: Set<OpenSocket<Answerer>>,
  ): Map<Spot, OpenSocket<Answerer> | undefined>[] {
    const allPlaces = wanted.flatMap(({ places }) => places);
    const groups = wanted.map(({ places }) => {
      const spots = places.flatMap((place) => spotsOf(place, allPlaces));
      return new Map<Spot, OpenSocket<Answerer> | undefined>(spots.map((spot) => [spot, undefined]));
    });
    // at port 0 several are alike but for what answers there
    for (const isOwn of [true, false])
      for (const [index, group] of groups.entries())
        for (const spot of group.keys()) {
          if (group.get(spot) !== undefined) continue;
          const found = [...left].find(
            (socket) =>
              isSameSpot(socket.spot, spot) && (!isOwn || socket.answerer === wanted[index]?.answerer),
          );
          group.set(spot, found);
          if (found !== undefined) left.delete(found);
        }
    return groups;
  }

  /** The sockets of `group`, those that are missing opened. Port 0 finds one that is free at all of its spots. */
  async #openGroup(
    group: ReadonlyMap<Spot, OpenSocket<Answerer> | undefined>,
    answerer: Answerer,
    change: Change<Answerer>,
  ): Promise<OpenSocket<Answerer>[]> {
    const isAnyFree = [...group].every(([{ options }, socket]) => options.port === 0 && socket === undefined);
    for (let tries = 1; ; tries++) {
      const before = change.opened.length;
      try {
        return await this.#tryGroup(group, answerer, change);
      } catch (error) {
        for (const { server } of change.opened.splice(before)) server.close();
        if (!isAnyFree || tries === TRIES || errorCode(error) !== 'EADDRINUSE') throw error;
      }
    }
  }

  async #tryGroup(
    group: ReadonlyMap<Spot, OpenSocket<Answerer> | undefined>,
    answerer: Answerer,
    change: Change<Answerer>,
  ): Promise<OpenSocket<Answerer>[]> {
    const sockets: OpenSocket<Answerer>[] = [...group.values()].filter((socket) => socket !== undefined);
    for (const [spot, socket] of group) {
      if (socket !== undefined) continue;
      const [first] = sockets;
      const port = spot.options.port === 0 && first !== undefined ? portOf(first.server) : spot.options.port;
      try {
        sockets.push(await this.#openSpot(spot, port, answerer, change));
      } catch (error) {
        // a machine without IPv6 still has a localhost
        const isMissing = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(errorCode(error));
        if (!spot.isOptional || !isMissing) throw error;
      }
    }
    return sockets;
  }

  async #openSpot(
    spot: Spot,
    port: number | undefined,
    answerer: Answerer,
    change: Change<Answerer>,
  ): Promise<OpenSocket<Answerer>> {
    const { left, letGo, opened, backlog } = change;
    try {
      const socket = await this.#listen(spot, port, answerer, backlog);
      opened.push(socket);
      return socket;
    } catch (error) {
      // that it is taken is told after that it may be had at all: what is let go can be opened again
      const isTaken = errorCode(error) === 'EADDRINUSE';
      const inTheWay = isTaken ? [...left].filter(({ server }) => portOf(server) === port) : [];
      if (inTheWay.length === 0) throw error;
      await this.#settle();
      for (const socket of inTheWay) {
        letGo.set(socket, portOf(socket.server));
        left.delete(socket);
        socket.server.close();
      }
      return this.#openSpot(spot, port, answerer, change);
    }
  }

  async #listen(
    spot: Spot,
    port: number | undefined,
    answerer: Answerer,
    backlog: number,
  ): Promise<OpenSocket<Answerer>> {
    const socket = { spot, answerer, server: this.#create(spot.host, (): Answerer => socket.answerer) };
    await listenOn(socket.server, port === undefined ? spot.options : { ...spot.options, port }, backlog);
    if (portOf(socket.server) > 0) return socket;
    socket.server.close();
    throw new Error('a socket without a port');
  }

  /** Closes what `change` has opened, opens again what it let go, and gives where that could not be. */
  async #undo({ opened, letGo, backlog }: Change<Answerer>): Promise<string[]> {
    for (const { server } of opened) server.close();
    const open = this.#open.filter((socket) => !letGo.has(socket));
    const lost: string[] = [];
    for (const [{ spot, answerer }, port] of letGo)
      try {
        open.push(await this.#listen(spot, port, answerer, backlog));
      } catch {
        lost.push(`port ${port} of ${spot.host ?? ''}`);
      }
    this.#open = open;
    return lost;
  }
}

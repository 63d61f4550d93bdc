/** Listening on several addresses with one port. */
import { isIPv4, isIPv6, type ListenOptions, type Server } from 'node:net';
import { errorCode } from '../error-code.ts';

/** Both loopback addresses: what `localhost` means. */
const LOCALHOST = ['127.0.0.1', '::1'];
/** A free port that was found for one address may be taken on the next: tries with another. */
const TRIES = 10;

/** Where to listen: at an address and port (0: a free one), or on a socket that listens already, by its descriptor. */
export type Place = { readonly address: string; readonly port: number } | { readonly descriptor: number };

/** Where one server listens; an `isOptional` address may be missing on a machine. */
interface Spot {
  /** `undefined` for a socket that was handed over: whose address it has is not known. */
  readonly host: string | undefined;
  readonly options: ListenOptions & { readonly fd?: number };
  readonly isOptional: boolean;
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

function spotsOf(place: Place): Spot[] {
  if ('descriptor' in place)
    return [{ host: undefined, options: { fd: place.descriptor }, isOptional: false }];
  const { address, port } = place;
  // an IPv6 socket that takes IPv4 too would be in the way of an IPv4 one on the same port
  const at = (host: string, isOptional = false): Spot => ({
    host,
    options: { host, port, ipv6Only: isIPv6(host) && host !== '::' },
    isOptional,
  });
  return address === 'localhost' ? LOCALHOST.map((host) => at(host, host === '::1')) : [at(address)];
}

async function tryListen(
  places: readonly Place[],
  backlog: number,
  create: (host: string | undefined) => Server,
): Promise<Server[]> {
  const servers: Server[] = [];
  const isBoth = places.some((place) => 'address' in place && isIPv4(place.address));
  for (const { host, options, isOptional } of places.flatMap(spotsOf)) {
    const server = create(host);
    const [first] = servers;
    const port = first === undefined || options.port !== 0 ? options.port : portOf(first);
    const ipv6Only = options.ipv6Only === true || (host === '::' && isBoth);
    try {
      await listenOn(server, 'fd' in options ? options : { ...options, port, ipv6Only }, backlog);
      servers.push(server);
    } catch (error) {
      // a machine without IPv6 still has a localhost
      if (isOptional && ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(errorCode(error))) continue;
      for (const other of servers) other.close();
      throw error;
    }
  }
  return servers;
}

/** Servers at every place; port 0 finds one that is free at all. Rejects with the system's error. */
export async function listen(
  places: readonly Place[],
  backlog: number,
  create: (host: string | undefined) => Server,
): Promise<readonly Server[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryListen(places, backlog, create);
    } catch (error) {
      const isFree = places.some((place) => 'port' in place && place.port === 0);
      if (!isFree || tries === TRIES || errorCode(error) !== 'EADDRINUSE') throw error;
    }
  }
}

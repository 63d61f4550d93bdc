/** Listening on several addresses with one port. */
import { isIPv6, type Server } from 'node:net';
import { errorCode } from '../error-code.ts';

/** Both loopback addresses: what `localhost` means. */
const LOCALHOST = ['127.0.0.1', '::1'];
/** A free port that was found for one address may be taken on the next: tries with another. */
const TRIES = 10;

function listenOn(
  server: Server,
  host: string,
  port: number,
  backlog: number,
  ipv6Only: boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog, ipv6Only }, () => {
      server.removeListener('error', reject);
      server.on('error', () => undefined); // a failed accept (no descriptors) is not the end of the server
      resolve();
    });
  });
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

async function tryListen(
  addresses: readonly string[],
  port: number,
  backlog: number,
  create: (host: string) => Server,
): Promise<Server[]> {
  const servers: Server[] = [];
  const wanted = addresses.flatMap((address) =>
    address === 'localhost'
      ? LOCALHOST.map((host) => ({ host, optional: host === '::1' }))
      : [{ host: address, optional: false }],
  );
  for (const { host, optional } of wanted) {
    const server = create(host);
    const chosen = servers[0] === undefined ? port : portOf(servers[0]);
    try {
      await listenOn(server, host, chosen, backlog, isIPv6(host) && wanted.length > 1);
      servers.push(server);
    } catch (error) {
      // a machine without IPv6 still has a localhost
      if (optional && ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(errorCode(error))) continue;
      for (const other of servers) other.close();
      throw error;
    }
  }
  return servers;
}

/** Servers on every address, all on one port; port 0 finds one that is free on all. Rejects with the system's error. */
export async function listen(
  addresses: readonly string[],
  port: number,
  backlog: number,
  create: (host: string) => Server,
): Promise<readonly Server[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryListen(addresses, port, backlog, create);
    } catch (error) {
      if (port !== 0 || tries === TRIES || errorCode(error) !== 'EADDRINUSE') throw error;
    }
  }
}

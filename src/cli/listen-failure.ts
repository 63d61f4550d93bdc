/** Why a server cannot listen, and what to do about it. */
import { errorCode } from '../error-code.ts';
import type { ListenError } from '../server/listen.ts';
import { Failure } from './failure.ts';

/** `error` in words. */
export function listenFailure(error: ListenError): Failure {
  const { cause, places } = error;
  const passed = places.find((place) => 'descriptor' in place);
  if (passed !== undefined)
    return new Failure(
      `the socket ${passed.name} that was passed (descriptor ${passed.descriptor}) is not a TCP socket that listens`,
      'see what hands it over; in a systemd socket unit: ListenStream= with a port, and Accept=no',
      1,
      { cause },
    );
  const addresses = places.flatMap((place) => ('address' in place ? place.address : []));
  const port = places.flatMap((place) => ('port' in place ? place.port : []))[0] ?? 0;
  const where = `port ${port} of ${addresses.join(', ')}`;
  switch (errorCode(cause)) {
    case 'EADDRINUSE':
      return new Failure(
        `${where} is in use by another program`,
        `choose another port with --port, or see who has it: ss -ltnp 'sport = :${port}'`,
        1,
        { cause },
      );
    case 'EACCES':
      return new Failure(
        `no permission to listen on ${where}`,
        [
          'ports below 1024 need a privilege. One of these gives it:',
          `  sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}`,
          '  sudo setcap cap_net_bind_service=+ep "$(readlink -f "$(command -v node)")"',
          '  in a systemd unit: AmbientCapabilities=CAP_NET_BIND_SERVICE',
          'or take a higher port: --port 7070',
        ].join('\n'),
        1,
        { cause },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EINVAL':
      return new Failure(
        `${addresses.join(', ')} is not an address of this machine`,
        'give one of its own addresses with --listen (see: ip address), 0.0.0.0, or ::',
        1,
        { cause },
      );
    default:
      return new Failure(`cannot listen on ${where}: ${String(cause)}`, 'check --listen and --port', 1, {
        cause,
      });
  }
}

/** Where a daemon listens: what an operator names, and the sockets that stand for it. */
import { isIPv4, type ListenOptions } from 'node:net';
import { isOfIPv6 } from './address.ts';

/** Both loopback addresses: what `localhost` means. */
const LOCALHOST = ['127.0.0.1', '::1'];
/** Where to listen: at an address and port (0: a free one), or on a socket that listens already, by its descriptor and name. */
export type Place =
  | { readonly address: string; readonly port: number }
  | { readonly descriptor: number; readonly name: string };

/** Where one socket listens; an `isOptional` address may be missing on a machine. */
export interface Spot {
  /** `undefined` for a socket that was handed over: whose address it has is not known. */
  readonly host: string | undefined;
  readonly options: ListenOptions & { readonly fd?: number };
  readonly isOptional: boolean;
}

/** The spots of `place`. Beside others at IPv4 a socket at `::` that took IPv4 too would be in their way. */
export function spotsOf(place: Place, others: readonly Place[]): Spot[] {
  if ('descriptor' in place)
    return [{ host: undefined, options: { fd: place.descriptor }, isOptional: false }];
  const { address, port } = place;
  const takesBoth = !others.some((other) => 'port' in other && other.port === port && isIPv4(other.address));
  const at = (host: string, isOptional = false): Spot => ({
    host,
    options: { host, port, ipv6Only: isOfIPv6(host) && !(host === '::' && takesBoth) },
    isOptional,
  });
  return address === 'localhost' ? LOCALHOST.map((host) => at(host, host === '::1')) : [at(address)];
}

/** Whether a socket at `one` serves for `other`. */
export const isSameSpot = (one: Spot, other: Spot): boolean =>
  JSON.stringify(one.options) === JSON.stringify(other.options);

/** Client addresses: how connections are counted by them. */
import { isIPv6 } from 'node:net';

/** An IPv4 address that came through an IPv6 socket, as IPv4; any other as it is. */
export function withoutMapping(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}

/** The first four groups of an IPv6 address: what one subscriber gets. */
function prefix64(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return groups.slice(0, 4).join(':');
}

/** Whether `address` is one of this machine that only itself can reach. */
export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/**
 * The key by which a client's connections are counted: its IPv4 address, its IPv6 /64; `undefined` for loopback,
 * which is not limited, and for a client that is gone already.
 */
export function clientKey(remoteAddress: string | undefined): string | undefined {
  if (remoteAddress === undefined) return undefined;
  const address = withoutMapping(remoteAddress);
  if (isLoopback(address)) return undefined;
  return isIPv6(address) ? prefix64(address) : address;
}

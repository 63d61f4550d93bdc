/** Client addresses: sets of them, and how clients are counted by them. */
import { BlockList, isIP } from 'node:net';

/** An IPv4 address that came through an IPv6 socket, as IPv4; any other as it is, without its zone. */
export function withoutMapping(address: string): string {
  if (address.startsWith('::ffff:') && address.includes('.')) return address.slice('::ffff:'.length);
  return address.includes('%') ? address.slice(0, address.indexOf('%')) : address;
}

/** Whether `address`, which is one, is of IPv6. Node's own look at all of it takes milliseconds to get ready. */
export const isOfIPv6 = (address: string): boolean => address.includes(':');

/** The eight groups of an IPv6 address in its usual form, as hexadecimal without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
}

/** What one subscriber has: an IPv4 address, the /64 of an IPv6 one. */
export function subscriberOf(address: string): string {
  return isOfIPv6(address) ? groupsOf(address).slice(0, 4).join(':') : address;
}

/** `address` so that it names a network and no client: an IPv4 /24, an IPv6 /48. */
export function truncatedAddress(address: string): string {
  if (isOfIPv6(address)) return `${groupsOf(address).slice(0, 3).join(':')}::`;
  return address.replace(/\.\d+$/, '.0');
}

/** Whether `address` is one of this machine that only itself can reach. */
export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

/** `ADDRESS` or `ADDRESS/BITS`, such as `192.0.2.7` or `2001:db8::/32`. */
export interface AddressRange {
  readonly address: string;
  readonly bits: number;
}

/** The range that `text` names; `undefined` when it names none. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [, address = '', bitsText] = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const bits = bitsText === undefined ? most : Number(bitsText);
  return bits <= most ? { address, bits } : undefined;
}

/** The addresses that only this machine can use. */
export const LOOPBACK: readonly AddressRange[] = [
  { address: '127.0.0.0', bits: 8 },
  { address: '::1', bits: 128 },
];

const MAX_KNOWN = 1_000;

/** A set of addresses. */
export class AddressSet {
  readonly isEmpty: boolean;
  readonly #ranges: readonly AddressRange[];
  readonly #list = new BlockList();
  /** Answers already found: asking the list takes microseconds, and clients come back. */
  readonly #known = new Map<string, boolean>();

  constructor(ranges: readonly AddressRange[]) {
    this.isEmpty = ranges.length === 0;
    this.#ranges = ranges;
    for (const { address, bits } of ranges)
      this.#list.addSubnet(address, bits, isOfIPv6(address) ? 'ipv6' : 'ipv4');
  }

  /** Whether one of the ranges holds all of `range`. */
  covers(range: AddressRange): boolean {
    return this.#ranges.some((own) => own.bits <= range.bits && new AddressSet([own]).has(range.address));
  }

  /** Whether `address`, without mapping, is in the set. */
  has(address: string): boolean {
    if (this.isEmpty) return false;
    const known = this.#known.get(address);
    if (known !== undefined) return known;
    const found = this.#list.check(address, isOfIPv6(address) ? 'ipv6' : 'ipv4');
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(address, found);
    return found;
  }
}

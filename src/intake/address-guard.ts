/** Which addresses may be reached: an upstream's names and redirects must not lead into the operator's own network. */
import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** [RFC6890] and the registries of special-purpose addresses: what is no host of the public internet. */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  // carrier-grade NAT [RFC6598]
  '100.64.0.0/10',
  '127.0.0.0/8',
  // link-local; clouds tell their secrets at 169.254.169.254
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  // 6to4 relays [RFC7526]
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  // multicast, reserved, broadcast
  '224.0.0.0/3',
];
/** The only range of IPv6 that is given out; mapped, NAT64, local and multicast addresses lie outside. */
const GIVEN_OUT_IPV6 = ['2000::/3'];
const SPECIAL_IPV6 = [
  // Teredo, ORCHID, benchmarks: protocols, no hosts
  '2001::/23',
  '2001:db8::/32',
  // 6to4 holds an address of IPv4, which may be any
  '2002::/16',
  '3fff::/20',
];

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits = ''] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}

const specialIpv4 = listOf(SPECIAL_IPV4, 'ipv4');
const givenOutIpv6 = listOf(GIVEN_OUT_IPV6, 'ipv6');
const specialIpv6 = listOf(SPECIAL_IPV6, 'ipv6');

/** Whether `address` is one of the public internet; `false` for what is no address, or has a zone. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !specialIpv4.check(address, 'ipv4');
    case 6:
      return (
        !address.includes('%') && givenOutIpv6.check(address, 'ipv6') && !specialIpv6.check(address, 'ipv6')
      );
    default:
      return false;
  }
}

/** A host was named that must not be reached. */
export class AddressRefused extends Error {
  readonly code = 'address-refused';

  constructor(host: string, address: string) {
    super(
      host === address ? `${host} is no public address` : `${host} leads to ${address}, no public address`,
    );
    this.name = 'AddressRefused';
  }
}

/** All addresses of a name. */
export type Resolve = (
  name: string,
  answer: (error: Error | null, found: readonly LookupAddress[]) => void,
) => void;

/** What decides where a connection may lead. */
export interface AddressGuard {
  readonly permits: (address: string) => boolean;
  readonly resolve: Resolve;
}

const systemResolve: Resolve = (name, answer) => {
  lookup(name, { all: true }, (error, found) => {
    // without an answer there is nothing, whatever the types say
    answer(error, error === null ? found : []);
  });
};

/** What the guard is made of. */
export interface GuardOptions {
  /** Lets every address through. */
  readonly allowPrivate: boolean;
  /** Other rules and another DNS, so that tests can play both. */
  readonly permits?: (address: string) => boolean;
  readonly resolve?: Resolve;
}

export const guardOf = ({
  allowPrivate,
  permits = isPublicAddress,
  resolve = systemResolve,
}: GuardOptions): AddressGuard => ({
  permits: allowPrivate ? () => true : permits,
  resolve,
});

/** Throws {@link AddressRefused} for an address that is not permitted; names are left to {@link guardedLookup}. */
export function checkLiteral(host: string, guard: AddressGuard): void {
  if (isIP(host) !== 0 && !guard.permits(host)) throw new AddressRefused(host, host);
}

/**
 * The look-up that a socket itself uses: no second one could give another answer. Of several addresses those that are
 * not permitted are passed over (behind DNS64 a name has one of NAT64 besides its own); a name without any other gives
 * {@link AddressRefused}. Literal addresses never come here: see {@link checkLiteral}.
 */
export const guardedLookup =
  (guard: AddressGuard): LookupFunction =>
  (name, options, callback) => {
    guard.resolve(name, (error, found) => {
      const permitted = found.filter(({ address }) => guard.permits(address));
      const [first] = permitted;
      if (error !== null) callback(error, []);
      else if (first === undefined) callback(new AddressRefused(name, found[0]?.address ?? 'nothing'), []);
      else if (options.all === true) callback(null, permitted);
      else callback(null, first.address, first.family);
    });
  };

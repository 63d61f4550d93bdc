/** Addresses and the accounts kept by them, with a clock that is given. */
import { BlockList } from 'node:net';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  AddressSet,
  LOOPBACK,
  parseAddressRange,
  subscriberOf,
  truncatedAddress,
  withoutMapping,
} from '../../src/server/address.ts';
import { Clients, type ClientLimits } from '../../src/server/clients.ts';

const NOBODY = new AddressSet([]);
const LIMITS: ClientLimits = {
  connectionsPerAddress: 2,
  requestsPerSecond: 5,
  requestBurst: 10,
  bytesPerSecond: 1000,
};

/** The usual form of sixteen bytes as an IPv6 address. */
const ipv6Of = (bytes: Uint8Array): string => {
  const groups = Array.from({ length: 8 }, (_, at) =>
    (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
};
const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
const sparse = fc.array(fc.oneof(fc.constant(0), fc.nat(255)), { minLength: 16, maxLength: 16 });
const address6 = fc.oneof(
  sixteen,
  sparse.map((bytes) => Uint8Array.from(bytes)),
);
const address4 = fc.ipV4();

test('addresses of one /64, and no others, are one subscriber; an IPv4 address is one by itself', () => {
  fc.assert(
    fc.property(address6, address6, (one, other) => {
      const near = Uint8Array.from([...one.subarray(0, 8), ...other.subarray(8)]);
      expect(subscriberOf(ipv6Of(near))).toBe(subscriberOf(ipv6Of(one)));
      const isSame = one.subarray(0, 8).every((byte, at) => byte === other[at]);
      expect(subscriberOf(ipv6Of(one)) === subscriberOf(ipv6Of(other))).toBe(isSame);
    }),
  );
  fc.assert(
    fc.property(address4, (address) => {
      expect(subscriberOf(address)).toBe(address);
    }),
  );
});

test('a truncated address names the /24 or /48 and nothing below it', () => {
  fc.assert(
    fc.property(address6, (bytes) => {
      const network = Uint8Array.from({ length: 16 }, (_, at) => (at < 6 ? (bytes[at] ?? 0) : 0));
      const shown = truncatedAddress(ipv6Of(bytes));
      expect(new URL(`http://[${shown}]/`).hostname.slice(1, -1)).toBe(ipv6Of(network));
    }),
  );
  fc.assert(
    fc.property(address4, (address) => {
      expect(truncatedAddress(address)).toBe(`${address.split('.').slice(0, 3).join('.')}.0`);
    }),
  );
});

test('a set holds the addresses of its ranges and no others', () => {
  const range = fc.oneof(fc.tuple(address4, fc.nat(32)), fc.tuple(address6.map(ipv6Of), fc.nat(128)));
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 5 }),
      fc.oneof(address4, address6.map(ipv6Of)),
      (ranges, address) => {
        const parsed = ranges.map(([base, bits]) => parseAddressRange(`${base}/${bits}`));
        expect(parsed).toEqual(ranges.map(([base, bits]) => ({ address: base, bits })));
        const set = new AddressSet(parsed.flatMap((one) => one ?? []));
        const family = address.includes(':') ? 'ipv6' : 'ipv4';
        const alone = ranges.some(([base, bits]) => {
          const list = new BlockList();
          list.addSubnet(base, bits, base.includes(':') ? 'ipv6' : 'ipv4');
          return list.check(address, family);
        });
        expect(set.has(address)).toBe(alone);
        for (const [base] of ranges) expect(set.has(base)).toBe(true);
      },
    ),
  );
});

test.each([
  '',
  '/',
  '1.2.3',
  '1.2.3.4/33',
  '::/129',
  '::1/',
  '1.2.3.4/-1',
  'fe80::1%eth0',
  'localhost',
  '1.2.3.4/8/8',
  '[::1]',
])('"%s" is no range', (text) => {
  expect(parseAddressRange(text)).toBeUndefined();
});

test('an address that came through an IPv6 socket is its own; a zone is no part of it', () => {
  fc.assert(
    fc.property(address4, (address) => {
      expect(withoutMapping(`::ffff:${address}`)).toBe(address);
    }),
  );
  fc.assert(
    fc.property(address6.map(ipv6Of), (address) => {
      expect(withoutMapping(`${address}%eth0`)).toBe(address);
    }),
  );
  const loopback = new AddressSet(LOOPBACK);
  expect(['127.0.0.1', '127.255.0.9', '::1', '::2', '128.0.0.1'].map((one) => loopback.has(one))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('whenever it asks, a client gets its burst and what the rate gives, and no more', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2000), { maxLength: 100 }), (pauses) => {
      const account = new Clients().accountOf('192.0.2.1', NOBODY, LIMITS, 0);
      let [now, granted, lastRefused] = [0, 0, false];
      for (const pause of pauses) {
        now += pause;
        lastRefused = account?.tryRequest(now) === false;
        if (!lastRefused) granted++;
        expect(granted).toBeLessThanOrEqual(LIMITS.requestBurst + (now / 1000) * LIMITS.requestsPerSecond);
      }
      // a pause of a fifth of a second is worth a request
      expect(account?.tryRequest(now + 1000 / LIMITS.requestsPerSecond + 1)).toBe(true);
    }),
  );
});

test('a client that waits as it is told gets no more bytes than its rate, and no less', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 50 }), (pieces) => {
      const account = new Clients().accountOf('192.0.2.1', NOBODY, LIMITS, 0);
      let [now, sent] = [0, 0];
      for (const piece of pieces) {
        now += account?.waitAfter(piece, now) ?? 0;
        sent += piece;
      }
      const least = Math.max(0, sent - LIMITS.bytesPerSecond);
      expect((now / 1000) * LIMITS.bytesPerSecond).toBeCloseTo(least, 3);
    }),
  );
});

test('an account is forgotten when it has nothing open and owes nothing, and not before', () => {
  const clients = new Clients();
  const at = (nowMs: number): ReturnType<Clients['accountOf']> =>
    clients.accountOf('2001:db8::1', NOBODY, LIMITS, nowMs);
  const account = at(0);
  if (account === undefined) throw new Error('no account');
  expect(clients.accountOf('2001:db8::2', NOBODY, LIMITS, 0)).toBe(account);
  account.connections++;
  clients.sweep(1e9);
  expect(at(1e9)).toBe(account);
  account.connections--;
  account.tryRequest(1e9);
  clients.sweep(1e9);
  expect(at(1e9)).toBe(account);
  clients.sweep(1e9 + 1000);
  expect(at(1e9 + 1000)).not.toBe(account);
});

test('accounts follow limits that change, and an exempt client has none', () => {
  const clients = new Clients();
  const account = clients.accountOf('192.0.2.1', NOBODY, { ...LIMITS, requestBurst: 1 }, 0);
  expect([account?.tryRequest(0), account?.tryRequest(0)]).toEqual([true, false]);
  expect(clients.accountOf('192.0.2.1', NOBODY, LIMITS, 0)).toBe(account);
  expect(Array.from({ length: 11 }, () => account?.tryRequest(0)).filter((got) => got)).toHaveLength(10);
  expect(clients.accountOf('127.0.0.1', new AddressSet(LOOPBACK), LIMITS, 0)).toBeUndefined();
});

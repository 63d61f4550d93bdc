/** A fetcher for tests, over a clock that never waits. */
import { onTestFinished } from 'vitest';
import { isPublicAddress, type Resolve } from '../../src/intake/address-guard.ts';
import { Fetcher, type FetcherOptions } from '../../src/intake/http/fetcher.ts';

/** A clock on which every wait is over at once, and noted. */
export interface TestClock {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly waits: readonly number[];
  readonly advance: (ms: number) => void;
}

export function testClock(): TestClock {
  let time = Date.UTC(2025, 5, 30, 12);
  const waits: number[] = [];
  return {
    now: () => time,
    wait: (ms) => {
      waits.push(ms);
      time += ms;
      return Promise.resolve();
    },
    waits,
    advance: (ms) => {
      time += ms;
    },
  };
}

/** A fetcher that goes with the test and lets private addresses through, unless `options` say otherwise. */
export function fetcherWith(options: Partial<FetcherOptions> = {}): Fetcher {
  const made = new Fetcher({
    userAgent: 'gopherwire/0 (+test)',
    allowPrivate: true,
    clock: testClock(),
    ...options,
  });
  onTestFinished(() => {
    made.close();
  });
  return made;
}

/** A DNS that knows these names. */
export const names =
  (known: Readonly<Record<string, readonly string[]>>): Resolve =>
  (name, answer) => {
    const found = (known[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    answer(
      found.length > 0 ? null : Object.assign(new Error(`no such name: ${name}`), { code: 'ENOTFOUND' }),
      found,
    );
  };

/** The rules of the guard, but that 127.0.0.1, where upstreams of tests are, counts as public. */
export const asPublic = (address: string): boolean => address === '127.0.0.1' || isPublicAddress(address);

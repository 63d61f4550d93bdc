/** What each client has open and asks for, so that one cannot take what is there for all. */
import { subscriberOf, type AddressSet } from './address.ts';

/** What one client may take: an IPv4 address or an IPv6 /64. */
export interface ClientLimits {
  /** At once. A browser of menus opens one at a time, a mirror a few. */
  readonly connectionsPerAddress: number;
  /** In the long run. A person reads a page for seconds; a polite mirror copies ten documents a second. */
  readonly requestsPerSecond: number;
  /** At once, after a pause: a whole feed with its menus, or a class behind one address. */
  readonly requestBurst: number;
  /** 0 for no limit: text is small, and slow lines limit themselves. */
  readonly bytesPerSecond: number;
}

const isSame = (one: ClientLimits, other: ClientLimits): boolean =>
  one.requestsPerSecond === other.requestsPerSecond &&
  one.requestBurst === other.requestBurst &&
  one.bytesPerSecond === other.bytesPerSecond;

/** A bucket that fills at a steady rate. */
class Bucket {
  readonly #perMs: number;
  readonly #size: number;
  #level: number;
  #atMs: number;

  constructor(perSecond: number, size: number, nowMs: number) {
    this.#perMs = perSecond / 1000;
    this.#size = size;
    this.#level = size;
    this.#atMs = nowMs;
  }

  #fill(nowMs: number): void {
    this.#level = Math.min(this.#size, this.#level + (nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
  }

  /** Takes one, if there is one. */
  tryTake(nowMs: number): boolean {
    this.#fill(nowMs);
    if (this.#level < 1) return false;
    this.#level -= 1;
    return true;
  }

  /** Takes `count`, which may be more than there is, and gives the milliseconds after which that is made up for. */
  take(count: number, nowMs: number): number {
    this.#fill(nowMs);
    this.#level -= count;
    return this.#level >= 0 ? 0 : -this.#level / this.#perMs;
  }

  isFull(nowMs: number): boolean {
    this.#fill(nowMs);
    return this.#level >= this.#size;
  }
}

const requestsOf = ({ requestsPerSecond, requestBurst }: ClientLimits, nowMs: number): Bucket =>
  new Bucket(requestsPerSecond, requestBurst, nowMs);

const bytesOf = ({ bytesPerSecond }: ClientLimits, nowMs: number): Bucket | undefined =>
  bytesPerSecond === 0 ? undefined : new Bucket(bytesPerSecond, bytesPerSecond, nowMs);

/** One client: all connections from one address, or from one IPv6 /64. */
export class Account {
  connections = 0;
  #limits: ClientLimits;
  #requests: Bucket;
  /** What may be told that it is too much at some cost: a handshake is made for it. */
  #refusals: Bucket;
  #bytes: Bucket | undefined;

  constructor(limits: ClientLimits, nowMs: number) {
    this.#limits = limits;
    this.#requests = requestsOf(limits, nowMs);
    this.#refusals = requestsOf(limits, nowMs);
    this.#bytes = bytesOf(limits, nowMs);
  }

  /** From now on `limits` hold; where they are others than before, it begins anew. */
  follow(limits: ClientLimits, nowMs: number): void {
    if (isSame(limits, this.#limits)) return;
    this.#limits = limits;
    this.#requests = requestsOf(limits, nowMs);
    this.#refusals = requestsOf(limits, nowMs);
    this.#bytes = bytesOf(limits, nowMs);
  }

  /** Whether one more request is within the rate. */
  tryRequest(nowMs: number): boolean {
    return this.#requests.tryTake(nowMs);
  }

  /** Whether one that is over the rate is to be told so where that costs more than an answer. */
  tryRefusal(nowMs: number): boolean {
    return this.#refusals.tryTake(nowMs);
  }

  /** How long to wait before more is sent, in milliseconds, after `bytes` have been. */
  waitAfter(bytes: number, nowMs: number): number {
    return this.#bytes?.take(bytes, nowMs) ?? 0;
  }

  /** Whether nothing of it needs to be remembered. */
  isIdle(nowMs: number): boolean {
    const buckets = [this.#requests, this.#refusals, this.#bytes];
    return this.connections === 0 && buckets.every((bucket) => bucket?.isFull(nowMs) !== false);
  }
}

/** The accounts of all clients that are limited. */
export class Clients {
  readonly #accounts = new Map<string, Account>();

  /** The account of `address`; `undefined` when it is `exempt`. */
  accountOf(address: string, exempt: AddressSet, limits: ClientLimits, nowMs: number): Account | undefined {
    if (exempt.has(address)) return undefined;
    const key = subscriberOf(address);
    const known = this.#accounts.get(key);
    if (known !== undefined) {
      known.follow(limits, nowMs);
      return known;
    }
    const account = new Account(limits, nowMs);
    this.#accounts.set(key, account);
    return account;
  }

  /** Forgets those that have nothing open and have not asked for a while. */
  sweep(nowMs: number): void {
    for (const [key, account] of this.#accounts) if (account.isIdle(nowMs)) this.#accounts.delete(key);
  }
}

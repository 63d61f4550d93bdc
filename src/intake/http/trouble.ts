/** What goes wrong on the way to an upstream, in words. */
import { errorCode } from '../../error-code.ts';
import { AddressRefused } from '../address-guard.ts';
import { TooLate } from '../deadlines.ts';
import { failed, refused, type Failed, type Refused } from './fetched.ts';

/** An upstream did what ends a fetch. */
export class Trouble extends Error {
  readonly code = 'trouble';
  readonly outcome: Refused | Failed;

  constructor(outcome: Refused | Failed, options?: ErrorOptions) {
    super(outcome.message, options);
    this.name = 'Trouble';
    this.outcome = outcome;
  }
}

export const LATER = 'it is tried again next time';
export const ASK_UPSTREAM = 'open the address in a browser; when it is the same there, tell the publisher';

const WORDS: Readonly<Record<string, readonly [message: string, fix: string]>> = {
  ENOTFOUND: ['its name is not known', 'look for a misspelling in the address'],
  EAI_AGAIN: ['its name cannot be looked up now', 'see whether this machine reaches its name server'],
  ECONNREFUSED: ['it takes no connections', LATER],
  ECONNRESET: ['it broke the connection off', LATER],
  EPIPE: ['it broke the connection off', LATER],
  ETIMEDOUT: ['it does not answer', LATER],
  EHOSTUNREACH: ['no way leads to it', 'see whether this machine reaches the internet'],
  ENETUNREACH: ['no way leads to it', 'see whether this machine reaches the internet'],
  HPE_HEADER_OVERFLOW: ['its headers are too long', ASK_UPSTREAM],
  CERT_HAS_EXPIRED: ['its certificate has expired', ASK_UPSTREAM],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is signed by nobody but itself', ASK_UPSTREAM],
  ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another name', ASK_UPSTREAM],
};

function wordsFor(code: string): readonly [message: string, fix: string] {
  const words = WORDS[code];
  if (words !== undefined) return words;
  if (code.startsWith('HPE_')) return ['it does not answer as HTTP demands', ASK_UPSTREAM];
  if (/CERT|TLS|SSL|ISSUER/.test(code)) return [`no safe connection (${code})`, ASK_UPSTREAM];
  return [code === '' ? 'the fetch was broken off' : `the connection failed (${code})`, LATER];
}

/** What `error`, met on the way to `host`, comes to. */
export function outcomeOf(error: unknown, host: string): Refused | Failed {
  if (error instanceof Trouble) return error.outcome;
  if (error instanceof AddressRefused)
    return refused(error.message, 'give a public address, or --allow-private where it is meant');
  if (error instanceof TooLate) return failed(`${host}: ${error.message}`, LATER);
  const [message, fix] = wordsFor(errorCode(error));
  return failed(`${host}: ${message}`, fix);
}

/** Whether `error` is of the kind that a second attempt often does not meet. */
export const isWorthAnotherTry = (error: unknown): boolean =>
  ['ECONNRESET', 'EPIPE'].includes(errorCode(error));

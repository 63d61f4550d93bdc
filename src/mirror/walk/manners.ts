/** What a gopher server asks of programs, and what it says it is. */
import { errorWords } from '../../gopher/error-item.ts';
import {
  ALLOW_ALL,
  MAX_ROBOTS_BYTES,
  parseRobots,
  permitsPath,
  PRODUCT,
  type Robots,
} from '../../library/robots.ts';
import { isBusy, type Upstream } from '../ask.ts';
import { LATER, MirrorFailure } from '../failure.ts';

const MAX_CAPS_BYTES = 64 * 1024;

const ROBOTS_FIX = `${LATER}; where it stays so, give another address, or tell its operator`;

/** The text at `selector`; empty where there is none. Throws a MirrorFailure. */
async function textAt(selector: string, maxBytes: number, upstream: Upstream): Promise<string> {
  const reply = await upstream.ask(selector, maxBytes);
  const words = errorWords(reply);
  if (isBusy(words)) throw new MirrorFailure(`${upstream.name} answers: ${words ?? ''}`, LATER);
  return words === undefined ? reply.toString('utf8', 0, maxBytes) : '';
}

/** [RFC9309-2.3.1.4] where it cannot be told what is allowed nothing is. */
const unreachable = (error: unknown): unknown =>
  error instanceof MirrorFailure
    ? new MirrorFailure(
        `${error.message}: its robots.txt cannot be had, and nothing else may be asked for`,
        ROBOTS_FIX,
        {
          cause: error,
        },
      )
    : error;

/** Its robots.txt, which servers have with and without a slash. What is no such text allows all. Throws a {@link MirrorFailure} where it cannot be had. */
export async function askRobots(upstream: Upstream): Promise<Robots> {
  for (const selector of ['robots.txt', '/robots.txt']) {
    const text = await textAt(selector, MAX_ROBOTS_BYTES, upstream).catch((error: unknown) => {
      throw unreachable(error);
    });
    if (/^\ufeff?\s*user-agent\s*:/im.test(text)) return parseRobots(text, PRODUCT);
  }
  return ALLOW_ALL;
}

/** Whether it says in caps.txt that it is a gopherwire; a server of which that cannot be had is none. */
export async function isGopherwire(upstream: Upstream): Promise<boolean> {
  const text = await textAt('caps.txt', MAX_CAPS_BYTES, upstream).catch((error: unknown) => {
    if (!(error instanceof MirrorFailure)) throw error;
    return '';
  });
  return /^ServerSoftware=gopherwire\s*$/im.test(text);
}

/** Whether `selector` may be asked for: rules are written with the slash that a selector may lack, and without it. */
export const permits = (robots: Robots, selector: string): boolean =>
  permitsPath(robots, selector) && permitsPath(robots, `/${selector.replace(/^\/+/, '')}`);

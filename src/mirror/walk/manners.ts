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
import type { Upstream } from '../ask.ts';

const MAX_CAPS_BYTES = 64 * 1024;

/** The text at `selector`; empty where there is none. Throws a MirrorFailure. */
async function textAt(selector: string, maxBytes: number, upstream: Upstream): Promise<string> {
  const reply = await upstream.ask(selector, maxBytes);
  return errorWords(reply) === undefined ? reply.toString('utf8', 0, maxBytes) : '';
}

/** Its robots.txt, which servers have with and without a slash. What is no such text allows all. */
export async function askRobots(upstream: Upstream): Promise<Robots> {
  for (const selector of ['robots.txt', '/robots.txt']) {
    const text = await textAt(selector, MAX_ROBOTS_BYTES, upstream);
    if (/^\ufeff?\s*user-agent\s*:/im.test(text)) return parseRobots(text, PRODUCT);
  }
  return ALLOW_ALL;
}

/** Whether it says in caps.txt that it is a gopherwire. */
export async function isGopherwire(upstream: Upstream): Promise<boolean> {
  return /^ServerSoftware=gopherwire\s*$/im.test(await textAt('caps.txt', MAX_CAPS_BYTES, upstream));
}

/** Whether `selector` may be asked for: rules are written with the slash that a selector may lack, and without it. */
export const permits = (robots: Robots, selector: string): boolean =>
  permitsPath(robots, selector) && permitsPath(robots, `/${selector.replace(/^\/+/, '')}`);

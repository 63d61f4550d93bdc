/** How many descriptors this process may have. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Limits } from './limits.ts';

/** Where the system does not tell. */
const COMMON_LIMIT = 1024;
const COMMON_IN_USE = 32;

function descriptorLimit(): number {
  try {
    const match = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
    return match === null ? COMMON_LIMIT : Number(match[1]);
  } catch {
    return COMMON_LIMIT; // not Linux
  }
}

function countDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return COMMON_IN_USE;
  }
}

let inUse: number | undefined;

/** How many descriptors are taken before the first connection: what Node itself needs, and standard streams. */
const descriptorsInUse = (): number => (inUse ??= countDescriptors());

/** How many connections may be open at once, and how many more may be refused with a word at the same time. */
export interface ConnectionLimits {
  readonly connections: number;
  readonly refusals: number;
}

/** Connections within the limit of descriptors, so that some stay free for files and logs. */
export function connectionLimits(limits: Limits): ConnectionLimits {
  const free = Math.max(0, descriptorLimit() - descriptorsInUse());
  const reserved = Math.min(limits.reservedDescriptors, Math.floor(free / 2));
  return { connections: Math.min(limits.connections, free - reserved), refusals: Math.floor(reserved / 2) };
}

import { readFileSync } from 'node:fs';

/** The version of this program, from its package.json; `unknown` where that cannot be read. */
export function version(): string {
  try {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const parsed: unknown = JSON.parse(text);
    const isPackage = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
    return isPackage ? String(parsed.version) : 'unknown';
  } catch {
    return 'unknown'; // a name for people is no reason not to serve
  }
}

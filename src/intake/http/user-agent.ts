/** The name under which upstreams are asked. */
import { PRODUCT } from '../../library/robots.ts';

/** [RFC9110-10.1.5] the User-Agent header. `contact` is an address of the operator, without which there is none. */
export function userAgentOf(version: string, contact?: string): string {
  const fit = contact?.replace(/[^ -~]|[()\\]/g, '').trim() ?? '';
  return `${PRODUCT}/${version}${fit === '' ? '' : ` (+${fit})`}`;
}

/** robots.txt: what an upstream lets programs fetch. RFC 9309 */

/** By which robots.txt and the logs of upstreams know this program. */
export const PRODUCT = 'gopherwire';

/** One rule. */
interface Rule {
  readonly isAllowing: boolean;
  /** How long its pattern is, in the form of {@link comparable}. */
  readonly length: number;
  /** What the pattern begins with, and what follows each of its `*`. */
  readonly first: string;
  readonly parts: readonly string[];
  /** Whether it ends in `$`. */
  readonly isWhole: boolean;
}

/** The rules for one program, the longest first; of equal ones those that allow. */
export interface Robots {
  readonly rules: readonly Rule[];
  /** Between two requests, in milliseconds; 0 where nothing is said. */
  readonly crawlDelayMs: number;
}

/** [RFC9309-2.5] what must be read at least, and is read at most. */
export const MAX_ROBOTS_BYTES: number = 500 * 1024;
const MAX_CRAWL_DELAY_MS = 30_000;

export const ALLOW_ALL: Robots = { rules: [], crawlDelayMs: 0 };

/** [RFC9309-2.2.2] a path so that equal ones look equal: what need not be encoded is not, all else is, in capitals. */
function comparable(path: string): string {
  return path
    .replace(/[^!-~]+/g, (odd) => Buffer.from(odd).toString('hex').replace(/../g, '%$&'))
    .replace(/%[0-9a-f]{2}/gi, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : code.toUpperCase();
    });
}

interface Group {
  readonly agents: Set<string>;
  readonly rules: Rule[];
  crawlDelayMs: number;
}

/** [RFC9309-2.2.1] "User-agent: name/version" names a product by what stands before the first other character. */
const productOf = (value: string): string =>
  value === '*' ? '*' : (/^[a-z_-]*/i.exec(value)?.[0] ?? '').toLowerCase();

/** A rule with its pattern taken apart: there may be tens of thousands, and each item of a menu is held against all. */
function ruleOf(isAllowing: boolean, path: string): Rule {
  const pattern = comparable(path);
  const isWhole = pattern.endsWith('$');
  const [first = '', ...parts] = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  return { isAllowing, length: pattern.length, first, parts, isWhole };
}

function addRule(group: Group, name: string, value: string): void {
  if (name === 'crawl-delay' && /^\d+(?:\.\d+)?$/.test(value))
    group.crawlDelayMs = Math.min(Number(value) * 1_000, MAX_CRAWL_DELAY_MS);
  // an empty rule matches nothing [RFC9309-2.2.2]
  if ((name === 'allow' || name === 'disallow') && value !== '')
    group.rules.push(ruleOf(name === 'allow', value));
}

function groupsOf(text: string): Group[] {
  const groups: Group[] = [];
  let isNaming = false;
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n?|\n/)) {
    const [, name = '', value = ''] = /^\s*([a-z-]+)\s*:([^#]*)/i.exec(line) ?? [];
    const key = name.toLowerCase();
    if (key === 'user-agent') {
      if (!isNaming) groups.push({ agents: new Set(), rules: [], crawlDelayMs: 0 });
      isNaming = true;
      groups.at(-1)?.agents.add(productOf(value.trim()));
      continue;
    }
    const group = groups.at(-1);
    if (group === undefined || !['allow', 'disallow', 'crawl-delay'].includes(key)) continue;
    isNaming = false;
    addRule(group, key, value.trim());
  }
  return groups;
}

/** The rules of `text` for `product`, in lower case: its own, else those for all. Never throws; takes linear time. */
export function parseRobots(text: string, product: string): Robots {
  const groups = groupsOf(text);
  const own = groups.filter(({ agents }) => agents.has(product));
  const chosen = own.length > 0 ? own : groups.filter(({ agents }) => agents.has('*'));
  return {
    rules: chosen
      .flatMap(({ rules }) => rules)
      .toSorted((a, b) => b.length - a.length || Number(b.isAllowing) - Number(a.isAllowing)),
    crawlDelayMs: Math.max(0, ...chosen.map(({ crawlDelayMs }) => crawlDelayMs)),
  };
}

/** [RFC9309-2.2.3] `*` is any run of characters, `$` at the end the end. In linear time: each part is sought once. */
function matches({ first, parts, isWhole }: Rule, path: string): boolean {
  if (!path.startsWith(first)) return false;
  const last = isWhole ? parts.at(-1) : undefined;
  if (isWhole && last === undefined) return path === first;
  let at = first.length;
  for (const part of isWhole ? parts.slice(0, -1) : parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last));
}

/** [RFC9309-2.2.2] whether `path`, with its query, may be fetched: the longest rule that matches decides, a tie allows. */
export function permitsPath({ rules }: Robots, path: string): boolean {
  const asked = comparable(path);
  return rules.find((rule) => matches(rule, asked))?.isAllowing ?? true;
}

/** What feed.toml says of taking articles in: where they come from, and what is permitted. */
import { firstUnwanted } from '../text/clean.ts';
import { own, textOf, type FeedProblem, type Table } from './toml-table.ts';

export const UPSTREAM_KINDS = ['feed', 'page', 'gopher', 'folder'] as const;
export type UpstreamKind = (typeof UPSTREAM_KINDS)[number];

/** Where the articles of a feed come from. */
export interface Upstream {
  readonly kind: UpstreamKind;
  /** Absolute addresses; of a folder or file on disk its path. Never empty, and more than one of pages alone. */
  readonly urls: readonly string[];
  /** Whether the pages only list the articles. */
  readonly isList: boolean;
  /** How long an answer is good for; `undefined` where each run asks. */
  readonly everyMs: number | undefined;
}

export const PERMISSION_MODES = ['automatic', 'select', 'ask'] as const;

/** What the publisher permits, and the operator wants. */
export interface Permission {
  /** Whether articles are shown at once, once they are selected, or once the publisher has agreed to each. */
  readonly mode: (typeof PERMISSION_MODES)[number];
  /** How long after its publication an article may be shown. */
  readonly embargoMs: number;
  /** How many may be shown a month; 0 is no limit. */
  readonly monthly: number;
  /** The sentence of credit that the publisher asks for, and where it stands. */
  readonly credit: string | undefined;
  readonly creditAt: 'top' | 'end';
  /** Whether this server is used for nothing commercial, so that such licences permit it. */
  readonly isNonCommercial: boolean;
}

export interface IntakeSettings {
  readonly upstream: Upstream;
  readonly permission: Permission;
}

/** The address that each kind of upstream has. */
const ADDRESSES: Readonly<Record<UpstreamKind, { readonly shape: RegExp; readonly fix: string }>> = {
  feed: { shape: /^https?:\/\/\S+$/i, fix: 'write the http or https address of the feed' },
  page: { shape: /^https?:\/\/\S+$/i, fix: 'write the http or https address of the page, or a list of them' },
  gopher: { shape: /^gopher:\/\/\S+$/i, fix: 'write the gopher address of the menu' },
  folder: { shape: /^[^\0]+$/, fix: 'write the path of a folder or file' },
};

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "6h" in milliseconds; `undefined` for what is no time of a feed.toml. */
export function parseTime(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit];
  return number === undefined || unitMs === undefined ? undefined : Number(number) * unitMs;
}

function urlsOf(table: Table<unknown>): readonly string[] {
  const value = own(table, 'url');
  const urls: readonly unknown[] = Array.isArray(value) ? value : [value];
  return urls.filter((url) => typeof url === 'string').filter((url) => url.trim() !== '');
}

function upstreamOf(table: Table<unknown>, problems: FeedProblem[]): Upstream | undefined {
  const named = own(table, 'kind');
  const kind = UPSTREAM_KINDS.find((each) => each === named);
  if (named === undefined && Object.keys(table).length > 0)
    problems.push({
      message: '"upstream.kind" is missing',
      fix: `it is one of ${UPSTREAM_KINDS.join(', ')}`,
    });
  if (kind === undefined) return undefined;
  const urls = urlsOf(table);
  const { shape, fix } = ADDRESSES[kind];
  const isList = own(table, 'list') === true;
  if (urls.length === 0) problems.push({ message: '"upstream.url" is missing', fix });
  for (const url of urls)
    if (!shape.test(url) || (kind !== 'folder' && !URL.canParse(url)))
      problems.push({ message: `"upstream.url" cannot be "${url}"`, fix });
  if (urls.length > 1 && kind !== 'page')
    problems.push({ message: '"upstream.url" is a list', fix: 'give one address, and make a feed of each' });
  if (isList && kind !== 'page')
    problems.push({ message: '"upstream.list" is for kind = "page"', fix: 'leave it out' });
  return { kind, urls, isList, everyMs: parseTime(textOf(table, 'every') ?? '') };
}

function permissionOf(table: Table<unknown>, problems: FeedProblem[]): Permission {
  const credit = textOf(table, 'credit')?.trim();
  const monthly = own(table, 'monthly');
  if (credit !== undefined && firstUnwanted(credit) >= 0)
    problems.push({
      message: '"permission.credit" holds a line break or a control character',
      fix: 'write one sentence',
    });
  return {
    mode: PERMISSION_MODES.find((mode) => mode === own(table, 'mode')) ?? 'select',
    embargoMs: parseTime(textOf(table, 'embargo') ?? '') ?? 0,
    monthly: typeof monthly === 'number' ? monthly : 0,
    credit,
    creditAt: own(table, 'credit-at') === 'top' ? 'top' : 'end',
    isNonCommercial: own(table, 'non-commercial') === true,
  };
}

/** What the two tables say; `undefined` where no upstream is named. What is wrong is appended to `problems`. */
export function intakeOf(
  upstream: Table<unknown>,
  permission: Table<unknown>,
  problems: FeedProblem[],
): IntakeSettings | undefined {
  const from = upstreamOf(upstream, problems);
  const permitted = permissionOf(permission, problems);
  return from === undefined ? undefined : { upstream: from, permission: permitted };
}

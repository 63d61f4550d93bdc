/** Feeds to take articles from, and folders that take them, in our own words. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { BIN, folderWith, run, type Run } from './program.ts';

export const BY = 'https://creativecommons.org/licenses/by/4.0/';

/** An item of a feed; every part has a default. */
export interface ItemParts {
  readonly id?: string;
  readonly link?: string;
  readonly title?: string;
  readonly creator?: string;
  readonly date?: string;
  readonly html?: string;
  readonly licence?: string;
}

/** An RSS item. */
export function itemOf(parts: ItemParts = {}): string {
  const link = parts.link ?? 'https://news.example/2026/the-bridge';
  return `<item>
<title>${parts.title ?? 'The bridge at Low Ford'}</title>
<link>${link}</link>
<guid isPermaLink="false">${parts.id ?? link}</guid>
<dc:creator>${parts.creator ?? 'Ann Example'}</dc:creator>
<pubDate>${parts.date ?? 'Tue, 03 Mar 2026 08:00:00 +0100'}</pubDate>
${parts.licence === undefined ? '' : `<creativeCommons:license>${parts.licence}</creativeCommons:license>`}
<content:encoded><![CDATA[${parts.html ?? '<p>The bridge is open again.</p><p>(It was closed for a <a href="/year">year</a>.)</p>'}]]></content:encoded>
</item>`;
}

/** An RSS feed of these items; all are under `licence`, unless it is ''. */
export const rssOf = (items: readonly string[], licence: string = BY): string => `<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule">
<channel>
<title>Example Wire</title>
<link>https://news.example/</link>
${licence === '' ? '' : `<creativeCommons:license>${licence}</creativeCommons:license>`}
${items.join('\n')}
</channel>
</rss>
`;

/** By which a page says that it is under CC BY. */
export const CC_BY_LINK: string = `<link rel="license" href="${BY}">`;

/** A web page with an article of its own words, under CC BY unless `head` says something else. */
export const pageOf = (title: string, head: string = CC_BY_LINK): string =>
  `<!doctype html><html lang="en"><head><title>${title}</title><meta name="author" content="Ben Example"><meta property="article:published_time" content="2026-03-03T00:00:00Z">${head}</head><body><nav><a href="/">Home</a></nav><article><h1>${title}</h1>${`<p>${title} tells of the mill and of the ford, and of all who crossed it in that year with their carts.</p>`.repeat(8)}</article></body></html>`;

/** A feed.toml; articles are shown at once unless `permission` says otherwise. */
export const feedToml = (url: string, permission = 'mode = "automatic"', kind = 'feed'): string =>
  `[upstream]\nkind = "${kind}"\nurl = "${url}"\n[permission]\n${permission}\n`;

/** A folder whose feed `news/example` takes from `url`. */
export const takingFrom = (url: string, permission?: string, kind?: string): Promise<string> =>
  folderWith({ 'news/example/feed.toml': feedToml(url, permission, kind) });

/** Runs `gopherwire sync DIR --allow-private ARGS…`. */
export const sync = (dir: string, ...args: readonly string[]): Promise<Run> =>
  run('sync', dir, '--allow-private', ...args);

/** Starts `sync`; what it says, and its end. */
export function startSync(
  dir: string,
  ...args: readonly string[]
): {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
} {
  const child = spawn(process.execPath, [BIN, 'sync', dir, '--allow-private', ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr }));
  return { child, ended };
}

/** Every file in `dir` by its path below it, sorted: what readers see, and what the journal has. */
export async function filesIn(
  dir: string,
): Promise<{ readonly shown: readonly string[]; readonly kept: readonly string[] }> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .toSorted();
  return {
    shown: files.filter((file) => !file.startsWith('.') && !file.endsWith('feed.toml')),
    kept: files.filter((file) => file.startsWith('.')),
  };
}

export const textIn = (dir: string, file: string): Promise<string> => readFile(join(dir, file), 'utf8');

/** Servers without a journal, whose menus are walked. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentOf } from './documents.ts';
import { run } from './program.ts';
import { startGopherUpstream } from './upstream.ts';

/** Runs `gopherwire mirror ADDRESS DIR ARGS…`. */
export async function mirror(address: string, dir: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await run('mirror', address, dir, ...args);
  return { code, said: stdout.toString(), stderr };
}

/** Has the mirror in `dir` believe that it asked for all long ago. */
export async function longAgo(dir: string): Promise<void> {
  const file = join(dir, '.gopherwire/mirror/walked');
  await writeFile(file, (await readFile(file, 'utf8')).replaceAll(/^20\d\d/gm, '2001'));
}

/** A server of `replies`, and of menus: a line of each is its type and its selector. */
export async function wire(
  menus: Readonly<Record<string, readonly string[]>>,
  replies: Record<string, string | Buffer>,
) {
  const all: Record<string, string | Buffer> = { ...replies };
  const upstream = await startGopherUpstream(all);
  const menuText = (lines: readonly string[]): string =>
    [
      ...lines.map((line) => `${line.slice(0, 1)}An item\t${line.slice(1)}\t127.0.0.1\t${upstream.port}`),
      '.',
      '',
    ].join('\r\n');
  const setMenu = (selector: string, lines: readonly string[]): void =>
    void (all[selector] = menuText(lines));
  for (const [selector, lines] of Object.entries(menus)) setMenu(selector, lines);
  return { ...upstream, all, setMenu, address: `${upstream.origin}/` };
}

export const titled = (title: string): string =>
  documentOf({ title, source: `https://news.example/${title.toLowerCase().replaceAll(' ', '-')}` });
/** A document with CR LF. */
export const CRLF: string = titled('From a strict server').replaceAll('\n', '\r\n');
/** As it is sent by a server that ends texts as RFC 1436 has it. */
const STRICT = `${CRLF.replaceAll('\r\n.', '\r\n..')}.\r\n`;

/** A small one, with articles below /news. */
export async function news() {
  return wire(
    {
      '': ['1/news', '0/about.txt'],
      '/news': ['0/news/one.txt', '1/news/older', '1/'],
      '/news/older': ['0/news/2024/11/two.txt'],
    },
    { '/news/one.txt': titled('One'), '/news/2024/11/two.txt': STRICT, '/about.txt': 'We mend bridges.\n' },
  );
}

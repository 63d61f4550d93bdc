/**
 * How long articles take from publishers' feeds, and from one gopherwire to another, and what that costs on the line.
 * `npm run bench:copies [-- ITEMS]`: 10,000 items of 5 KB in ten feeds.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argument, ask, BIN, randomFrom, row, start, STATE, stop, until } from '../support/measure.mjs';

const ITEMS = argument(0, 10_000);
const FEEDS = 10;
const ITEM_BYTES = 5_000;
const LARGE_FEEDS = 4;
const LARGE_FEED_BYTES = 33_000_000;
const READ_MS = 600_000;

const base = mkdtempSync(join(tmpdir(), 'gopherwire-copies-'));
process.on('exit', () => {
  rmSync(base, { recursive: true, force: true });
});

const random = randomFrom(11);
const LETTERS = 'etaoinshrdlucmfwypvbgk';
const word = () => Array.from({ length: 2 + random(9) }, () => LETTERS[random(LETTERS.length)]).join('');
const WORDS = Array.from({ length: 5_000 }, word);

/** Paragraphs of about so many bytes in all. */
function html(bytes) {
  const parts = [];
  for (let length = 0; length < bytes;) {
    const text = Array.from({ length: 60 }, () => WORDS[random(WORDS.length)]).join(' ');
    parts.push(`<p>${text}.</p>`);
    length += text.length + 8;
  }
  return parts.join('\n');
}

function rss(feed, count) {
  const items = Array.from(
    { length: count },
    (_, n) => `<item><title>${WORDS[random(5_000)]} ${WORDS[random(5_000)]} ${n}</title>
<link>https://news.example/${feed}/${n}</link><guid>${feed}-${n}</guid>
<pubDate>${new Date(Date.UTC(2025, n % 12, 1 + (n % 28))).toUTCString()}</pubDate>
<content:encoded><![CDATA[${html(ITEM_BYTES)}]]></content:encoded></item>`,
  );
  return `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:cc="http://backend.userland.com/creativeCommonsRssModule"><channel><title>Feed ${feed}</title><link>https://news.example/</link><cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license>${items.join('\n')}</channel></rss>`;
}

/** Runs gopherwire to its end: seconds, the most memory in MB, what it said. */
async function timed(...args) {
  const beganMs = performance.now();
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, XDG_STATE_HOME: STATE },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  let said = '';
  child.stdout.on('data', (chunk) => (said = (said + chunk).slice(-10_000)));
  let mostMb = 0;
  const look = () => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
      mostMb = Math.max(mostMb, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // it has ended
    }
  };
  const timer = setInterval(look, 20);
  const [code] = await ended;
  clearInterval(timer);
  // 3: something is held
  if (code !== 0 && code !== 3) throw new Error(`${args[0]} ended with ${code}: ${said.slice(-500)}`);
  return { seconds: (performance.now() - beganMs) / 1000, mostMb, said };
}

/** An articles folder whose feeds have these addresses. */
function folderOf(name, urls) {
  const dir = join(base, name);
  for (const [index, url] of urls.entries()) {
    const feed = join(dir, `wire-${index}`);
    mkdirSync(feed, { recursive: true });
    writeFileSync(
      join(feed, 'feed.toml'),
      `publisher = "Bench Wire"\n[upstream]\nkind = "feed"\nurl = "${url}"\n[permission]\nmode = "automatic"\n`,
    );
  }
  return dir;
}

const documentsIn = (dir) =>
  readdirSync(dir, { recursive: true })
    .filter((file) => file.endsWith('.txt') && !file.startsWith('.'))
    .map((file) => join(dir, file));

/** What connects to its port is connected to `port`; counts the bytes of both ways. */
async function countingProxy(port) {
  const counter = { bytes: 0 };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      from.on('data', (chunk) => (counter.bytes += chunk.length)).pipe(to);
      from.on('error', () => undefined);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  counter.port = server.address().port;
  counter.close = () => server.close();
  return counter;
}

const feeds = new Map();
for (let feed = 0; feed < FEEDS; feed++) feeds.set(`/${feed}`, rss(feed, ITEMS / FEEDS));
for (let feed = 0; feed < LARGE_FEEDS; feed++)
  feeds.set(`/large-${feed}`, rss(`large-${feed}`, Math.floor(LARGE_FEED_BYTES / (ITEM_BYTES + 300))));
const publisher = createHttpServer((request, response) => {
  const feed = feeds.get(request.url);
  response.writeHead(feed === undefined ? 404 : 200, { 'content-type': 'application/rss+xml' });
  response.end(feed);
}).listen(0, '127.0.0.1');
await once(publisher, 'listening');
const site = `http://127.0.0.1:${publisher.address().port}`;

const articles = folderOf(
  'articles',
  Array.from({ length: FEEDS }, (_, feed) => `${site}/${feed}`),
);
const taken = await timed('sync', articles, '--allow-private');
row(`${ITEMS} items of 5 KB taken in`, taken.seconds, 's', { most: 30 });
row('  memory, most', taken.mostMb, 'MB', { most: 300 });
const again = await timed('sync', articles, '--allow-private');
row('  the same once more', again.seconds, 's');

const large = folderOf(
  'large',
  Array.from({ length: LARGE_FEEDS }, (_, feed) => `${site}/large-${feed}`),
);
const largeTaken = await timed('sync', large, '--allow-private', '--dry-run');
row(`${LARGE_FEEDS} feeds of 33 MB looked at (--dry-run)`, largeTaken.seconds, 's');
row('  memory, most', largeTaken.mostMb, 'MB');
publisher.close();
feeds.clear();

await timed('keys', 'new');
const daemon = await start([BIN, 'serve', articles, '--port', '0', '--log', 'none']);
const documents = documentsIn(articles);
const isListed = async () =>
  (await ask(daemon.port, '/mirror/lastupdate\r\n')).toString().startsWith(`${documents.length + FEEDS} `);
await until(isListed, READ_MS);
const first = await timed('mirror', `gopher://127.0.0.1:${daemon.port}/`, join(base, 'first'));
row(`first copy of ${documents.length} articles`, first.seconds, 's', { most: 20 });
row('  memory, most', first.mostMb, 'MB');
const proxy = await countingProxy(daemon.port);
const address = `gopher://127.0.0.1:${proxy.port}/`;
const copy = join(base, 'copy');
await timed('mirror', address, copy);
const beforeBytes = proxy.bytes;
const nothing = await timed('mirror', address, copy);
row('nothing new', nothing.seconds, 's');
row('  on the line, both ways', proxy.bytes - beforeBytes, 'bytes', { most: 200 });

let journalBytes = 0;
for (let last = 0; last < documents.length;) {
  const page = await ask(daemon.port, `/mirror/since/${last}\r\n`);
  journalBytes += page.length;
  last = Number(/(\d+) \S+ \S+ \S+ \d+ \S+ \S+\r\n(?:#.*\r\n)*$/.exec(page.toString())?.[1] ?? Infinity);
}
const documentBytes = documents.reduce((sum, file) => sum + statSync(file).size, 0);
row('journal over documents', (100 * journalBytes) / documentBytes, '%', { most: 3 });

const sample = readFileSync(documents[0], 'utf8');
const line = (await ask(daemon.port, '/mirror/lastupdate\r\n')).toString();
writeFileSync(documents[0].replace(/\.txt$/, '-too.txt'), sample.replace(/^(.+) \[1\]$/m, '$1, too [1]'));
await until(async () => (await ask(daemon.port, '/mirror/lastupdate\r\n')).toString() !== line, READ_MS);
const oneBytes = proxy.bytes;
const one = await timed('mirror', address, copy);
if (!one.said.includes('1 new')) throw new Error(one.said);
row(`one new article of ${sample.length} bytes`, one.seconds, 's');
row('  on the line, both ways', proxy.bytes - oneBytes, 'bytes', { most: 7_000 });
proxy.close();
await stop(daemon);

/**
 * Kills `sync`, `approve` and `withdraw` at random moments, again and again, while the upstream adds and changes articles. After
 * each kill every visible document has to be whole and everything that the ledger tells has to be there; after each run
 * that ends by itself the folder has to hold what the upstream offers, and no lock or temporary file.
 * `npm run kill:sync [-- TIMES ARTICLES]`: 1,000 times, 60 articles.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceOf } from '../../dist/article/article.js';
import { parseArticle } from '../../dist/article/parse.js';
import { bodyDigest } from '../../dist/library/body-digest.js';
import { sha256Of } from '../../dist/intake/journal.js';
import { argument, BIN, pause, randomFrom, row } from '../support/measure.mjs';

const [TIMES, ARTICLES] = [argument(0, 1_000), argument(1, 60)];
/** So many kills, and then a run that ends by itself. */
const KILLS_A_RUN = 5;
const WORDS = ['harbour', 'mill', 'ford', 'bell', 'lantern'];

const seed = Date.now() % 1_000_000;
const random = randomFrom(seed);
const root = mkdtempSync(join(tmpdir(), 'gopherwire-kill-'));
const FEEDS = { shown: 'automatic', queued: 'select' };
/** The words of each article at the upstream, by its number; both feeds have articles of their own. */
const articles = new Map();
let asked = () => undefined;

function itemOf(feed, number, words) {
  const text = `<p>${`It tells of a ${words}. `.repeat(30)}</p>`;
  const link = `<link>https://${feed}.example/${number}</link><guid>https://${feed}.example/${number}</guid>`;
  const date = `<pubDate>${new Date(Date.UTC(2026, number % 3, 1)).toUTCString()}</pubDate>`;
  // some share a title
  return `<item><title>Story ${number % 40}</title>${link}${date}<content:encoded><![CDATA[${text}]]></content:encoded></item>`;
}

const server = createServer((request, response) => {
  const feed = request.url.slice(1);
  if (!(feed in FEEDS)) {
    response.writeHead(404).end();
    return;
  }
  const items = Array.from(articles, ([number, words]) => itemOf(feed, number, words)).join('');
  const head = `<title>${feed} Wire</title><creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license>`;
  response.end(
    `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"><channel>${head}${items}</channel></rss>`,
  );
  asked();
}).listen(0, '127.0.0.1');
await once(server, 'listening');
for (const [feed, mode] of Object.entries(FEEDS)) {
  mkdirSync(join(root, feed));
  const toml = `[upstream]\nkind = "feed"\nurl = "http://127.0.0.1:${server.address().port}/${feed}"\n[permission]\nmode = "${mode}"\n`;
  writeFileSync(join(root, feed, 'feed.toml'), toml);
}

function change() {
  for (let n = 0; n < 6; n++) {
    const number = articles.size < ARTICLES || random(4) > 0 ? random(ARTICLES) : articles.size;
    articles.set(number, `${WORDS[random(WORDS.length)]} and of ${random(1_000_000)}`);
  }
}

const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
const documents = () =>
  filesIn(root).filter((path) => !path.includes('/.gopherwire/') && path.endsWith('.txt'));

/** The last line on each item that is whole, by feed and id. */
function ledgers() {
  const entries = new Map();
  for (const feed of Object.keys(FEEDS)) {
    const path = join(root, `.gopherwire/intake/${feed}/ledger.jsonl`);
    if (!existsSync(path)) continue;
    const lines = readFileSync(path, 'utf8').split('\n');
    for (const line of lines.slice(0, -1)) {
      const entry = JSON.parse(line);
      entries.set(`${feed} ${entry.id}`, { feed, ...entry });
    }
  }
  return entries;
}

const seen = {
  torn: 0,
  doubled: 0,
  lost: 0,
  forgotten: 0,
  editions: 0,
  wrong: 0,
  litter: 0,
  failed: 0,
  midway: 0,
};
const complain = (what, detail) => {
  seen[what]++;
  process.stdout.write(`${what}: ${detail}\n`);
};

/** What has to be so at every moment. `before` is what the ledgers told earlier. */
function look(before) {
  const sources = new Set();
  for (const path of documents()) {
    const { article } = parseArticle(readFileSync(path));
    const source = sourceOf(article);
    if (sources.has(source)) complain('doubled', `${path} is not the only one of ${source}`);
    sources.add(source);
    const digest = article.extensions.find(({ name }) => name === 'SHA-256')?.value;
    if (article.via === undefined || digest !== bodyDigest(article.body)) complain('torn', path);
  }
  const now = ledgers();
  for (const [key, { feed, state, file, sha256 }] of now) {
    if (state === 'published' && !existsSync(join(root, file))) complain('lost', `${key} ${file}`);
    if (state === 'waiting' && !existsSync(join(root, `.gopherwire/intake/${feed}/pending/${sha256}.txt`)))
      complain('lost', `${key}, which waits`);
  }
  for (const [key, { feed, state, file, sha256 }] of before) {
    if (!now.has(key)) complain('forgotten', key);
    const isThere = existsSync(join(root, file)) && sha256Of(readFileSync(join(root, file))) === sha256;
    const isKept = existsSync(join(root, `.gopherwire/intake/${feed}/editions/${sha256}.txt`));
    if (state === 'published' && !isThere && !isKept) complain('editions', `${key} ${file}`);
  }
  return now;
}

/** What has to be so after a run that ended by itself. */
function lookWhole() {
  const now = ledgers();
  for (const [number, words] of articles)
    for (const feed of Object.keys(FEEDS)) {
      const entry = now.get(`${feed} https://${feed}.example/${number}`);
      const pending = `.gopherwire/intake/${feed}/pending/${entry?.sha256}.txt`;
      const path = join(root, entry?.state === 'waiting' ? pending : (entry?.file ?? ''));
      if (entry?.state === 'withdrawn') {
        const stone = join(root, entry.file.replace(/txt$/, 'withdrawn'));
        if (existsSync(path) || !existsSync(stone)) complain('wrong', `${path} is withdrawn`);
      } else if (entry === undefined || !existsSync(path)) complain('wrong', `${feed} ${number}`);
      else if (!readFileSync(path, 'utf8').includes(`It tells of a ${words}.`))
        complain('wrong', `${path} is out of date`);
    }
  const known = new Set(Array.from(now.values(), ({ file }) => join(root, file)));
  for (const path of documents()) if (!known.has(path)) complain('wrong', `${path} is nobody's`);
  for (const path of filesIn(join(root, '.gopherwire')))
    if (/\/(?:lock-[^/]*|[^/]*\.tmp)$/.test(path)) complain('litter', path);
}

function start(...args) {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const run = { child, stderr: '', closed: once(child, 'close') };
  child.stderr.on('data', (chunk) => (run.stderr += chunk));
  return run;
}

const startSync = () => start('sync', root, '--allow-private');

async function whole() {
  const startedMs = performance.now();
  const run = startSync();
  const [code] = await run.closed;
  if (code !== 0) complain('failed', run.stderr);
  return performance.now() - startedMs;
}

for (let n = 0; n < ARTICLES / 2; n++) articles.set(n, `${WORDS[n % WORDS.length]} and of ${n}`);
const firstMs = await whole();
let writeMs = firstMs / 2;
for (let time = 0; time < TIMES; time++) {
  const before = look(new Map());
  const choice = random(10);
  const shown = [...before.values()].filter(({ state }) => state === 'published');
  let killed;
  if (choice === 0) {
    killed = start('approve', '--all', '--feed', 'queued', '--dir', root);
    await pause(random(Math.ceil(firstMs)));
  } else if (choice === 1 && shown.length > 0) {
    const { file } = shown[random(shown.length)];
    killed = start('withdraw', `/feeds/${file}`, '--reason', 'a trial', '--dir', root);
    await pause(random(Math.ceil(firstMs)));
  } else {
    change();
    const wasAsked = new Promise((resolve) => (asked = resolve));
    killed = startSync();
    // while it writes more often than while it begins
    if (random(4) > 0) await Promise.race([wasAsked, killed.closed]);
    await pause(random(Math.ceil(writeMs)));
  }
  if (killed.child.exitCode === null) {
    killed.child.kill('SIGKILL');
    seen.midway++;
  }
  await killed.closed;
  look(before);
  if (time % KILLS_A_RUN !== KILLS_A_RUN - 1) continue;
  let askedMs = 0;
  asked = () => (askedMs ||= performance.now());
  await whole();
  writeMs = Math.min(firstMs, performance.now() - askedMs);
  lookWhole();
}
server.close();
rmSync(root, { recursive: true });

row(`killed (seed ${seed}, ${ARTICLES} articles in two feeds)`, TIMES, '');
row('  of these before it had ended', seen.midway, '');
row('  documents that were not whole', seen.torn, '', { most: 0 });
row('  documents of a source that another has too', seen.doubled, '', { most: 0 });
row('  documents that the ledger tells of and that were gone', seen.lost, '', { most: 0 });
row('  items that the ledger has forgotten', seen.forgotten, '', { most: 0 });
row('  editions that were replaced and not kept', seen.editions, '', { most: 0 });
row('  articles that the next whole run did not have right', seen.wrong, '', { most: 0 });
row('  locks and temporary files behind it', seen.litter, '', { most: 0 });
row('  next runs that failed', seen.failed, '', { most: 0 });

/**
 * Kills the daemon at random moments while it makes or mends its catalogue, again and again, with documents added,
 * changed and removed between; after each the next start has to come to what the folder holds, with nothing locked.
 * `npm run kill:index [-- TIMES DOCUMENTS]`: 100 times, 3,000 documents.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CatalogueView } from '../../dist/index/catalogue-view.js';
import { Searcher } from '../../dist/index/searcher.js';
import { loadSqlite } from '../../dist/index/sqlite.js';
import { lockStore, openStore, storePath } from '../../dist/index/store.js';
import { ArticlesFolder } from '../../dist/library/articles-folder.js';
import { parseQuery } from '../../dist/site/search-query.js';
import { argument, BIN, documentOf, pause, randomFrom, row, until } from '../support/measure.mjs';

const [TIMES, DOCUMENTS] = [argument(0, 100), argument(1, 3_000)];
const [MIN_MS, MAX_MS] = [50, Math.min(1_500, DOCUMENTS * 2)];
const CHANGES = 20;
const WITHIN_MS = 30_000;
const WORDS = ['harbour', 'mill', 'ford', 'bell', 'lantern'];

const seed = Date.now() % 1_000_000;
const random = randomFrom(seed);
const wordOf = (number) => WORDS[number % WORDS.length];

const root = mkdtempSync(join(tmpdir(), 'gopherwire-kill-'));
const state = mkdtempSync(join(tmpdir(), 'gopherwire-kill-state-'));
let written = 0;

function write(number) {
  const path = join(root, `feed-${number % 7}/${2020 + (number % 5)}/06/story-${number}.txt`);
  mkdirSync(dirname(path), { recursive: true });
  // another word at each writing
  const words = `It tells of a ${wordOf(random(WORDS.length))} and of number${number}. `.repeat(20);
  writeFileSync(path, documentOf(`Story ${number}`, words, number));
}

function change() {
  for (let n = 0; n < CHANGES; n++) {
    const number = random(written + 5);
    if (random(3) === 0)
      rmSync(join(root, `feed-${number % 7}/${2020 + (number % 5)}/06/story-${number}.txt`), { force: true });
    else write(number);
    written = Math.max(written, number + 1);
  }
}

function serve() {
  const child = spawn(
    process.execPath,
    [BIN, 'serve', root, '--port', '0', '--log', 'none', '--state', state],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const daemon = { child, stderr: '' };
  child.stderr.on('data', (chunk) => (daemon.stderr += chunk));
  return daemon;
}

async function kill({ child }) {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

const open = await loadSqlite();
if (open === undefined) throw new Error('there is no SQLite');
const path = storePath(state, root);

/** What both catalogues have to say alike. */
const said = (catalogue) => [
  catalogue.size,
  catalogue.list({ kind: 'all' }, catalogue.size),
  catalogue.feeds,
  catalogue.days,
  catalogue.names('publisher'),
  catalogue.months({ kind: 'all' }),
  catalogue.count({ kind: 'below', path: 'feed-1' }),
];

function isStored(expected) {
  const view = CatalogueView.open(open, path);
  if (typeof view === 'string') return false;
  try {
    return view.isWhole && isDeepStrictEqual(said(view.catalogue), expected);
  } finally {
    view.close();
  }
}

/** How many words are found otherwise than by reading all. */
async function wrongSearches(folder, catalogue) {
  const store = openStore(open, path);
  const searcher = new Searcher(store.database, root);
  const texts = catalogue
    .list({ kind: 'all' }, catalogue.size)
    .map((entry) => [entry.path, readFileSync(join(folder.root, `${entry.path}.txt`), 'utf8')]);
  const wrong = [...WORDS, 'number7', 'number1999', 'nowhere'].filter((word) => {
    const expected = texts.filter(([, text]) => new RegExp(`\\b${word}\\b`).test(text)).length;
    const query = parseQuery(word);
    const { total, isMore } = searcher.find({ query, below: '', limit: 1, offset: 0 });
    return isMore ? total > expected : total !== expected;
  });
  store.database.close();
  return wrong.length;
}

for (; written < DOCUMENTS; written++) write(written);
const seen = { wrong: 0, searches: 0, locked: 0, told: 0, midway: 0 };
const tookMs = [];
for (let time = 0; time < TIMES; time++) {
  if (random(3) === 0) rmSync(state, { recursive: true });
  change();
  const killed = serve();
  await pause(MIN_MS + random(MAX_MS - MIN_MS));
  await kill(killed);
  const left = CatalogueView.open(open, path);
  if (typeof left !== 'string') {
    if (!left.isWhole) seen.midway++;
    left.close();
  }
  change();

  const folder = await ArticlesFolder.open(root);
  const { catalogue } = await folder.scan({ settle: false });
  const expected = said(catalogue);
  const daemon = serve();
  const ms = await until(() => isStored(expected), WITHIN_MS);
  if (ms === Infinity) seen.wrong++;
  else tookMs.push(ms);
  if (ms < Infinity) seen.searches += await wrongSearches(folder, catalogue);
  await kill(daemon);
  const lock = lockStore(open, path);
  if (lock === undefined) seen.locked++;
  lock?.close();
  if (/damaged|failed|cannot|is off|was gone/.test(killed.stderr + daemon.stderr)) {
    seen.told++;
    process.stdout.write(killed.stderr + daemon.stderr);
  }
}
rmSync(root, { recursive: true });
rmSync(state, { recursive: true });

row(`killed while indexing (seed ${seed}, ${DOCUMENTS} documents)`, TIMES, '');
row('  of these before all was read for the first time', seen.midway, '');
row('  the next start did not come to what the folder holds', seen.wrong, '', { most: 0 });
row('  searches that found something else', seen.searches, '', { most: 0 });
row('  locks left behind', seen.locked, '', { most: 0 });
row('  told of damage or failures', seen.told, '', { most: 0 });
row('  until the next start had it right, at most', Math.max(0, ...tookMs), 'ms');

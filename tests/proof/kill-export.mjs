/**
 * Kills `export` of each format at random moments while it writes. Under its own name nothing may ever stand but what an
 * uninterrupted run makes, of the articles before or of those after a change; the next run has to make that, and to
 * leave nothing beside it. No message may be lost, and none be in two files.
 * `npm run kill:export [-- TIMES ARTICLES]`: each format 100 times, 500 articles.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argument, BIN, documentOf, pause, randomFrom, row } from '../support/measure.mjs';

const [TIMES, ARTICLES] = [argument(0, 100), argument(1, 500)];
/** So many kills, and then a run that ends by itself. */
const KILLS_A_RUN = 5;

const seed = Date.now() % 1_000_000;
const random = randomFrom(seed);
const base = mkdtempSync(join(tmpdir(), 'gopherwire-kill-'));
const editions = ['before', 'after'].map((name) => join(base, name));

const storyOf = (number) =>
  documentOf(`Story ${number}`, 'It tells of rivers and bridges. '.repeat(20 + random(200)).trim(), number);

mkdirSync(join(editions[0], 'wire'), { recursive: true });
for (let number = 0; number < ARTICLES; number++)
  writeFileSync(join(editions[0], `wire/story-${number}.txt`), storyOf(number));
cpSync(editions[0], editions[1], { recursive: true });
writeFileSync(join(editions[1], 'wire/another.txt'), storyOf(ARTICLES));

/** All that stands at `path`, as one digest; empty where nothing does. */
function digestOf(path) {
  if (!existsSync(path)) return '';
  const names = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).toSorted() : [''];
  const hash = createHash('sha256');
  for (const name of names) {
    const file = join(path, name);
    if (statSync(file).isFile()) hash.update(`${name}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function start(format, edition, out, ...args) {
  const state = join(base, `state-${edition}`);
  const given = ['export', editions[edition], '--to', format, out, '--state', state, ...args];
  const child = spawn(process.execPath, [BIN, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
  const run = { child, said: '', closed: once(child, 'close').then(([code]) => code) };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (run.said += chunk));
  return run;
}

const seen = { torn: 0, wrong: 0, litter: 0, failed: 0, midway: 0, gone: 0 };
const complain = (what, detail) => {
  seen[what]++;
  process.stdout.write(`${what}: ${detail}\n`);
};

const isBegun = (place) => readdirSync(place).some((name) => name.includes('.export-lock-'));

/** Lets `run` begin to write to `place`, and no further than some `ms`. */
async function kill(run, place, ms) {
  while (run.child.exitCode === null && !isBegun(place)) await pause(1);
  await pause(random(Math.ceil(ms)));
  if (run.child.exitCode === null) {
    run.child.kill('SIGKILL');
    seen.midway++;
  }
  await run.closed;
}

/** How long an uninterrupted run writes to `place`. */
async function whole(run, place, code = 0) {
  while (run.child.exitCode === null && !isBegun(place)) await pause(1);
  const beganMs = performance.now();
  if ((await run.closed) !== code) complain('failed', run.said);
  return performance.now() - beganMs;
}

/** Looks for what is left in `place` besides what belongs there. */
function lookBeside(place, ...names) {
  for (const name of readdirSync(place)) if (!names.includes(name)) complain('litter', name);
}

async function replaced(format, name, ...args) {
  const place = mkdtempSync(join(base, `${format}-`));
  const out = join(place, name);
  const expected = [];
  let ms = 0;
  for (const edition of [0, 1]) {
    ms = await whole(start(format, edition, out, ...args), place);
    expected.push(digestOf(out));
  }
  for (let time = 0; time < TIMES; time++) {
    const edition = time % 2;
    await kill(start(format, edition, out, ...args), place, ms);
    const there = digestOf(out);
    if (there === '') seen.gone++;
    else if (!expected.includes(there)) complain('torn', `${format}, ${time}`);
    if (time % KILLS_A_RUN !== KILLS_A_RUN - 1) continue;
    await whole(start(format, edition, out, ...args), place);
    if (digestOf(out) !== expected[edition]) complain('wrong', `${format}, ${time}`);
    lookBeside(place, name);
  }
}

/** A new place for a mailbox. */
function mailbox() {
  const place = mkdtempSync(join(base, 'packet-'));
  return { place, out: join(place, 'mail.in'), sent: join(place, 'mail.in.sent') };
}

async function mailed() {
  const args = ['--from', 'N0CALL'];
  const first = mailbox();
  const ms = await whole(start('packet', 0, first.out, ...args), first.place);
  const [mail, record] = [digestOf(first.out), digestOf(first.sent)];
  for (let time = 0; time < TIMES; time++) {
    const { place, out, sent } = mailbox();
    await kill(start('packet', 0, out, ...args), place, ms);
    const isMailed = existsSync(out);
    if (isMailed && digestOf(out) !== mail) complain('torn', `packet, ${time}`);
    // the mailbox takes it at once
    rmSync(out, { force: true });
    await whole(start('packet', 0, out, ...args), place);
    if (digestOf(out) !== (isMailed ? '' : mail)) complain('wrong', `packet, ${time}: ${isMailed}`);
    if (digestOf(sent) !== record) complain('wrong', `packet, ${time}: the record`);
    lookBeside(place, 'mail.in', 'mail.in.sent');
    rmSync(place, { recursive: true });
  }
}

await replaced('gophermap', 'site');
await replaced('text', 'texts', '--max-bytes', '360k');
await replaced('bundle', 'month.tar.gz', '--period', '2025-06');
await mailed();
rmSync(base, { recursive: true });

row(`killed (seed ${seed}, ${ARTICLES} articles)`, 4 * TIMES, '');
row('  of these before it had ended', seen.midway, '');
row('  of these between taking the old one away and putting the new one there', seen.gone, '');
row('  times something else stood there than what a whole run makes', seen.torn, '', { most: 0 });
row('  times the next run made something else', seen.wrong, '', { most: 0 });
row('  files left behind it', seen.litter, '', { most: 0 });
row('  next runs that failed', seen.failed, '', { most: 0 });

/**
 * Kills `mirror` at random moments, again and again, while the origin adds, changes and withdraws articles, says why or not,
 * and brings some back as they were. After each kill every visible document has to be one that the origin has served under its
 * name; after each run that ends by itself the copy has to be what the origin serves, with the tombstones of the origin for
 * what was withdrawn there, and no lock or temporary file.
 * `npm run kill:mirror [-- TIMES ARTICLES]`: 1,000 times, 60 articles.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
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
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { argument, ask, BIN, pause, randomFrom, row } from '../support/measure.mjs';

const [TIMES, ARTICLES] = [argument(0, 1_000), argument(1, 60)];
/** So many kills, and then a run that ends by itself. */
const KILLS_A_RUN = 5;

const seed = Date.now() % 1_000_000;
const random = randomFrom(seed);
const base = mkdtempSync(join(tmpdir(), 'gopherwire-kill-'));
const [origin, copy, state] = ['origin', 'copy', 'state'].map((name) => join(base, name));
/** The digests of every document that was ever served, by path. */
const served = new Map();

const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex');
const filesIn = (folder, end) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((path) => path.endsWith(end) && !path.includes('/.gopherwire/'))
    : [];
/** The digests of the documents in `folder`, or of its tombstones, by path. */
const digests = (folder, end = '.txt') =>
  new Map(filesIn(folder, end).map((path) => [relative(folder, path), digestOf(readFileSync(path))]));

function documentOf(number) {
  const words = `${random(1_000_000)}`;
  return `(C) Example Wire
This story was originally published by Example Wire and is unaltered.
. . . . . . . . . .



Story ${number} [1]

[]

Date: 2026-0${1 + (number % 9)}-01

${`It tells of ${words}. `.repeat(20 + random(200))}

[END]
---
[1] Url: https://news.example/${number}

Published and (C) by Example Wire
Content appears here under this condition or license: CC BY 4.0.

via gopherwire:
gopher://localhost:7070/1/
`;
}

const fileOf = (number) => join(origin, `wire-${number % 3}/2026/0${1 + (number % 9)}/story-${number}.txt`);

const tombstoneOf = (path) => path.replace(/txt$/, 'withdrawn');

function write(number, text = documentOf(number)) {
  const path = fileOf(number);
  rmSync(tombstoneOf(path), { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const name = relative(origin, path);
  served.set(name, (served.get(name) ?? new Set()).add(digestOf(text)));
}

/** What was withdrawn and comes back as it was. */
const gone = [];

function change() {
  for (let n = 0; n < 6; n++) {
    const number = random(ARTICLES);
    const path = fileOf(number);
    if (random(3) > 0) write(number);
    else if (random(2) === 0) rmSync(path, { force: true });
    else if (existsSync(path)) {
      gone.push([number, readFileSync(path, 'utf8')]);
      writeFileSync(tombstoneOf(path), `Withdrawn: 2026-03-01\nReason: for ${random(1_000_000)} reasons\n`);
      rmSync(path);
    }
  }
  while (gone.length > 6) write(...gone.splice(random(gone.length), 1)[0]);
}

for (let number = 0; number < ARTICLES; number++) write(number);
mkdirSync(copy);
const start = (...args) => {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const run = { child, stdout: '', stderr: '', closed: once(child, 'close') };
  child.stdout.on('data', (chunk) => (run.stdout += chunk));
  child.stderr.on('data', (chunk) => (run.stderr += chunk));
  return run;
};
await start('keys', 'new', '--state', state).closed;
const daemon = start('serve', origin, '--port', '0', '--state', state);
let port;
while (port === undefined) {
  await pause(50);
  port = /gopher:\/\/localhost:(\d+)\//.exec(daemon.stdout)?.[1];
}

const textAt = async (selector) => (await ask(Number(port), `${selector}\r\n`)).toString();

/** Waits until the manifest lists exactly what lies in the origin's folder. */
async function settled() {
  for (let tries = 0; tries < 600; tries++) {
    const parts = Array.from(
      (await textAt('/mirror/manifest')).matchAll(/^(\/mirror\/part\S+)/gm),
      ([, part]) => part,
    );
    const lines = (await Promise.all(parts.map(textAt))).join('').split('\n');
    const listed = new Map(
      lines.flatMap((line) => {
        const [selector = '', , digest = ''] = line.split(' ');
        return /^\/raw\/.+\.(?:txt|withdrawn)$/.test(selector)
          ? [[selector.slice('/raw/'.length), Buffer.from(digest, 'base64url').toString('hex')]]
          : [];
      }),
    );
    const there = new Map([...digests(origin), ...digests(origin, '.withdrawn')]);
    if (listed.size === there.size && [...there].every(([name, digest]) => listed.get(name) === digest))
      return;
    await pause(50);
  }
  throw new Error('the origin does not come to rest');
}

const seen = { torn: 0, wrong: 0, litter: 0, failed: 0, midway: 0 };
const complain = (what, detail) => {
  seen[what]++;
  process.stdout.write(`${what}: ${detail}\n`);
};

/** What has to be so at every moment. */
function look() {
  for (const [name, digest] of digests(copy))
    if (served.get(name)?.has(digest) !== true) complain('torn', name);
}

/** What has to be so after a run that ended by itself. */
function lookWhole() {
  const [there, here] = [digests(origin), digests(copy)];
  for (const [name, digest] of there)
    if (here.get(name) !== digest) complain('wrong', `${name} is not up to date`);
  for (const name of here.keys()) if (!there.has(name)) complain('wrong', `${name} was withdrawn`);
  const tombstones = digests(copy, '.withdrawn');
  for (const [name, digest] of digests(origin, '.withdrawn'))
    if (tombstones.get(name) !== digest) complain('wrong', `${name} is not up to date`);
  for (const name of tombstones.keys())
    if (there.has(name.replace(/withdrawn$/, 'txt'))) complain('wrong', `${name} hides a document`);
  const scratch = join(copy, '.gopherwire');
  for (const name of existsSync(scratch) ? readdirSync(scratch, { recursive: true }) : [])
    if (/(?:^|\/)(?:lock-[^/]*|[^/]*\.tmp)$/.test(name)) complain('litter', name);
}

const startMirror = () => start('mirror', `gopher://127.0.0.1:${port}/`, copy);

async function whole() {
  const startedMs = performance.now();
  const run = startMirror();
  const [code] = await run.closed;
  if (code !== 0) complain('failed', run.stderr);
  return performance.now() - startedMs;
}

await settled();
const firstMs = await whole();
lookWhole();
for (let time = 0; time < TIMES; time++) {
  change();
  await settled();
  const killed = startMirror();
  await pause(random(Math.ceil(firstMs)));
  if (killed.child.exitCode === null) {
    killed.child.kill('SIGKILL');
    seen.midway++;
  }
  await killed.closed;
  look();
  if (time % KILLS_A_RUN !== KILLS_A_RUN - 1) continue;
  await whole();
  lookWhole();
}
daemon.child.kill('SIGTERM');
await daemon.closed;
rmSync(base, { recursive: true });

row(`killed (seed ${seed}, ${ARTICLES} articles)`, TIMES, '');
row('  of these before it had ended', seen.midway, '');
row('  documents that the origin never served so', seen.torn, '', { most: 0 });
row('  documents that the next whole run did not have right', seen.wrong, '', { most: 0 });
row('  locks and temporary files behind it', seen.litter, '', { most: 0 });
row('  next runs that failed', seen.failed, '', { most: 0 });

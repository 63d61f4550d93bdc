/**
 * Puts the modules of each command into few files: Node takes about a millisecond to load one, and there are over a
 * hundred. So it is with the packages that `sync` alone needs, of several hundred modules: each becomes one file, and
 * `licences.txt` says whose it is. All others stay what they are, in node_modules.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build } from 'rolldown';

const PUT_IN = new Set(['feedsmith', 'htmlparser2', 'linkedom', '@mozilla/readability']);

/** The folder of the package in which a module lies, such as `/…/node_modules/@a/b`; `undefined` for our own. */
function folderOf(id) {
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
  // some packages bring others within their own modules
  return folder === undefined || existsSync(`${folder}/package.json`)
    ? folder
    : folderOf(dirname(dirname(folder)));
}
/** The name of the file into which a module goes with all of its package; `null` for our own. */
const fileNameOf = (id) =>
  folderOf(id)
    ?.replace(/^.*\/node_modules\//, '')
    .replace('/', '-') ?? null;

/** Whose the package in `folder` is, and its licence: the text where it comes with one. */
function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const whose = typeof author === 'object' ? author.name : author;
  const text = file === undefined ? `By ${whose}.` : readFileSync(`${folder}/${file}`, 'utf8').trim();
  return `${name} ${version}: ${license}\n\n${text}\n`;
}

const licences = {
  name: 'licences',
  generateBundle(_options, files) {
    const ids = Object.values(files).flatMap(({ moduleIds = [] }) => moduleIds);
    const folders = new Set(ids.flatMap((id) => folderOf(id) ?? []));
    const source = [...folders]
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map(noticeOf)
      .join(`\n${'-'.repeat(72)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
  },
};

await build({
  input: {
    main: 'dist/cli/main.js',
    // threads
    'index-worker': 'dist/index/index-worker.js',
    'write-worker': 'dist/index/write-worker.js',
    'search-worker': 'dist/index/search-worker.js',
    'bundle-worker': 'dist/mirror/bundle-worker.js',
  },
  platform: 'node',
  external: (id, from) =>
    /^[^./]/.test(id) && !PUT_IN.has(id) && (id.startsWith('node:') || folderOf(from ?? '') === undefined),
  plugins: [licences],
  output: {
    dir: 'dist/program',
    codeSplitting: {
      groups: [{ name: fileNameOf, debugName: 'packages' }],
    },
  },
});

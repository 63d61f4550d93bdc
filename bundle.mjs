/** Puts the modules of each command into few files: Node takes about a millisecond to load one, and there are over a hundred. */
import { build } from 'rolldown';

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
  // packages stay what they are, in node_modules
  external: /^[^./]/,
  output: { dir: 'dist/program' },
});

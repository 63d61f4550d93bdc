/** Puts the modules of each command into few files: Node takes about a millisecond to load one, and there are over a hundred. */
import { build } from 'rolldown';

await build({
  input: 'dist/cli/main.js',
  platform: 'node',
  // packages stay what they are, in node_modules
  external: /^[^./]/,
  output: { dir: 'dist/program' },
});

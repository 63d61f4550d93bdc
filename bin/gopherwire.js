#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

if (process.argv[2] === 'serve') {
  // requests leave nothing behind that lasts: a young generation of more MB makes the daemon larger, and no faster
  setFlagsFromString('--max-semi-space-size=4');
  // nor does much of the old one: what thousands of clients leave behind is looked for sooner
  setFlagsFromString('--heap-growing-percent=40');
  // a hangup asks the daemon to read its settings again; one that comes before it has read them must not end it
  process.on('SIGHUP', () => undefined);
}

if (existsSync(new URL('../dist/program/main.js', import.meta.url))) {
  await import('../dist/program/main.js');
} else {
  process.stderr.write('gopherwire is not built yet. Run: npm ci (or: npm run build)\n');
  process.exitCode = 1;
}

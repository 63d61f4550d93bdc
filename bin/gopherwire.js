#!/usr/bin/env node
import { existsSync } from 'node:fs';

if (existsSync(new URL('../dist/cli/main.js', import.meta.url))) {
  await import('../dist/cli/main.js');
} else {
  process.stderr.write('gopherwire is not built yet. Run: npm ci (or: npm run build)\n');
  process.exitCode = 1;
}

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/state-folder.ts'],
    reporters: ['default', './tests/support/closing-line.ts'],
    // real programs on two cores
    maxWorkers: 2,
    // for what hangs: a busy machine takes three times as long
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});

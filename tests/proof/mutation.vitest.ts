/** The tests that run in this process, and quickly: what `npm run mutation` runs for each mutant. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/article/*.test.ts', 'tests/gopher/*.test.ts'],
    exclude: ['tests/article/linear.test.ts'],
  },
});

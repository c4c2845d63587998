import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'e2e/**/*.test.ts', 'scripts/**/*.test.mjs', 'bench/**/*.test.ts'],
    // The conformity report is made from the results of the last run.
    reporters: ['default', ['json', { outputFile: '.tmp/test-results.json' }]],
    globalSetup: ['src/testing-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

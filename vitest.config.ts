import { defineConfig } from 'vitest/config';

// One process for each test file, so that a leak shows where it was made; two at a time, for the machines we support.
export default defineConfig({
  test: {
    include: [
      '{libs,services}/*/test/**/*.test.ts',
      'examples/demo/test/**/*.test.ts',
      'test/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.tsbuild/**', '**/fixtures/**'],
    globalSetup: ['./test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    retry: 0,
    passWithNoTests: false,
  },
});

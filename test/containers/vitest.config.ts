// Apart from `npm test`, because it needs a container engine, and minutes.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/containers/*.containers.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 240_000,
    teardownTimeout: 60_000,
    retry: 0,
    passWithNoTests: false,
  },
});

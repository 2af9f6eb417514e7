// Apart from `npm test`, because the programs that render are built by Go, for minutes, the first time.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/manifests/*.manifests.ts'],
    globalSetup: ['./test/manifests/tools.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    retry: 0,
    passWithNoTests: false,
  },
});

// Builds the images and tries them: `npm run containers`. Where no engine is, it says so and passes over, because none of the
// other commands needs one. Arguments go to `docker build`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

import { engineFault } from './images/engine.ts';

const fault = engineFault();
if (fault === undefined) {
  run(join('scripts', 'images.ts'), ...process.argv.slice(2));
  run(join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', join('test', 'containers', 'vitest.config.ts'));
} else {
  console.log(`containers: passed over, ${fault}`);
}

function run(...words: readonly string[]): void {
  // The container that watches over others and removes what they left comes from a registry; the suite removes its own. Ports
  // are published on this machine alone.
  const settings = { TESTCONTAINERS_RYUK_DISABLED: 'true', TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' };
  const env = { ...settings, ...process.env };
  const { status } = spawnSync(process.execPath, words, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

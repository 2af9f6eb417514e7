// `npm run bench`: both comparisons, each side by side in one run. Absolute figures depend on the machine, ratios do not.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

for (const file of ['publish.ts', 'jobs.ts']) {
  console.log(`\n${file.replace('.ts', '')}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

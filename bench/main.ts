// `npm run bench`: both comparisons, each side by side in one run. Absolute figures belong to the machine, ratios hold.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

let failed = 0;
for (const [file, ...args] of [['publish.ts'], ['jobs.ts', '--profile']]) {
  if (file === undefined) continue;
  console.log(`\n${file.replace('.ts', '')}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exitCode = failed;

// `npm run bench`: both comparisons with ourselves, each side by side in one run. Absolute figures depend on the machine,
// ratios do not. `compare` measures Dome beside other products, `messages` counts those that the broker passes on for a job,
// `page` writes the comparison's results into the documents, and `--guard` is the short run for every change.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const OWN = ['publish.ts', 'jobs.ts'];
const ASKED: Readonly<Record<string, readonly string[]>> = {
  compare: ['compare.ts'],
  messages: ['messages.ts'],
  page: ['page.ts'],
  '--guard': ['guard.ts'],
};

const [asked = '', ...args] = process.argv.slice(2);
const files = ASKED[asked] ?? OWN;
for (const file of files) {
  if (files === OWN) console.log(`\n${file.replace('.ts', '')}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

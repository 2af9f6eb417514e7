// `npm run bench -- --guard`: under a minute, and an exit code. A change that makes a job much dearer is found before it is
// merged; figures to quote come from the whole measurement.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const JOBS = ['jobs.ts', '--rounds', '3', '--at-most', '40', '--jobs', '5000', '--warm-up', '7000', '--no-profile'];

for (const [program = '', ...args] of [JOBS]) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, program), ...args], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

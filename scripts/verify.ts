// Everything CI requires, cheapest first. The first failure ends it, with its output. A step whose program is missing
// fails like any other; nothing is skipped. The last step is `npm test`, which shows its progress and takes the arguments of
// this program, such as a reporter.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Step {
  readonly name: string;
  /** Arguments for this same Node. */
  readonly run: readonly string[];
  /** It takes minutes, and shows what it does meanwhile. */
  readonly isLong?: boolean;
}

const MODULES_FOLDER = 'node_modules';
const STEPS: readonly Step[] = [
  { name: 'format', run: [join(MODULES_FOLDER, 'oxfmt', 'bin', 'oxfmt'), '--check'] },
  // Before what our own code makes of it: a breaking edit is named as one, and not by the code that it breaks.
  { name: 'compatible', run: ['services/cli/src/bin/dome.js', 'contract', 'diff'] },
  { name: 'contract', run: ['scripts/contract-check.ts'] },
  { name: 'generated', run: ['scripts/generate/main.ts', '--check'] },
  { name: 'walls', run: ['scripts/walls.ts'] },
  { name: 'types', run: [join(MODULES_FOLDER, 'typescript', 'bin', 'tsc'), '-b'] },
  { name: 'lint', run: [join(MODULES_FOLDER, 'oxlint', 'bin', 'oxlint'), '--deny-warnings'] },
  { name: 'unused', run: [join(MODULES_FOLDER, 'knip', 'bin', 'knip.js'), '--strict'] },
  {
    name: 'uncalled',
    run: [join(MODULES_FOLDER, 'knip', 'bin', 'knip.js'), '--production', '--include', 'exports,types'],
  },
  { name: 'npm test', run: ['scripts/bootstrap.mjs', 'test', ...process.argv.slice(2)], isLong: true },
];

interface Outcome {
  /** Undefined where the step could not be started, or was killed. */
  readonly status: number | undefined;
  readonly output: string;
}

const widest = Math.max(...STEPS.map(({ name }) => name.length));
for (const step of STEPS) {
  const name = `${step.name.padEnd(widest)}  `;
  process.stdout.write(step.isLong === true ? `${name}\n` : name);
  const started = performance.now();
  const { status, output } = await runStep(step);
  const time = `${((performance.now() - started) / 1000).toFixed(1)} s`.padStart(8);
  if (step.isLong === true) process.stdout.write(name);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${time}\n`);
  if (status === 0) continue;
  process.stdout.write(
    `\n${output === '' ? '' : `${output.trimEnd()}\n\n`}verify stopped at ${step.name}: node ${step.run.join(' ')}\n`,
  );
  process.exitCode = 1;
  break;
}

if (process.exitCode === undefined)
  process.stdout.write('\nnot measured here: what a job costs. `npm run bench -- --guard` does, in a minute\n');

async function runStep({ run, isLong }: Step): Promise<Outcome> {
  return await new Promise((resolve) => {
    const child = spawn(process.execPath, [...run], {
      stdio: isLong === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => resolve({ status: undefined, output: error.message }));
    child.once('close', (status) => resolve({ status: status ?? undefined, output }));
  });
}

// The composition root of `npm run demo`: the only file of the demo that reads the process. It runs once, unattended, and
// leaves nothing behind.

import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

import { EXIT, outletOf, showError, sinkOf, usageError } from '@dome/cli';
import { DomeError, toDomeError } from '@dome/contracts';

import { playStory } from './story.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..');
/** The time limit for a story that hangs; it normally takes a fraction of it. */
const PATIENCE_MS = 120_000;

const USAGE = `npm run demo            the whole story, unattended
npm run demo -- --keep  the same, and the stack stays until Ctrl-C
`;

const interrupted = new AbortController();
let presses = 0;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    presses++;
    // A second Ctrl-C means: do not wait. What was started ends with this process.
    if (presses > 1) process.exit(EXIT.interrupted);
    interrupted.abort(new DomeError('CANCELED', { detail: 'The demo was interrupted.' }));
  });
}
const out = outletOf(process.stdout);
const err = outletOf(process.stderr);
// A reader that has seen enough (`npm run demo | head`) ends it too; the stage is taken down all the same.
out.closed.addEventListener('abort', () => {
  interrupted.abort(new DomeError('CANCELED', { detail: 'Nobody reads the demo.' }));
});
const exitCode = await play();
await Promise.all([out.flushed(), err.flushed()]);
process.exit(exitCode);

async function play(): Promise<number> {
  try {
    const { keep, help } = optionsOf(process.argv.slice(2));
    if (help) {
      await out.write(USAGE);
      return EXIT.success;
    }
    const overdue = new AbortController();
    const clock = setTimeout(() => {
      overdue.abort(new DomeError('TIMEOUT', { detail: `The story has not ended after ${PATIENCE_MS / 1_000} s.` }));
    }, PATIENCE_MS);
    await playStory({
      out: sinkOf(out, 'auto', process.env),
      env: process.env,
      examples: EXAMPLES,
      monotonicMs: () => performance.now(),
      signal: AbortSignal.any([interrupted.signal, overdue.signal]),
      onEnd: async () => {
        clearTimeout(clock);
        if (keep) await untilInterrupted();
      },
    });
    clearTimeout(clock);
    return EXIT.success;
  } catch (error) {
    if (toDomeError(error).code === 'CANCELED') {
      await err.write('\ninterrupted; nothing of it is left\n');
      return EXIT.interrupted;
    }
    showError(error, sinkOf(err, 'auto', process.env), { format: 'table' });
    return EXIT.unexpected;
  }
}

function optionsOf(args: string[]): { keep: boolean; help: boolean } {
  try {
    const options = { keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const;
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw usageError(cause instanceof Error ? cause.message : String(cause), USAGE.trim());
  }
}

async function untilInterrupted(): Promise<void> {
  await out.write('\nThe stack stays until Ctrl-C.\n');
  if (interrupted.signal.aborted) return;
  await new Promise((resolve) => interrupted.signal.addEventListener('abort', resolve, { once: true }));
}

import { PassThrough } from 'node:stream';

import { createManualClock } from '@dome/testkit';
import { expect, test } from 'vitest';

import { createConsole } from '../../src/console/console.ts';
import type { LogLine, LogSinks } from '../../src/logs/sinks.ts';

interface Slow {
  readonly sinks: LogSinks;
  readonly shown: string[];
  /** Collects what waits, and all that comes after it. */
  readonly go: () => void;
}

function slowSinks(): Slow {
  const { promise: going, resolve: go } = Promise.withResolvers<void>();
  const shown: string[] = [];
  const line = async ({ stream, text }: LogLine): Promise<void> => {
    shown.push(`${stream}: ${text}`);
    await going;
  };
  return { sinks: { line, annotation: () => undefined, progress: () => undefined }, shown, go };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('a value is masked on both streams once its mask is read, even if a slow sink holds the line before it', async () => {
  const { sinks, shown, go } = slowSinks();
  const console = createConsole(sinks, createManualClock());
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const readings = [console.read(stdout, 'stdout'), console.read(stderr, 'stderr')];
  stdout.end('first\n::add-mask::hunter2\nlater hunter2\n');
  await turn();
  stderr.end('told hunter2\n');
  await turn();
  go();
  await Promise.all(readings.map(({ done }) => done));
  expect(shown).toEqual(['stdout: first', 'stdout: later ***', 'stderr: told ***']);
});

test('a mask in the pipe of a blocked stream is known before the other stream is shown', async () => {
  const { sinks, shown, go } = slowSinks();
  const console = createConsole(sinks, createManualClock());
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const readings = [console.read(stdout, 'stdout'), console.read(stderr, 'stderr')];
  stdout.write('first\n');
  await turn();
  stdout.end('::add-mask::hunter2\n');
  stderr.end('told hunter2\n');
  await turn();
  go();
  await Promise.all(readings.map(({ done }) => done));
  expect(shown).toEqual(['stdout: first', 'stderr: told ***']);
});

test('nothing after the marker of a job is read, neither a line nor a mask', async () => {
  const { sinks, shown, go } = slowSinks();
  go();
  const console = createConsole(sinks, createManualClock());
  const stdout = new PassThrough();
  const reading = console.read(stdout, 'stdout', 'end-of-job');
  stdout.write('a line\n\n\nend-of-job\n::add-mask::line\nof the next job\n');
  await reading.done;
  await console.system('a line');
  expect(shown).toEqual(['stdout: a line', 'stdout: ', 'system: a line']);
});

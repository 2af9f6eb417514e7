// The logging process is real: the tests show how it ends when its reader does not read.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { eventually } from '@dome/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';

import { createLineSink } from '../src/line-sink.ts';

function start(lines: number, channel: 'ipc' | 'ignore' = 'ignore') {
  const fixture = join(import.meta.dirname, 'fixtures', 'logging.ts');
  const stdio = ['pipe', 'pipe', 'inherit', channel] as const;
  const child = spawn(process.execPath, [fixture, String(lines)], { stdio: [...stdio] });
  onTestFinished(() => void child.kill('SIGKILL'));
  // Both are pipes.
  const { stdin, stdout } = child as ChildProcessByStdio<Writable, Readable, null>;
  return { child, stdin, stdout, exited: once(child, 'exit') };
}

describe('a process that logs', () => {
  test('writes every line, in order', async () => {
    const { stdin, stdout, exited } = start(2_000);
    stdin.end();
    const lines = (await text(stdout)).trim().split('\n').slice(1);
    expect(lines.map((line) => JSON.parse(line).line)).toEqual(Array.from({ length: 2_000 }, (_, at) => at + 1));
    expect(await exited).toEqual([0, null]);
  });

  test('ends when its reader is gone', { timeout: 10_000 }, async () => {
    const { stdin, stdout, exited } = start(5);
    await once(stdout, 'data');
    stdout.destroy();
    await once(stdout, 'close');
    stdin.end();
    expect(await exited).toEqual([0, null]);
  });

  test('is not blocked by a stalled reader', { timeout: 10_000 }, async () => {
    const { child, stdin, stdout } = start(100_000, 'ipc');
    await once(stdout, 'data');
    stdout.pause();
    stdin.end();
    expect(await once(child, 'message')).toEqual(['alive', undefined]);
  });
});

test('loses only the lines when its descriptor takes nothing', async () => {
  const sink = createLineSink(999_999, () => '');
  sink.write('a\n');
  await eventually(() => {
    sink.write('b\n');
    sink.flush();
  });
});

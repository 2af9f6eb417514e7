import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { DomeError } from '@dome/contracts';
import { expect, test } from 'vitest';

import { faultOf } from '../../src/machine-fault.ts';

const program = fileURLToPath(new URL('../fixtures/executor-without-descriptors.ts', import.meta.url));

async function runWith(descriptorsLeft: number): Promise<{ result: string; problem?: unknown }[]> {
  const script = 'ulimit -n 96; exec "$@"';
  const words = [process.execPath, '--disable-warning=ExperimentalWarning', program, String(descriptorsLeft)];
  const child = spawn('/bin/sh', ['-c', script, 'limited', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(code, 'the daemon lives').toBe(0);
  return said
    .trim()
    .split('\n')
    .map((line): { result: string } => JSON.parse(line));
}

// With none left not even the folder is made; with a few it is, but there are none for the process.
test.each([0, 2, 4])('a daemon with %i file descriptors left survives, and its jobs may be retried', async (left) => {
  const outcomes = await runWith(left);
  expect(outcomes).toHaveLength(2);
  for (const { result, problem } of outcomes) {
    if (result === 'success') continue;
    expect(problem).toMatchObject({ code: 'UNAVAILABLE', retryable: true, detail: expect.stringContaining('EMFILE') });
  }
  expect(outcomes.map(({ result }) => result)).toContain('error');
});

test('a shortage is found anywhere in the chain of causes, and nothing else counts as one', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  const told = new DomeError('INTERNAL', { detail: 'the tree cannot be placed' }, { cause: full });
  expect(faultOf(told)).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('disk space') });
  const missing = Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
  expect(faultOf(missing).code).toBe('INTERNAL');
  const invalid = new DomeError('OUTPUT_INVALID', { detail: 'no' });
  expect(faultOf(invalid)).toBe(invalid);
});

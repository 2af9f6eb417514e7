import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from 'vitest';

import { eventually } from '../src/eventually.ts';
import { processesOf } from '../src/planes-processes.ts';

test('a process is found by its environment, even in a session of its own, until it is gone', async () => {
  const mark = `/mark-of-${process.pid}`;
  const child = spawn('sh', ['-c', 'sleep 30 & wait'], { detached: true, env: { ...process.env, WHERE: mark } });
  await once(child, 'spawn');
  await eventually(() => processesOf(mark).length === 2);
  expect(processesOf(mark).map(({ pid }) => pid)).toContain(child.pid);
  // The group of the child is its own: the minus sign names it.
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await once(child, 'exit');
  await eventually(() => processesOf(mark).length === 0);
});

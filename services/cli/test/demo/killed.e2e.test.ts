// The demo as a process of its own. When it is killed and can say nothing, nothing of what it started lives on.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, processesOf } from '@dome/testkit';
import { expect, test } from 'vitest';

import { root } from './played.ts';

test('a demo that is killed leaves no process behind', { timeout: 60_000 }, async () => {
  const mark = await mkdtemp(join(tmpdir(), 'dome-demo-mark-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(mark, { recursive: true, force: true }));
  const demo = spawn(process.execPath, [join(root, 'services', 'cli', 'src', 'demo', 'main.ts')], {
    env: { ...process.env, TMPDIR: mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => demo.once('close', resolve));
  let said = '';
  demo.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await eventually(() => said.includes('is killed by SIGKILL'), { timeoutMs: 30_000 });
  // The demo, the broker and its keeper, dome and the daemon that is left: the mark finds them.
  expect(processesOf(mark).length).toBeGreaterThanOrEqual(5);
  demo.kill('SIGKILL');
  await ended;
  await eventually(() => expect(processesOf(mark)).toEqual([]), { timeoutMs: 20_000 });
});

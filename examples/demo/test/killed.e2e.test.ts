// The demo as a process of its own. When it is killed, nothing that it started survives.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, processesOf } from '@dome/testkit';
import { expect, test } from 'vitest';

import { root } from './played.ts';

test('a demo that is killed leaves no process behind', { timeout: 60_000 }, async () => {
  const mark = await mkdtemp(join(tmpdir(), 'dome-demo-mark-'));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(mark, { recursive: true, force: true }));
  const demo = spawn(process.execPath, [join(root, 'examples', 'demo', 'src', 'main.ts')], {
    env: { ...process.env, TMPDIR: mark, XDG_STATE_HOME: mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => demo.once('close', resolve));
  let said = '';
  demo.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await eventually(() => said.includes('is killed by SIGKILL'), { timeoutMs: 30_000 });
  // The demo, the broker and its keeper, dome and the remaining daemon: the mark finds them.
  expect(processesOf(mark).length).toBeGreaterThanOrEqual(5);
  // A folder that nobody cleans up while it runs.
  const kinds = async (): Promise<string[]> =>
    (await readdir(join(mark, 'dome', 'run'))).map((name) => name.slice(0, name.lastIndexOf('-'))).toSorted();
  expect(await kinds()).toEqual(['dome-broker', 'dome-demo', 'dome-dev']);
  demo.kill('SIGKILL');
  await ended;
  await eventually(() => expect(processesOf(mark)).toEqual([]), { timeoutMs: 20_000 });
  await eventually(async () => expect(await kinds()).toEqual([]));
});

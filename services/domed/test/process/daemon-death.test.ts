import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';

/** Processes with the mark in their arguments, or descended from a runner with it in its environment. */
function survivors(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return words.includes(mark) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
      } catch {
        return false;
      }
    });
}

test('no process of a skill outlives a daemon that is killed', async () => {
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0 });
  const { guard } = harness.executor;
  // If the kernel gives no namespace this cannot be guaranteed, and the guard must say so.
  if (!guard.endsWith('-namespace')) return expect(guard).toBe('process-group');
  await using folder = await temporaryFolder();
  const mark = `dome-test-death-${process.pid}`;
  const program = fileURLToPath(new URL('../fixtures/daemon-with-jobs.ts', import.meta.url));
  const daemon = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, mark], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder.path },
  });
  await once(daemon.stdout, 'data');
  // A process, its descendant in a session of its own, a busy runner and a spare one.
  await eventually(() => expect(survivors(mark).length).toBeGreaterThanOrEqual(5));
  daemon.kill('SIGKILL');
  await eventually(() => expect(survivors(mark)).toEqual([]));
});

/** The daemon that is killed cannot clean up; the test does. */
async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'dome-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

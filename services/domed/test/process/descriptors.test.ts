// When a job has ended, the daemon's descriptors for it are free, whatever its processes left unread or open.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { fixtureSkills, openHarness, stopper } from '../support/harness.ts';

const program = fileURLToPath(new URL('../fixtures/executor-with-descriptor.ts', import.meta.url));

/** Of this process: sockets, and files that happen to be open. */
const descriptors = (): number => readdirSync('/proc/self/fd').length;

test('jobs of every kind leave no descriptor behind', async () => {
  if (process.platform !== 'linux') return;
  await using harness = await openHarness(fixtureSkills, { spareRunners: 0, servedRunnersMax: 0 });
  const jobs = async (): Promise<void> => {
    await using _process = await harness.run('shell', { script: 'echo to out; echo to err >&2' });
    await using _failed = await harness.run('shell', { script: 'exec 1>&-; cat >/dev/null; exit 3' });
    await using _runner = await harness.run('speak', { lines: 500 });
    // After its verdict, prints more than a pipe holds, and nobody reads it.
    await using _late = await harness.run('late-words', {});
    const { signal, stop } = stopper();
    await using _stopped = await harness.run('never-settle', {}, { signal, onLine: () => stop('cancel') });
  };
  await jobs();
  const before = await settled();
  for (let round = 0; round < 3; round += 1) await jobs();
  await eventually(() => expect(descriptors()).toBeLessThanOrEqual(before));
}, 60_000);

test('a descriptor that the daemon inherited reaches no skill', async () => {
  if (process.platform !== 'linux') return;
  const dir = await mkdtemp(join(tmpdir(), 'dome-descriptors-'));
  try {
    const words = [process.execPath, '--disable-warning=ExperimentalWarning', program];
    const opened = 'exec 200>"$0"; exec "$@"';
    const child = spawn('bash', ['-c', opened, join(dir, 'lock'), ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(code).toBe(0);
    expect(said).toContain('/proc/');
    expect(said).not.toContain('lock');
    expect(said).toContain('{"wrote":[],"read":["ENOENT"]}');
  } finally {
    await rm(dir, { recursive: true });
  }
}, 60_000);

/** The runner of the last job is gone a moment after its job. */
async function settled(): Promise<number> {
  let last = -1;
  await eventually(() => {
    const now = descriptors();
    const isSettled = now === last;
    last = now;
    expect(isSettled).toBe(true);
  });
  return last;
}

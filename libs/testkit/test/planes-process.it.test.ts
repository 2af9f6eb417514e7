import { tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { startControl } from '../src/control.ts';
import { startDaemon } from '../src/daemon.ts';
import { processesOf } from '../src/planes-processes.ts';
import { startPlanesServer } from '../src/planes-server.ts';

const noSkills = (): Promise<string> => mkdtemp(join(tmpdir(), 'dome-no-skills-'));

test('a daemon becomes ready, drains on request, and leaves no process', async () => {
  await using cleanup = new AsyncDisposableStack();
  const skillsDir = await noSkills();
  cleanup.defer(() => rm(skillsDir, { recursive: true }));
  await using server = await startPlanesServer();
  await using daemon = await startDaemon({ server, skillsDir, instance: 'domed-here' });
  expect([daemon.isRunning, daemon.instance]).toEqual([true, 'domed-here']);
  expect(processesOf(daemon.workDir).map(({ pid }) => pid)).toContain(daemon.pid);
  expect(daemon.log).toContainEqual(expect.objectContaining({ msg: 'domed is ready', instance: 'domed-here' }));
  await daemon.stop();
  expect([daemon.isRunning, await daemon.exited]).toEqual([false, { code: 0 }]);
  expect(processesOf(daemon.workDir)).toEqual([]);
});

test('a killed plane has not drained, and says so', async () => {
  await using cleanup = new AsyncDisposableStack();
  const skillsDir = await noSkills();
  cleanup.defer(() => rm(skillsDir, { recursive: true }));
  await using server = await startPlanesServer();
  await using daemon = await startDaemon({ server, skillsDir });
  await daemon.kill('SIGKILL');
  await expect(daemon.stop()).rejects.toThrow(/SIGKILL, not drained/);
});

test('the error of a plane that cannot start has its last log lines', async () => {
  await using server = await startPlanesServer();
  const start = startControl({ server, lawDir: '/nowhere' });
  await expect(start).rejects.toThrow(
    /did not become ready:\n[\s\S]*there is no law yet, and DOME_LAW is not a folder/,
  );
});

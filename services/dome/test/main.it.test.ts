import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { startControl, startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { controlClientOf } from './bench.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test('the process reports that it is ready, answers, and drains on request', async () => {
  await using server = await startPlanesServer();
  await using replica = await startControl({ server, accessFile: here('../../../examples/access.yaml') });
  const ada = await controlClientOf(server, 'ada');
  expect(await ada.health()).toMatchObject({ status: 'ok', instance: replica.instance });
  await replica.stop();
});

test('it ends at a signal while it waits for a broker that is away', async () => {
  // Nobody listens on the discard port.
  const env = { DOME_NATS_URL: 'nats://127.0.0.1:9', DOME_ACCESS: here('../../../examples/access.yaml') };
  const child = spawn(process.execPath, [here('../src/main.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  // After a while it logs that it waits.
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('it prints the variables that it reads', () => {
  const run = spawnSync(process.execPath, [here('../src/main.ts'), '--help'], { encoding: 'utf8', timeout: 20_000 });
  expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining('DOME_ACCESS') });
});

test.each([
  ['DOME_ACCESS', { DOME_ACCESS: '/nowhere/access.yaml' }, /DOME_ACCESS: \/nowhere\/access.yaml cannot be read/],
  ['a broken access file', { DOME_ACCESS: here('../../../examples/release.plan.yaml') }, /access file \d+:\d+/],
  ['an unknown variable', { DOME_ACESS: 'x' }, /did you mean DOME_ACCESS/],
])('it does not start with an invalid configuration: %s', (_, env, message) => {
  const run = spawnSync(process.execPath, [here('../src/main.ts')], { env, encoding: 'utf8', timeout: 20_000 });
  expect(run.status).toBe(2);
  expect(run.stderr).toMatch(message);
});

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { openRawStreams, startControl, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { controlClientOf } from './bench.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

test('the process reports that it is ready, answers, and drains on request', async () => {
  await using server = await startPlanesServer();
  await using replica = await startControl({ server, lawDir: here('../../../examples/law') });
  const ada = await controlClientOf(server, 'ada');
  expect(await ada.health()).toMatchObject({ status: 'ok', instance: replica.instance });
  await replica.stop();
});

test('it ends at a signal while it waits for a broker that is away', async () => {
  // Nobody listens on the discard port.
  const env = { DOME_NATS_URL: 'nats://127.0.0.1:9', DOME_LAW: here('../../../examples/law') };
  const child = spawn(process.execPath, [here('../src/main.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  // After a while it logs that it waits.
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('it prints the variables that it reads', () => {
  const run = spawnSync(process.execPath, [here('../src/main.ts'), '--help'], { encoding: 'utf8', timeout: 20_000 });
  expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining('DOME_LAW') });
});

test.each([
  ['a law that is no folder', { DOME_LAW: here('../../../examples/law/access.yaml') }, /DOME_LAW: \S+ is no folder/],
  [
    'a console that nothing serves',
    { DOME_CONSOLE_WEBSOCKET: 'wss://nats.example.org' },
    /Set DOME_HTTP as well|DOME_HTTP is not/,
  ],
  ['a console that dials no WebSocket', { DOME_CONSOLE_WEBSOCKET: 'https://nats.example.org' }, /ws:\/\//],
  ['an unknown variable', { DOME_LAV: 'x' }, /did you mean DOME_LAW/],
])('it does not start with an invalid configuration: %s', (_, env, message) => {
  const run = spawnSync(process.execPath, [here('../src/main.ts')], { env, encoding: 'utf8', timeout: 20_000 });
  expect(run.status).toBe(2);
  expect(run.stderr).toMatch(message);
});

describe('the first law', () => {
  const starts = async (server: PlanesServer, lawDir: string): Promise<unknown> =>
    await startControl({ server, lawDir }).then(
      (replica) => replica[Symbol.asyncDispose](),
      (error: unknown) => error,
    );

  test.each([
    ['a folder that is not there', '/nowhere', /there is no law yet, and DOME_LAW is not a folder/],
    ['documents of another kind', here('../../../examples/skills/promote'), /skill.yaml 3:1: \/kind is no kind of law/],
    [
      'no access document',
      here('../../../test/fixtures/law-without-access'),
      /none of its documents is of the kind Access/,
    ],
    [
      'an access document without a keeper',
      here('../../../test/fixtures/law-without-keeper'),
      /nobody would have the permission law/,
    ],
  ])('is not %s', async (_, lawDir, message) => {
    await using server = await startPlanesServer();
    const raw = await openRawStreams(server);
    expect(await starts(server, lawDir)).toEqual(expect.objectContaining({ message: expect.stringMatching(message) }));
    expect(await raw.count('LAW_EVENTS')).toBe(0);
  });

  test('is brought once: later a folder is compared, and may be missing', async () => {
    await using server = await startPlanesServer();
    const raw = await openRawStreams(server);
    const lawDir = here('../../../examples/law');
    await Promise.all([starts(server, lawDir), starts(server, lawDir), starts(server, lawDir)]);
    const applied = (await raw.read('LAW_EVENTS')).map(({ subject }) => subject);
    expect(applied.toSorted()).toEqual([
      'dome.evt.law.access.access.applied',
      'dome.evt.law.environment.production.applied',
      'dome.evt.law.environment.staging.applied',
      'dome.evt.law.policy.release.applied',
    ]);
    expect(applied.at(-1)).toBe('dome.evt.law.access.access.applied');
    expect(await starts(server, '/nowhere')).toBeUndefined();
    await using broken = await startControl({ server, lawDir: here('../../../examples/skills/promote') });
    expect(broken.log.filter(({ msg }) => msg === 'DOME_LAW differs from the law')).toEqual([
      expect.objectContaining({ differs: expect.stringMatching(/cannot be compared: skill\.yaml 3:1: \/kind/) }),
    ]);
    await broken.stop();
    await using other = await startControl({ server, lawDir: here('../../../test/fixtures/law') });
    const ada = await controlClientOf(server, 'ada');
    const law = (await ada.health()).checks.find(({ name }) => name === 'law');
    expect(law).toMatchObject({
      ok: true,
      detail: expect.stringContaining('access.yaml: the access access@1.0.0 was applied with other content'),
    });
    expect(other.log.filter(({ msg }) => msg === 'DOME_LAW differs from the law').length).toBeGreaterThan(1);
    expect(await raw.count('LAW_EVENTS')).toBe(4);
  });
});

// The figures of an installation as anybody of it gets them, on a real stack.
import { join } from 'node:path';

import { createControlClient } from '@dome/client';
import type { FleetRows } from '@dome/client';
import { eventually, gatedPlan, humanPolicy, startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';
import type { MemoryIoOptions } from '../memory-io.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FIXTURES = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'fixtures');

const stack = new AsyncDisposableStack();
let planes: PlanesServer;
beforeAll(async () => {
  const skills = ['count-node', 'count-process'].map((skill) => ({ pool: 'default', skill }));
  skills.push({ pool: 'spare', skill: 'count-process' });
  planes = stack.use(await startPlanesServer({ skills }));
  const skillsDir = join(FIXTURES, 'skills');
  stack.use(await startDaemon({ server: planes, skillsDir, instance: 'domed-1', slots: 1 }));
  stack.use(await startControl({ server: planes, lawDir: join(FIXTURES, 'law'), instance: 'dome-1' }));
});
afterAll(() => stack.disposeAsync());

const top = (options: MemoryIoOptions, ...words: string[]) => topAs('grace', options, ...words);

async function topAs(person: string, options: MemoryIoOptions, ...words: string[]) {
  const io = memoryIo({ env: { XDG_STATE_HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere' }, ...options });
  const { servers, user, password } = planes.credentials(person);
  const flags = ['-s', servers, '--user', user, '--password', password];
  const code = await runCli([...flags, 'top', ...words], { version: '1.2.3', ioFor: () => io });
  return { code, ...io.written };
}

const figures = async (): Promise<FleetRows> => JSON.parse((await top({}, '--once', '-o', 'json')).out) as FleetRows;

const slowPlan = (name: string) =>
  JSON.stringify({
    apiVersion: 'dome/v1',
    kind: 'Plan',
    name,
    version: '1.0.0',
    tasks: { count: { uses: 'count-node@^1', input: { lines: 2, seconds: 60 } } },
  });

test('slots, backlog, runs and gates are those of the installation', async () => {
  await eventually(async () => {
    const { replicas, daemons, backlog, faults } = await figures();
    expect(faults).toEqual({});
    expect(replicas).toMatchObject([{ instance: 'dome-1', status: 'ok' }]);
    expect(daemons).toMatchObject([
      { instance: 'domed-1', pools: ['default'], slots: { used: 0, total: 1 }, faults: expect.any(Array) },
    ]);
    expect(backlog).toMatchObject([
      { skill: 'count-node', waiting: 0, inHand: 0, daemons: 1 },
      { skill: 'count-process', pool: 'default', waiting: 0, inHand: 0, daemons: 1 },
      { skill: 'count-process', pool: 'spare', waiting: 0, inHand: 0, daemons: 0 },
    ]);
  });
  const { runs } = createControlClient(await planes.connectAs('ada'));
  await runs.submit({ plan: gatedPlan, policy: humanPolicy, inputs: {}, idempotencyKey: 'gated' });
  await eventually(async () => expect((await figures()).gates).toHaveLength(1));
  // The daemon has one slot: the second of the two waits.
  for (const name of ['first', 'second']) await runs.submit({ plan: slowPlan(name), inputs: {}, idempotencyKey: name });
  await eventually(async () => {
    const { slots, inHand, waiting, gates, openRuns, oldestAt, ...rows } = await figures();
    expect([slots, inHand + waiting, openRuns]).toEqual([{ used: 1, total: 1 }, 2, 3]);
    expect(gates).toMatchObject([{ plan: 'gated@1.0.0', gate: 'release', submittedBy: 'ada' }]);
    expect(oldestAt).toMatch(/^20.*Z$/);
    expect(rows.backlog.find(({ skill }) => skill === 'count-node')?.takenAt).toMatch(/^20.*Z$/);
    expect(rows.runs.map(({ state }) => state).toSorted()).toEqual(['executing', 'executing', 'waiting']);
  });
  // One says of which pool it was; another, as an unreadable command leaves it, may be of any.
  const daemon = await planes.connectAs('domed');
  const parked = { data: { command: { pool: 'spare' } } };
  daemon.publish('dome.evt.job.count-process.made-up-abcdefgh.job.parked', JSON.stringify(parked));
  daemon.publish('dome.evt.job.count-process.none.cmd-1.parked', '{}');
  await daemon.flush();
  await eventually(async () => {
    const { backlog } = await figures();
    const counts = backlog.map((row) => [`${row.pool}/${row.skill}`, row.parked] as const);
    expect(Object.fromEntries(counts)).toEqual({
      'default/count-node': 0,
      'default/count-process': 1,
      'spare/count-process': 2,
    });
  });
  const { code, out } = await top({ isTerminal: true, columns: 100 }, '--once');
  expect(code).toBe(0);
  for (const said of ['dome-1 ok', 'domed-1', '1/1', 'count-node', 'gated@1.0.0', 'release-manager'])
    expect(out).toContain(said);
});

test('somebody who may ask nothing of it is told so, instead of figures of nothing', async () => {
  const { code, out, err } = await topAs('domed-provisioner', {}, '--once');
  expect([code, out]).toEqual([3, '']);
  expect(err).toContain('FORBIDDEN');
});

test('an observer sees the runs and gates, and the reason for what is missing', async () => {
  const { code, out } = await topAs('view', {}, '--once');
  expect(code).toBe(0);
  expect(out).toContain('gated@1.0.0');
  expect(out).toMatch(/BACKLOG .*The broker does not allow this user/);
});

test('a program gets a line for each sample, until it is interrupted', async () => {
  const lines = { count: 0 };
  const { code, out } = await top(
    {
      onWrite: (_, io) => {
        lines.count += 1;
        if (lines.count === 2) io.interrupt();
      },
    },
    '-o',
    'jsonl',
    '--interval',
    '50ms',
  );
  expect(code).toBe(130);
  const samples = out.trim().split('\n');
  expect(samples).toHaveLength(2);
  for (const sample of samples) expect(JSON.parse(sample)).toMatchObject({ user: 'grace', daemons: [{}] });
});

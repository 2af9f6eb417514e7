import { createManualClock, eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import type { StackPlane } from '../../src/dev/plane-process.ts';
import { Supervisor } from '../../src/dev/supervisor.ts';

interface FakePlane extends StackPlane {
  /** It ends by itself. */
  fail(how: string): void;
  readonly isAsked: boolean;
}

function fakePlane(plane: StackPlane['plane'], name: string): FakePlane {
  const ended = Promise.withResolvers<string>();
  let isAsked = false;
  return {
    plane,
    name,
    http: undefined,
    pid: 1,
    ready: { from: name, level: 'info', timeMs: 0, message: '', facts: {} },
    ended: ended.promise,
    fail: (how) => ended.resolve(how),
    end: async () => {
      isAsked = true;
      ended.resolve('ended with code 0');
    },
    get isAsked() {
      return isAsked;
    },
  };
}

function stage() {
  const clock = createManualClock();
  const planes = [fakePlane('dome', 'dome'), fakePlane('domed', 'domed-1')];
  const told: string[] = [];
  const state = { openRuns: false, refuses: false, provisioned: 0 };
  const supervisor = new Supervisor({
    clock,
    stack: {
      planes: [...planes],
      startPlane: async (plane, name) => {
        if (state.refuses) throw new Error('no room');
        const started = fakePlane(plane, name);
        planes.push(started);
        return started;
      },
      provisionSkills: async () => void (state.provisioned += 1),
    },
    hasOpenRuns: async () => state.openRuns,
    tell: (line) => told.push(line),
  });
  return { clock, planes, told, state, supervisor, names: () => planes.map(({ name }) => name) };
}

test('starts a plane that ended again, a little later each time', async () => {
  const { clock, planes, told, names } = stage();
  planes[1]?.fail('was killed by SIGKILL');
  await eventually(() => told.length === 1);
  expect(told).toEqual(['domed-1 was killed by SIGKILL; it is started again in 0.5s']);
  await clock.advanceAsync(499);
  expect(names()).toEqual(['dome', 'domed-1']);
  await clock.advanceAsync(1);
  await eventually(() => told.length === 2);
  expect(names()).toEqual(['dome', 'domed-1', 'domed-1']);
  planes[2]?.fail('ended with code 1');
  await eventually(() => told.length === 3);
  expect(told.slice(1)).toEqual([
    'domed-1 is running again (1)',
    'domed-1 ended with code 1; it is started again in 1.0s',
  ]);
});

test('keeps trying to start it, and says why it did not start', async () => {
  const { clock, planes, told, state } = stage();
  state.refuses = true;
  planes[0]?.fail('ended with code 1');
  await eventually(() => told.length === 1);
  await clock.advanceAsync(500);
  await eventually(() => told.length === 2);
  expect(told[1]).toBe('dome did not start: no room; it is started again in 1.0s');
  state.refuses = false;
  await clock.advanceAsync(1_000);
  await eventually(() => told.length === 3);
  expect(told[2]).toBe('dome is running again (1)');
});

test('replaces the daemons when the catalogue has changed, and ends the old ones with the last run that needs them', async () => {
  const { clock, planes, told, state, supervisor, names } = stage();
  state.openRuns = true;
  await supervisor.replaceDaemons(['lint']);
  expect(names()).toEqual(['dome', 'domed-1', 'domed-1-2']);
  expect(state.provisioned).toBe(1);
  expect(told).toEqual(['lint changed: served anew after 0.0s']);
  await clock.advanceAsync(500);
  expect(planes[1]?.isAsked).toBe(false);
  state.openRuns = false;
  await clock.advanceAsync(500);
  await eventually(() => planes[1]?.isAsked === true);
  await clock.advanceAsync(60_000);
  expect(told).toHaveLength(1);
  expect(names()).toHaveLength(3);
});

test('leaves the old daemons when new ones do not start', async () => {
  const { planes, told, state, supervisor } = stage();
  state.refuses = true;
  await supervisor.replaceDaemons(['lint']);
  expect(told).toEqual(['lint changed and cannot be served: no room']);
  expect(planes[1]?.isAsked).toBe(false);
});

test('does nothing any more once the stack ends', async () => {
  const { clock, planes, told, supervisor, names } = stage();
  planes[0]?.fail('ended with code 0');
  await eventually(() => told.length === 1);
  supervisor[Symbol.dispose]();
  await clock.advanceAsync(60_000);
  planes[1]?.fail('ended with code 0');
  await supervisor.replaceDaemons(['lint']);
  expect(names()).toEqual(['dome', 'domed-1']);
  expect(told).toHaveLength(1);
});

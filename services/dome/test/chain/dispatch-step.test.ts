import { expect, test } from 'vitest';

import { createMeasure } from '@dome/planning';
import { fold } from '@dome/runs';
import type { StoredRunEvent } from '@dome/runs';

import { dispatchStep, EVENT_BYTES_MAX, WORK_MAX } from '../../src/chain/dispatch-step.ts';
import { NOTHING_STANDS } from '../../src/environments/standing.ts';
import { LAW } from '../law-of.ts';
import { startRun } from '../world.ts';
import type { World } from '../world.ts';
import { passing } from '../drive/scenarios.ts';

const WIDTH = 6;
const wide = (input: string): string => `apiVersion: dome/v1
kind: Plan
name: wide
version: 1.0.0
inputs:
  type: object
  properties:
    words: { type: array }
tasks:
${Array.from({ length: WIDTH }, (_, at) => `  pack-${at}:\n    uses: pack@^1\n    input: ${input}\n`).join('')}`;

/** How many inputs are made for the step that follows from the events: each of them reads the clock twice. */
function inputsMade(events: readonly StoredRunEvent[]): number {
  const state = fold(events);
  const wave = state?.waves.at(-1);
  if (state === undefined || wave === undefined) throw new Error('no wave has started');
  let asked = 0;
  const conditions = {
    get nowMs() {
      asked += 1;
      return 0;
    },
    law: LAW,
    standings: NOTHING_STANDS,
  };
  dispatchStep(state, wave, conditions);
  return asked / 2;
}

const dispatched = ({ store, runId }: World): number[] =>
  store
    .of(runId)
    .flatMap(({ event }) => (event.type === 'dev.dome.run.tasks-dispatched.v1' ? [event.data.tasks.length] : []));

test('a wave whose inputs take much work is dispatched completely, in bounded steps', async () => {
  const words = Array.from({ length: 60 }, (_, at) => `w${at}`);
  const costly = 'inputs.words.all(x, inputs.words.all(y, size(y) > 1))';
  const measure = createMeasure();
  expect(measure.evaluateText(costly, { inputs: { words } })).toEqual({ ok: true, value: true });
  const each = measure.spent;
  expect(each).toBeGreaterThan(WORK_MAX / 3);

  const world = await startRun({
    answer: passing,
    plan: wide(`{ level: "\${{ ${costly} ? 1 : 2 }}" }`),
    inputs: { words },
  });
  await world.pump();
  const inOneStep = Math.ceil(WORK_MAX / each);
  expect(dispatched(world)).toEqual(Array.from({ length: WIDTH / inOneStep }, () => inOneStep));
  expect(world.state().finished?.value.result).toBe('success');
});

test('of inputs that exceed one message, only those that fit are made, and one more', async () => {
  const inputs = { words: ['x'.repeat(EVENT_BYTES_MAX / 4)] };
  const text = 'inputs.words.map(word, word)[0]';
  const world = await startRun({ answer: passing, plan: wide(`{ name: "\${{ ${text} }}" }`), inputs });
  await world.pump();
  expect(dispatched(world)).toEqual([3, 3]);
  const chain = world.store.of(world.runId);
  const steps = chain.flatMap(({ event }, place) => (event.type === 'dev.dome.run.tasks-dispatched.v1' ? [place] : []));
  expect(steps.map((place) => inputsMade(chain.slice(0, place)))).toEqual([3 + 1, 3]);
});

test('jobs with large inputs that end at once are all settled, in bounded steps', async () => {
  const inputs = { words: ['x'.repeat(EVENT_BYTES_MAX / 4)] };
  const text = 'inputs.words.map(word, word)[0]';
  const world = await startRun({ answer: () => 'silence', plan: wide(`{ name: "\${{ ${text} }}" }`), inputs });
  await world.pump();
  await Promise.all(world.commands.map((request) => world.end(request, { result: 'success' })));
  const settled = world.store
    .of(world.runId)
    .flatMap(({ event }) => (event.type === 'dev.dome.run.tasks-settled.v1' ? [event.data.tasks.length] : []));
  expect(settled).toEqual([4, 2]);
  await world.pump();
  expect(world.state().finished?.value.result).toBe('success');
});

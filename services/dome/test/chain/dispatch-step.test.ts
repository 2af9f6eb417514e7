import { expect, test } from 'vitest';

import { evaluateText } from '../../src/expressions/expression.ts';
import { stepsSpent } from '../../src/expressions/meter.ts';
import { fillTemplates } from '../../src/expressions/template.ts';
import { EVENT_BYTES_MAX, WORK_MAX } from '../../src/chain/dispatch-step.ts';
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

function stepsOf(run: () => unknown): number {
  const before = stepsSpent();
  run();
  return stepsSpent() - before;
}

const dispatched = ({ store, runId }: World): number[] =>
  store
    .of(runId)
    .flatMap(({ event }) => (event.type === 'dev.dome.run.tasks-dispatched.v1' ? [event.data.tasks.length] : []));

test('a wave whose inputs are much work is dispatched in steps that are bounded, and all of it', async () => {
  const words = Array.from({ length: 60 }, (_, at) => `w${at}`);
  const costly = 'inputs.words.all(x, inputs.words.all(y, size(y) > 1))';
  const each = stepsOf(() => expect(evaluateText(costly, { inputs: { words } })).toEqual({ ok: true, value: true }));
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

test('of inputs that do not fit into one message no more are made than fit, and one', async () => {
  const inputs = { words: ['x'.repeat(EVENT_BYTES_MAX / 4)] };
  const text = 'inputs.words.map(word, word)[0]';
  const each = stepsOf(() => fillTemplates({ name: `\${{ ${text} }}` }, { inputs }));
  const world = await startRun({ answer: passing, plan: wide(`{ name: "\${{ ${text} }}" }`), inputs });
  const before = stepsSpent();
  await world.pump();
  expect(dispatched(world)).toEqual([3, 3]);
  // The scope of a run has a few names more.
  expect(Math.round((stepsSpent() - before) / each)).toBe(3 + 1 + 3);
});

test('jobs with large inputs that end at once are settled in steps that are bounded, and all of them', async () => {
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

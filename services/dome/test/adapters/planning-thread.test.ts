import { createPlanner } from '@dome/planning';
import { PLAN, POLICY } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { startPlanningThread } from '../../src/adapters/planning-thread.ts';
import { quiet } from '../world.ts';

const TEXTS = { plan: PLAN, policy: POLICY, needsPolicy: true };
/** About a second for a parser that collects each fault. */
const HEAVY = { plan: `[${','.repeat(98_000)}]`, needsPolicy: false };
/** Long for a plan of a few lines, and short for the heavy one. */
const ANSWER_MS = 300;

const start = (answerMs?: number) =>
  startPlanningThread({ logger: quiet, ...(answerMs === undefined ? {} : { answerMs }) });

describe('the thread', () => {
  test('answers what the planner answers', async () => {
    await using planning = start();
    const planner = createPlanner();
    const reading = await planning.read(TEXTS);
    expect(reading).toEqual(planner.read(TEXTS));
    expect(await planning.read({ ...TEXTS })).toBe(reading);
    expect(await planning.inputs({ schema: { type: 'object' }, inputs: { a: 1 } })).toEqual({ a: 1 });
  });

  test('refuses as the planner refuses', async () => {
    await using planning = start();
    const refused = planning.read({ plan: 'kind: Plan\n', needsPolicy: false });
    await expect(refused).rejects.toMatchObject({ code: 'PLAN_INVALID', message: expect.stringContaining('plan 1:1') });
    const extra = planning.inputs({ schema: undefined, inputs: { a: 1 } });
    await expect(extra).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('abandons a question that takes too long, and answers the next ones', async () => {
    await using planning = start(ANSWER_MS);
    const heavy = planning.read(HEAVY);
    const others = [planning.read(TEXTS), planning.read({ ...TEXTS, plan: `${PLAN}\n` })];
    await expect(heavy).rejects.toMatchObject({ code: 'PLAN_INVALID', message: expect.stringContaining('to read') });
    for (const reading of await Promise.all(others)) expect(reading.planDigest).toMatch(/^sha256:/);
  });

  test('leaves the event loop to its caller', async () => {
    await using planning = start();
    await planning.read(TEXTS);
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    await expect(planning.read(HEAVY)).rejects.toMatchObject({ code: 'PLAN_INVALID' });
    clearInterval(counting);
    expect(turns).toBeGreaterThan(10);
  });

  test('leaves nobody waiting when it ends', async () => {
    const planning = start();
    const asked = [planning.read(TEXTS), planning.read(HEAVY)].map((one) =>
      expect(one).rejects.toMatchObject({ code: 'UNAVAILABLE' }),
    );
    await planning[Symbol.asyncDispose]();
    await Promise.all(asked);
    await expect(planning.inputs({ schema: undefined, inputs: {} })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

// A small version of `npm run cursors`.
import { needPython } from '@dome/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createDice, seedsFor } from '../chaos/dice.ts';
import { openGround } from './ground.ts';
import type { Ground } from './ground.ts';
import { readAcknowledged, readDurable } from './read-killed.ts';

const [seed = 0] = seedsFor(1);
const say = (line: string): void => void process.stderr.write(`seed ${seed}: ${line}\n`);
const LINES = 3_000;

let ground: Ground;
beforeAll(async () => {
  ground = await openGround({ lines: LINES, atOnce: 40 });
}, 60_000);
afterAll(() => ground[Symbol.asyncDispose]());

test(
  'a reader that is killed again and again misses no line, and meets none twice that it acknowledged',
  { timeout: 120_000 },
  async () => {
    const judged = await readAcknowledged(ground, { lines: LINES, kills: 8, dice: createDice(seed), say });
    say(JSON.stringify(judged));
    expect(judged).toMatchObject({ total: LINES, missing: 0, repeatedDone: 0 });
    expect(judged.sessions).toBeGreaterThan(4);
  },
);

test('so does a stock pull consumer on a durable of its own', { timeout: 120_000 }, async (context) => {
  needPython(context, 'pip');
  const judged = await readDurable(ground, { kills: 3, dice: createDice(seed), say });
  say(JSON.stringify(judged));
  expect(judged).toMatchObject({ missing: 0, repeatedDone: 0 });
  expect(judged.sessions).toBeGreaterThan(1);
  expect(judged.total).toBeGreaterThan(10);
});

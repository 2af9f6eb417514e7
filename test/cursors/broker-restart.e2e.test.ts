// A reader outlives its broker: it reads every line once, and its position is kept as soon as there is somebody to keep it.
import { expect, test } from 'vitest';

import { moment } from '../chaos/dice.ts';
import { openGround } from './ground.ts';

const LINES = 4_000;
/** Shorter than an ack wait: the job goes on as well. */
const AWAY_MS = 300;
const FALLS_AT = [600, 2_000];

test('a reader goes on through the restarts of its broker, and so does its cursor', { timeout: 120_000 }, async () => {
  await using ground = await openGround({ lines: LINES, atOnce: 40 });
  const { server } = ground.server;
  const words = ['run', 'logs', ground.runId, '-f', '-o', 'jsonl', '--cursor', 'count', '--ack'];
  const reader = ground.dome(...words);
  const met: number[] = [];
  const falls = [...FALLS_AT];
  for await (const text of reader.lines) {
    const { line, text: printed, cursor, ended } = JSON.parse(text) as Record<string, unknown>;
    if (printed !== undefined) met.push(Number(line));
    if (typeof cursor === 'string') reader.tell(cursor);
    if (met.length >= (falls[0] ?? Infinity)) {
      falls.shift();
      await server.kill();
      await moment(AWAY_MS);
      await server.start();
    }
    if (ended !== undefined) break;
  }
  expect(await reader.ended).toMatchObject({ code: 0, err: expect.stringContaining('Connected to the broker again') });
  expect(met).toEqual(Array.from({ length: LINES }, (_, index) => index + 1));
  const again = ground.dome(...words);
  const rest: string[] = [];
  for await (const text of again.lines) rest.push(text);
  expect([(await again.ended).code, rest]).toEqual([0, []]);
});

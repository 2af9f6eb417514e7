// `npm run cursors`: one long log is read to its end by readers that are killed again and again, first with a cursor that the
// server keeps, then by a stock pull consumer in Python. It ends with 0 when nothing is missing and nothing came twice that was
// acknowledged, with 1 otherwise.
import process from 'node:process';
import { parseArgs } from 'node:util';

import { createDice } from '../chaos/dice.ts';
import { renderTable } from '../siege/table.ts';
import { openGround } from './ground.ts';
import type { Judged } from './judge.ts';
import { readAcknowledged, readDurable } from './read-killed.ts';

const SEEDS = 2 ** 31;
const USAGE = 'usage: npm run cursors -- [--lines 200000] [--kills 100] [--seed N] [--output json]';

interface Words {
  readonly lines: number;
  readonly kills: number;
  readonly seed: number;
  readonly json: boolean;
}

function readWords(): Words {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '200000' },
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * SEEDS)) },
      output: { type: 'string', default: 'text' },
    },
  });
  const [lines, kills, seed] = [values.lines, values.kills, values.seed].map(Number);
  if (lines === undefined || kills === undefined || seed === undefined) throw new Error(USAGE);
  if (![lines, kills, seed].every((value) => Number.isSafeInteger(value) && value >= 0)) throw new Error(USAGE);
  return { lines, kills, seed, json: values.output === 'json' };
}

function readOrExit(): Words {
  try {
    return readWords();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

const { lines, kills, seed, json } = readOrExit();
const say = (line: string): void => void process.stderr.write(`cursors: ${line}\n`);
say(`${lines} lines, ${kills} kills of each reader, seed ${seed}`);
await using ground = await openGround({ lines, atOnce: Math.ceil(lines / 1_300) });
const of = { lines, kills, dice: createDice(seed), say };
const judged: Record<string, Judged> = {
  'dome run logs --cursor --ack': await readAcknowledged(ground, of),
  'examples/python/consume.py': await readDurable(ground, of),
};
const holds = Object.values(judged).every(({ missing, repeatedDone }) => missing === 0 && repeatedDone === 0);
const rows = Object.entries(judged).map(([reader, { total, sessions, missing, repeated, repeatedDone }]) => [
  reader,
  ...[total, sessions, missing, repeated, repeatedDone].map(String),
]);
const head = ['reader', 'lines or records', 'readers', 'missing', 'repeated', 'repeated though acknowledged'];
process.stdout.write(
  json
    ? `${JSON.stringify({ lines, kills, seed, holds, judged }, undefined, 2)}\n`
    : `${renderTable([head, ...rows])}\n`,
);
process.exitCode = holds ? 0 : 1;

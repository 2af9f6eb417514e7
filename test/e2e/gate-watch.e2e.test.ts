// A program of a team's own is told of gates: none is missed, though the command is killed, or the program fails.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually, gatedPlan, humanPolicy } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';

/** Notes what it is told; while there is a file `broken`, it fails. */
const TELL = `import { appendFileSync, existsSync } from 'node:fs';
let text = '';
for await (const part of process.stdin) text += part;
const { id, what, gate } = JSON.parse(text);
if (existsSync('broken')) process.exit(9);
appendFileSync('told', [gate.runId, what, process.env.DOME_EVENT, id, ...process.argv.slice(2)].join(' ') + '\\n');
`;

const toldIn = async ({ dir }: CliStage): Promise<string[]> => {
  const text = await readFile(join(dir, 'told'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
};

async function submitted(stage: CliStage, key: string): Promise<string> {
  const words = ['--user', 'ada', 'run', 'submit', '-f', 'gated.plan.json', '--key', key, '-o', 'json'];
  return (JSON.parse((await stage.dome(...words)).out) as { runId: string }).runId;
}

const WATCH = ['--user', 'grace', 'gate', 'watch', '--cursor', 'team', '--from', 'first', '--mine'];
const EXEC = ['--exec', process.execPath, '--', 'tell.mjs', '#releases & more'];

test('every gate that waits is told of, across a kill and a program that fails', { timeout: 240_000 }, async () => {
  await using stage = await openCliStage();
  await stage.write('gated.plan.json', gatedPlan);
  await stage.write('gated.policy.json', humanPolicy);
  await stage.write('tell.mjs', TELL);

  const first = stage.start(...WATCH, ...EXEC);
  const runs = [await submitted(stage, 'one'), await submitted(stage, 'two')];
  await eventually(async () => (await toldIn(stage)).length >= 1, { timeoutMs: 60_000 });
  await first.kill();
  runs.push(await submitted(stage, 'three'));
  const second = stage.start(...WATCH, '-o', 'jsonl', ...EXEC);
  await eventually(
    async () => {
      const told = await toldIn(stage);
      expect(runs.filter((runId) => !told.some((line) => line.startsWith(`${runId} waiting waiting `)))).toEqual([]);
    },
    { timeoutMs: 60_000 },
  );
  // An argument is what was typed: no shell reads it.
  expect((await toldIn(stage)).filter((line) => !line.endsWith(' #releases & more'))).toEqual([]);

  // The same event has the same id, however often it is told.
  const ids = new Set((await toldIn(stage)).map((line) => line.split(' ')[3]));
  expect(ids.size).toBe(runs.length);

  // Who submitted the run is asked for nothing.
  expect(
    await stage.dome('--user', 'ada', 'gate', 'watch', '--from', 'first', '--mine', '--no-follow', '-o', 'jsonl'),
  ).toMatchObject({ exitCode: 0, out: '' });

  const since = async (when: string): Promise<number> => {
    const { out } = await stage.dome('gate', 'watch', '--since', when, '--no-follow', '-o', 'jsonl');
    return out.split('\n').length - 1;
  };
  expect([await since('1h'), await since('2099-01-01T00:00:00Z')]).toEqual([runs.length, 0]);

  await stage.write('broken', '');
  const { length } = await toldIn(stage);
  await stage.dome('--user', 'grace', 'gate', 'reject', `${runs[0]}/release`, '-y');
  // A decision is told of whoever it was that decided.
  await second.kill();
  const failing = await stage.dome(...WATCH, '--attempts', '1', '--no-follow', ...EXEC);
  expect(failing).toMatchObject({ exitCode: 1, err: expect.stringContaining('exit code 9  [NOTIFICATION_FAILED]') });
  expect(await toldIn(stage)).toHaveLength(length);

  await stage.shell('rm broken').ended;
  const after = await stage.dome(...WATCH, '--no-follow', ...EXEC);
  expect(after).toMatchObject({ exitCode: 0, out: expect.stringMatching(/decided .*\/release .*REJECT by grace/) });
  const told = await toldIn(stage);
  expect(told.some((line) => line.startsWith(`${runs[0]} decided decided `))).toBe(true);
});

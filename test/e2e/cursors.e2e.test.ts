// Cursors as people use them: one goes on where the other stopped, two of one name notice each other, and what a name stands for
// cannot change unnoticed.
import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';
import type { RunningCommand } from './command.ts';

// A dozen commands, each a process of its own: on a busy machine a second apiece.
vi.setConfig({ testTimeout: 90_000 });

async function count(stage: CliStage, key: string): Promise<void> {
  const input = ['-i', 'lines=4', '-i', 'seconds=0', '--key', key];
  expect(await stage.dome('skill', 'run', 'count-node', ...input, '-q')).toMatchObject({ exitCode: 0 });
}

interface EventLine {
  readonly type?: string;
  readonly cursor: string;
}

function eventsIn({ said }: Pick<RunningCommand, 'said'>): EventLine[] {
  const lines = said.out.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as EventLine);
}

const typesIn = (command: Pick<RunningCommand, 'said'>): (string | undefined)[] =>
  eventsIn(command).map(({ type }) => type?.replace(/^dev\.dome\.|\.v1$/g, ''));

test('events are followed from a place that is kept under a name, from any terminal', async () => {
  await using stage = await openCliStage();
  const filter = ['--filter', 'dome.evt.run.*.*.finished', '--filter', 'dome.evt.job.*.*.*.succeeded'];
  const first = stage.start('events', ...filter, '--cursor', 'board', '-o', 'jsonl');
  await eventually(async () => (await stage.dome('cursor', 'list')).out.includes('board'), { timeoutMs: 20_000 });
  await count(stage, 'one');
  await eventually(() => typesIn(first).length === 2, { timeoutMs: 20_000 });
  expect(new Set(typesIn(first))).toEqual(new Set(['job.succeeded', 'run.finished']));
  first.signal('SIGTERM');
  expect(await first.ended).toMatchObject({
    exitCode: 130,
    err: expect.stringContaining('dome events --filter'),
  });

  await count(stage, 'two');
  const next = await stage.dome('events', ...filter, '--cursor', 'board', '-o', 'jsonl', '--no-follow');
  expect(next.exitCode).toBe(0);
  expect(typesIn({ said: next })).toHaveLength(2);
  expect(eventsIn({ said: next }).map(({ cursor }) => cursor)).not.toEqual(eventsIn(first).map(({ cursor }) => cursor));
  const nothing = await stage.dome('events', ...filter, '--cursor', 'board', '-o', 'jsonl', '--no-follow');
  expect([nothing.exitCode, nothing.out]).toEqual([0, '']);

  const other = await stage.dome('events', '--cursor', 'board', '--no-follow');
  expect(other).toMatchObject({ exitCode: 2, err: expect.stringContaining('CURSOR_REUSED') });
  expect(await stage.dome('cursor', 'delete', 'board')).toMatchObject({ exitCode: 0, out: 'board deleted\n' });
  expect(await stage.dome('cursor', 'delete', 'board')).toMatchObject({ exitCode: 2 });
  const again = await stage.dome('events', '--cursor', 'board', '--from', 'first', '--no-follow', '-o', 'jsonl');
  expect(typesIn({ said: again })).toEqual(expect.arrayContaining(['run.submitted', 'job.started']));
  const unread = await stage.dome('events', '--filter', 'dome.evt.run.>', '--from', 'JOB_EVENTS:3');
  expect(unread).toMatchObject({ exitCode: 2, err: expect.stringContaining('JOB_EVENTS is not read') });
  expect(await stage.dome('events', '--cursor', 'board', '--ack')).toMatchObject({ exitCode: 2 });
});

test('changes of the law are events, too: followed with the others, and from a place of their own', async () => {
  await using stage = await openCliStage();
  const filter = ['--filter', 'dome.evt.law.>', '--no-follow', '-o', 'jsonl'];
  const all = await stage.dome('events', ...filter, '--from', 'first');
  expect(typesIn({ said: all })).toEqual(expect.arrayContaining(['law.applied']));
  const [first] = eventsIn({ said: all });
  expect(first?.cursor).toBe('LAW_EVENTS:2');
  const rest = await stage.dome('events', ...filter, '--from', first?.cursor ?? '');
  expect(eventsIn({ said: rest })).toEqual(eventsIn({ said: all }).slice(1));
  const people = await stage.dome('events', '--from', 'first', '--no-follow');
  expect(people.out).toMatch(/#1 +law\.applied +kind=\w+  name=\w+  version=1\.0\.0\n/);
});

test('of two readers of one name the first is told, and the second reads on', async () => {
  await using stage = await openCliStage();
  const read = ['events', '--filter', 'dome.evt.run.*.*.finished', '--cursor', 'board', '-o', 'jsonl'];
  const first = stage.start(...read);
  await eventually(async () => (await stage.dome('cursor', 'list')).out.includes('board'), { timeoutMs: 20_000 });
  const { out: before } = await stage.dome('cursor', 'list', '-o', 'jsonl');
  const second = stage.start(...read);
  await eventually(async () => (await stage.dome('cursor', 'list', '-o', 'jsonl')).out !== before, {
    timeoutMs: 20_000,
  });
  await count(stage, 'one');
  expect(await first.ended).toMatchObject({ exitCode: 1, err: expect.stringContaining('CURSOR_CONFLICT') });
  await count(stage, 'two');
  await eventually(() => typesIn(second).length === 2, { timeoutMs: 20_000 });
  second.signal('SIGINT');
  expect((await second.ended).exitCode).toBe(130);
});

test('a log is read on by name, and a name that stands for one run is not taken for another', async () => {
  await using stage = await openCliStage();
  await count(stage, 'one');
  const words = ['run', 'logs', '@latest', '--cursor', 'log', '--no-prefix'];
  const first = await stage.dome(...words);
  expect(first).toMatchObject({ exitCode: 0, err: expect.stringContaining('--cursor log') });
  expect(first.out.split('\n').filter((line) => line.startsWith('line'))).toHaveLength(4);
  expect(await stage.dome(...words)).toMatchObject({ exitCode: 0, out: '' });
  await count(stage, 'two');
  expect(await stage.dome(...words)).toMatchObject({ exitCode: 2, err: expect.stringContaining('CURSOR_REUSED') });
  expect((await stage.dome(...words, '--since-seq', '1')).exitCode).toBe(2);
  const { out } = await stage.dome('cursor', 'list', '-o', 'jsonl');
  expect(JSON.parse(out)).toMatchObject({ name: 'log', cursors: [expect.stringMatching(/^JOB_LOGS:\d+$/)] });
  const nobody = await stage.dome('--user', 'grace', 'cursor', 'list');
  expect(nobody).toMatchObject({ exitCode: 0, out: 'No cursors.\n' });
});

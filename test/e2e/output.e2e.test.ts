// How a command treats its reader, and how a reader affects a command: real pipes, real processes.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually, processesOf } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';

vi.setConfig({ testTimeout: 90_000 });

const SKILLS = join(import.meta.dirname, '..', '..', 'services', 'domed', 'test', 'fixtures', 'skills');
const LINES = 2_500_000;
const ONE = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'one',
  version: '1.0.0',
  tasks: { count: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } },
});

test('a slow reader gets the whole log, which ends when the reader has seen enough', async () => {
  await using stage = await openCliStage({ devArgs: ['--skills', SKILLS] });
  const script = `cat >/dev/null; seq 1 ${LINES}`;
  expect(await stage.dome('skill', 'run', 'shell', '-i', `script=${script}`, '-q')).toMatchObject({ exitCode: 0 });

  const slow = await stage.shell('$DOME run logs @latest --no-prefix | (sleep 4; wc -l); echo ${PIPESTATUS[0]}').ended;
  expect(slow.out.split(/\s+/)).toEqual([String(LINES), '0', '']);
  const few = await stage.shell('$DOME run logs @latest --no-prefix | head -n 2; echo ${PIPESTATUS[0]}').ended;
  expect(few).toMatchObject({ out: '1\n2\n0\n', err: '' });

  const long = `cat >/dev/null; echo before; head -c 100000 /dev/zero | tr '\\0' x; echo; echo after`;
  expect(await stage.dome('skill', 'run', 'shell', '-i', `script=${long}`, '-q')).toMatchObject({ exitCode: 0 });
  const shown = (await stage.dome('run', 'logs', '@latest', '--no-prefix')).out.split('\n');
  expect(shown.map((line) => [line.slice(0, 6), line.endsWith('x … (cut after 64 KiB)')])).toEqual([
    ['before', false],
    ['xxxxxx', true],
    ['after', false],
    ['', false],
  ]);
  const records = (await stage.dome('run', 'logs', '@latest', '-o', 'jsonl')).out.trim().split('\n');
  expect(records.map((record) => (JSON.parse(record) as { truncated?: boolean }).truncated)).toContain(true);
});

test('a command whose messages nobody reads has its own exit code', async () => {
  await using stage = await openCliStage();
  await stage.write('one.plan.json', ONE);
  for (const [words, code] of [
    ['skill list', 0],
    ['run get nothing-here', 2],
    ['run submit -f one.plan.json --wait', 0],
  ] as const) {
    const closed = await stage.shell(`$DOME ${words} >/dev/null 2>&-; echo $?`).ended;
    expect(closed.out, words).toBe(`${code}\n`);
    // The reader of its standard error is gone before it begins.
    const gone = await stage.shell(`{ (sleep 0.2; $DOME ${words} 2>&1 >/dev/null; echo $? >&3) | true; } 3>&1`).ended;
    expect(gone.out, words).toBe(`${code}\n`);
  }
});

test("only a skill's result is on standard output, whatever is shown on the way", async () => {
  await using stage = await openCliStage();
  const words = ['skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=0'];
  const shown = await stage.dome(...words);
  expect(JSON.parse(shown.out)).toEqual({ lines: 2 });
  expect(shown).toMatchObject({ exitCode: 0, err: expect.stringMatching(/task +count-node +started/) });
  const waited = await stage.dome(...words, '--wait');
  expect(JSON.parse(waited.out)).toEqual({ lines: 2 });
  expect(waited.err).toContain('succeeded in');
  const told = (await stage.dome('run', 'watch', '@latest', '-o', 'jsonl')).out.trim().split('\n');
  const types = told.map((line) => (JSON.parse(line) as { type: string }).type.replace(/^dev\.dome\.|\.v1$/g, ''));
  expect(types.at(-1)).toBe('run.finished');
  expect(types.indexOf('run.tasks-settled')).toBeGreaterThan(types.indexOf('job.succeeded'));
  const forPrograms = await stage.dome(...words, '-o', 'jsonl');
  expect(JSON.parse(forPrograms.out)).toMatchObject({ result: 'success', output: { lines: 2 } });
});

test('a skill that is run alone is heard: its log as it comes, and at its end what it says of itself', async () => {
  await using stage = await openCliStage({ devArgs: ['--skills', SKILLS] });
  const script = [
    'echo first; echo "::warning file=a.txt,line=3,title=odd::looks odd"; echo last >&2',
    'echo "**two** words" >>"$DOME_SUMMARY"',
  ].join('; ');
  const { exitCode, out, err } = await stage.dome('skill', 'run', 'shell', '-i', `script=${script}`);
  expect({ exitCode, out: JSON.parse(out) as unknown }).toEqual({ exitCode: 0, out: {} });
  const places = [
    '│ first\n',
    '│ last\n',
    'succeeded in',
    '  two words\n',
    '  warning  a.txt:3  odd: looks odd\n',
    '  ran for ',
  ];
  expect(places.map((text) => err.includes(text))).toEqual(places.map(() => true));
  const order = places.filter((text) => !text.includes('last')).map((text) => err.indexOf(text));
  expect(order).toEqual(order.toSorted((a, b) => a - b));

  const failed = await stage.dome('skill', 'run', 'shell', '-i', 'script=echo almost; exit 1');
  expect(failed.exitCode).toBe(5);
  expect(failed.err).toMatch(/│ almost\n[^]*SKILL_FAILED\n[^]*ran for /);
  const forPrograms = await stage.dome('skill', 'run', 'shell', '-i', `script=${script}`, '-o', 'json');
  expect(forPrograms.err).toBe('');
  expect(JSON.parse(forPrograms.out)).toMatchObject({ result: 'success', summary: '**two** words\n' });
});

test('a stack whose messages nobody reads continues, and leaves nothing behind', async () => {
  await using stage = await openCliStage();
  const facts = join(stage.dir, 'state', 'dome', 'dev');
  const before = await readdir(facts);
  const words = `--skills ${join(import.meta.dirname, '..', 'fixtures', 'skills')} --port 0 --domed 2`;
  const second = stage.shell(`exec $DOME dev ${words} 2> >(true)`);
  await eventually(() => second.said.out.includes('ready in'), { timeoutMs: 60_000 });
  const [, first = 0] = /domed-1 \((\d+)\)/.exec(second.said.out) ?? [];
  process.kill(Number(first), 'SIGKILL');
  await eventually(() => !processesOf(stage.dir).some(({ pid }) => pid === Number(first)));
  second.signal('SIGTERM');
  expect(await second.ended).toMatchObject({ exitCode: 0 });
  expect(await readdir(facts)).toEqual(before);
});

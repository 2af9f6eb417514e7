// The command line as people use it: a stack in one terminal, commands in another, and only what they would type.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually, gatedPlan, humanPolicy, processesOf } from '@dome/testkit';
import { expect, test, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';

import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';

// A dozen commands, each a process of its own: on a busy machine a second apiece.
vi.setConfig({ testTimeout: 90_000 });

const LINES = 120;

const plan = (seconds: number): string =>
  JSON.stringify({
    apiVersion: 'dome/v1',
    kind: 'Plan',
    name: 'count',
    version: '1.0.0',
    tasks: {
      first: { uses: 'count-process@^1', input: { lines: LINES, seconds } },
      second: { uses: 'count-node@^1', input: { lines: LINES, seconds }, needs: [] },
      third: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 }, needs: ['first', 'second'] },
    },
  });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The pids of the planes, as the banner names them. */
function planePids(stage: CliStage): number[] {
  return [...stage.dev.said.out.matchAll(/dome[d\d-]* \((\d+)\)/g)].map(([, pid]) => Number(pid));
}

/** The arguments of a printed command, without `dome`. */
function printedCommand(text: string, what: RegExp): string[] {
  const [, words] = what.exec(text) ?? [];
  return (words ?? '').trim().split(' ').slice(1);
}

test('a stack is ready in a moment, says how to reach it, and leaves nothing behind', async () => {
  await using stage = await openCliStage();
  const [, seconds] = /ready in ([\d.]+)s/.exec(stage.dev.said.out) ?? [];
  process.stderr.write(`dome dev was ready in ${seconds} s\n`);
  expect(Number(seconds)).toBeLessThan(20);

  const contexts = await readdir(join(stage.dir, 'config', 'nats', 'context'));
  expect(contexts).toEqual(
    expect.arrayContaining([
      'dome-OPERATOR.json',
      'dome-PROVISIONER-DOMED.json',
      'dome-PROVISIONER-DOME.json',
      'dome-PEOPLE-ada.json',
      'dome-VIEW.json',
    ]),
  );
  const planes = planePids(stage);
  expect(planes).toHaveLength(2);
  const skills = await stage.dome('skill', 'list', '-o', 'jsonl');
  expect(skills.exitCode).toBe(0);
  expect(
    skills.out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name),
  ).toContain('count-node');
  const asStarted = await stage.dome('topology', 'diff');
  expect(asStarted).toMatchObject({ exitCode: 0, out: expect.stringContaining('domed_default_count-node') });
  expect(await stage.dome('topology', 'diff', '--ack-wait', '30s')).toMatchObject({
    exitCode: 8,
    out: expect.stringMatching(/RUN_EVENTS\/dome-engine +ack_wait 2\.0s, declared 30s/),
  });
  expect(await stage.dome('topology', 'diff', '--store', '1GiB')).toMatchObject({
    exitCode: 8,
    out: expect.stringMatching(/JOB_LOGS +max_bytes [\d.]+ GiB, declared [\d.]+ MiB/),
  });

  stage.dev.signal('SIGINT');
  expect(await stage.dev.ended).toMatchObject({ exitCode: 0 });
  expect(planes.filter(isAlive)).toEqual([]);
  expect(await readdir(join(stage.dir, 'state', 'dome', 'dev'))).toEqual([]);
});

test('a second stack takes no context from the first, prints its own, and removes them at its end', async () => {
  await using stage = await openCliStage();
  const folder = join(stage.dir, 'config', 'nats', 'context');
  const before = await readFile(join(folder, 'dome-OPERATOR.json'), 'utf8');
  const skills = join(import.meta.dirname, '..', 'fixtures', 'skills');
  const second = stage.start('dev', '--skills', skills, '--port', '0', '--ack-wait', '2s');
  await eventually(() => second.said.out.includes('ready in'), { timeoutMs: 60_000 });
  const [, port] = /nats:\/\/127\.0\.0\.1:(\d+)/.exec(second.said.out) ?? [];
  expect(second.said.out).toContain(`nats --context dome-${port}-OPERATOR stream ls`);
  expect(second.said.out).toMatch(/Beside +nats:\/\/127\.0\.0\.1:\d+ \(process \d+\) +commands here use this stack/);
  expect(await readdir(folder)).toContain(`dome-${port}-OPERATOR.json`);
  expect(await readFile(join(folder, 'dome-OPERATOR.json'), 'utf8')).toBe(before);
  expect((await stage.dome('--context', 'dome-PROVISIONER-DOMED', 'topology', 'diff')).exitCode).toBe(0);

  second.signal('SIGINT');
  expect(await second.ended).toMatchObject({ exitCode: 0 });
  expect((await readdir(folder)).filter((name) => name.includes(port ?? '-'))).toEqual([]);
});

test('a stack that is killed takes its planes and its broker with it', async () => {
  await using stage = await openCliStage();
  const planes = planePids(stage);
  const [, port] = /nats:\/\/127\.0\.0\.1:(\d+)/.exec(stage.dev.said.out) ?? [];
  stage.dev.signal('SIGKILL');
  await stage.dev.ended;
  await eventually(() => planes.filter(isAlive).length === 0, { timeoutMs: 30_000 });
  await eventually(async () => (await readdir(stage.temporary)).length === 0, { timeoutMs: 20_000 });
  const orphan = await stage.dome('-s', `nats://127.0.0.1:${port}`, 'run', 'list', '--timeout', '1s');
  expect(orphan.exitCode).toBe(4);
});

test('a stack continues with the remaining daemon, and without one until it is started again', async () => {
  await using stage = await openCliStage({ devArgs: ['--domed', '2'] });
  const [, first = 0, second = 0] = planePids(stage);
  const run = ['skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=0', '-q'];
  process.kill(first, 'SIGKILL');
  await eventually(() => stage.dev.said.err.includes('domed-1 was killed by SIGKILL'), { timeoutMs: 20_000 });
  expect(await stage.dome(...run)).toMatchObject({ exitCode: 0 });
  await eventually(() => stage.dev.said.err.includes('domed-1 is running again'), { timeoutMs: 20_000 });
  process.kill(second, 'SIGKILL');
  await eventually(() => stage.dev.said.err.includes('domed-2 is running again'), { timeoutMs: 20_000 });
  expect(await stage.dome(...run)).toMatchObject({ exitCode: 0 });
});

test('a stack without its broker ends, and says why', async () => {
  await using stage = await openCliStage();
  const planes = planePids(stage);
  const [server] = processesOf(stage.temporary).filter(({ command }) => / -c .*server\.conf/.test(command));
  process.kill(server?.pid ?? expect.fail('no server'), 'SIGKILL');
  expect(await stage.dev.ended).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('nats-server: the server ended with SIGKILL'),
  });
  expect(planes.filter(isAlive)).toEqual([]);
  expect(await readdir(stage.temporary)).toEqual([]);
});

test('a run is submitted and watched, detached from, followed again, and never shown twice', async () => {
  await using stage = await openCliStage();
  await stage.write('count.plan.json', plan(2));
  const watching = stage.start('run', 'submit', '-f', 'count.plan.json', '--watch');
  await eventually(() => watching.said.out.includes('started     skill=count-process@1.0.0'), { timeoutMs: 30_000 });
  watching.signal('SIGINT');
  const letGo = await watching.ended;
  expect(letGo.exitCode).toBe(130);
  expect(letGo.err).toContain('Detached; the run continues.');
  expect(letGo.out).toMatch(/wave {2}1 {13}started .*tasks=first,second/);

  const again = await stage.dome(...printedCommand(letGo.err, /Resume: +npx (dome run watch .*)/));
  expect(again.exitCode).toBe(0);
  expect(again.out).toMatch(/run +count-\w+ +success/);
  expect(again.out).not.toContain('submitted');
  const settled = [...`${letGo.out}${again.out}`.matchAll(/task +(\w+) +success/g)].map(([, task]) => task);
  expect(new Set(settled)).toEqual(new Set(['first', 'second', 'third']));
  expect(settled).toHaveLength(3);
  expect(await stage.dome('run', 'watch', '@latest', '-q')).toMatchObject({ exitCode: 0 });
});

test('a followed log that is cut and resumed has every line once, in order', async () => {
  await using stage = await openCliStage();
  await stage.write('count.plan.json', plan(4));
  const submitted = await stage.dome('run', 'submit', '-f', 'count.plan.json', '-o', 'json');
  const { runId } = JSON.parse(submitted.out) as { runId: string };
  const following = stage.start('run', 'logs', '@latest', '-f', '-o', 'jsonl');
  await eventually(() => following.said.out.split('\n').length > 20, { timeoutMs: 30_000 });
  following.signal('SIGINT');
  const first = await following.ended;
  expect(first.exitCode).toBe(130);
  const resume = printedCommand(first.err, /Resume: +npx (dome run logs .*)/);
  expect(resume.slice(0, 3)).toEqual(['run', 'logs', runId]);
  const rest = await stage.dome(...resume, '-o', 'jsonl');
  expect(rest.exitCode).toBe(0);

  const records = `${first.out}${rest.out}`
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogRecord);
  for (const [taskId, count] of [
    ['first', LINES],
    ['second', LINES],
    ['third', 2],
  ] as const) {
    const lines = records.filter((one) => one.taskId === taskId && one.line !== undefined).map((one) => one.line);
    expect(lines).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  }
  expect(records.filter(({ gap }) => gap !== undefined)).toEqual([]);
  const whole = await stage.dome('run', 'logs', runId, '--task', 'first', '--no-prefix');
  expect(whole.out.trim().split('\n')).toHaveLength(LINES);
  const documents = parseAllDocuments((await stage.dome('run', 'logs', runId, '--task', 'third', '-o', 'yaml')).out);
  expect(documents.map((one): unknown => one.get('line')).filter((line) => line !== undefined)).toEqual([1, 2]);
  expect(await stage.dome('run', 'logs', runId, '--task', 'fourth')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('Its tasks are first, second, third.'),
  });
});

interface LogRecord {
  readonly taskId: string;
  readonly line?: number;
  readonly gap?: object;
}

test('the exit code tells apart: not there, not allowed, failed, canceled, time over', async () => {
  await using stage = await openCliStage();
  expect(await stage.dome('run', 'get', 'nothing-here')).toMatchObject({ exitCode: 2 });
  expect(await stage.dome('--user', 'mallory', 'run', 'list')).toMatchObject({ exitCode: 3 });
  const bad = await stage.dome('skill', 'run', 'count-node', '-i', 'lines=many', '-o', 'json', '--wait');
  expect(bad).toMatchObject({ exitCode: 2, out: '' });
  expect(JSON.parse(bad.err)).toMatchObject({ error: { code: 'INPUT_INVALID' } });

  await stage.write('count.plan.json', plan(30));
  const late = await stage.dome('run', 'submit', '-f', 'count.plan.json', '--wait', '--wait-timeout', '500ms');
  expect(late).toMatchObject({ exitCode: 124, err: expect.stringContaining('dome run watch') });
  expect(await stage.dome('run', 'cancel', '@latest', '-m', 'enough')).toMatchObject({ exitCode: 0 });
  expect(await stage.dome('run', 'watch', '@latest')).toMatchObject({ exitCode: 7 });

  const one = await stage.dome(
    'skill',
    'run',
    'count-node',
    '-i',
    'lines=2',
    '-i',
    'seconds=0',
    '-o',
    'json',
    '--wait',
    '--wait-timeout',
    '30d',
  );
  expect(one.exitCode).toBe(0);
  expect(JSON.parse(one.out)).toMatchObject({ result: 'success', output: { lines: 2 } });
  const quiet = await stage.dome('skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=0', '-q');
  expect(JSON.parse(quiet.out)).toEqual({ lines: 2 });
});

test('another person votes on a gate, on the evidence that was shown', async () => {
  await using stage = await openCliStage();
  await stage.write('gated.plan.json', gatedPlan);
  await stage.write('gated.policy.json', humanPolicy);
  const submit = ['--user', 'ada', 'run', 'submit', '-f', 'gated.plan.json', '-o', 'json'];
  const { runId } = JSON.parse((await stage.dome(...submit)).out) as { runId: string };
  const watching = stage.start('run', 'watch', runId);
  await eventually(() => /gate +release +waiting/.test(watching.said.out), { timeoutMs: 30_000 });

  const listed = await stage.dome('gate', 'list', '-o', 'jsonl');
  const gate = JSON.parse(listed.out) as { runId: string; evidenceDigest: string };
  expect(gate.runId).toBe(runId);
  const asked = await stage.dome('--user', 'grace', 'gate', 'approve', runId);
  expect(asked).toMatchObject({ exitCode: 2, err: expect.stringContaining('--yes') });
  expect(asked.err).toContain(gate.evidenceDigest);
  const own = await stage.dome('--user', 'ada', 'gate', 'approve', `${runId}/release`, '-y');
  expect(own).toMatchObject({ exitCode: 3, err: expect.stringContaining('[SELF_APPROVAL]') });
  const vote = await stage.dome(
    '--user',
    'grace',
    'gate',
    'reject',
    runId,
    'release',
    '-y',
    '-m',
    'not on a Friday',
    '-o',
    'json',
  );
  expect(JSON.parse(vote.out)).toMatchObject({ verdict: 'reject', by: 'grace', evidenceDigest: gate.evidenceDigest });
  expect(await watching.ended).toMatchObject({ exitCode: 6, out: expect.stringContaining('"not on a Friday"') });
  expect(await stage.dome('gate', 'approve', '-y')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('No gate is waiting'),
  });
});

test('only the owner can read the facts of a stack', async () => {
  await using stage = await openCliStage();
  const folder = join(stage.dir, 'state', 'dome', 'dev');
  const [name = ''] = await readdir(folder);
  const facts = JSON.parse(await readFile(join(folder, name), 'utf8')) as { passwords: Record<string, string> };
  expect(Object.keys(facts.passwords)).toEqual(expect.arrayContaining(['dome', 'domed', 'ada', 'grace']));
  expect(new Set(Object.values(facts.passwords)).size).toBe(Object.keys(facts.passwords).length);
});

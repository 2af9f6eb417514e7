// What a run has left, looked at and fetched by name from another terminal, each in one command.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sha256Digest } from '@dome/contracts';
import { eventually, gatedPlan, humanPolicy } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';

// A dozen commands, each a process of its own: on a busy machine a second apiece.
vi.setConfig({ testTimeout: 120_000 });

const plan = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'mend',
  version: '1.0.0',
  partialFailure: 'continue',
  tasks: { check: { uses: 'tree-check@^1' }, pack: { uses: 'tree-pack@^1', needs: ['check'] } },
  gates: { quality: {} },
  loop: { maxIterations: 2, remedy: { tasks: { fix: { uses: 'tree-fix@^1' } } } },
});
const countPlan = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'count',
  version: '1.0.0',
  inputs: { type: 'object', properties: { lines: { type: 'integer' } } },
  tasks: { count: { uses: 'count-node@^1', input: { lines: '${{ inputs.lines }}', seconds: 0 } } },
});
const policy = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Policy',
  name: 'mend',
  version: '1.0.0',
  gates: {
    quality: {
      rules: [{ id: 'good', expression: 'tasks.check.result == "success"', reasonCode: 'CHECK_FAILED', risk: 60 }],
    },
  },
});

/** A run of two rounds: the check says no, the remedy mends the tree, the check says yes. */
async function mendedRun(stage: CliStage): Promise<string> {
  await stage.write('mend.plan.json', plan);
  await stage.write('mend.policy.json', policy);
  await mkdir(join(stage.dir, 'tree'));
  await stage.write('tree/state', 'bad\n');
  await stage.write('tree/other', 'stays\n');
  const submit = ['run', 'submit', '-f', 'mend.plan.json', '--workspace', 'tree', '--wait', '-o', 'json'];
  const said = await stage.dome(...submit);
  expect(said, said.err).toMatchObject({ exitCode: 0 });
  return (JSON.parse(said.out) as { runId: string }).runId;
}

test('everything that a run has left is shown, fetched by name and verified, in one command each', async () => {
  await using stage = await openCliStage();
  const runId = await mendedRun(stage);

  const first = await stage.dome('run', 'get', `${runId}/check/1`);
  expect(first).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining(`${runId}/check/1   tree-check@1.0.0   failure`),
  });
  expect(first.out).toContain('the tree is bad');
  expect(first.out).toMatch(/FINDINGS\n {2}error {2}state:1 {2}it reads bad/);
  expect(first.out).toMatch(/built by +domed-1/);
  const last = JSON.parse((await stage.dome('run', 'get', '@latest', 'check', '--json')).out) as object;
  expect(last).toMatchObject({ iteration: 2, result: 'success', output: { state: 'good' }, findings: [] });

  expect(await stage.dome('run', 'describe', runId)).toMatchObject({
    exitCode: 0,
    out: expect.stringMatching(/TASKS\n[^]*check\/1 +✖ failure[^]*DECISIONS\n[^]*quality\/1 +REJECT +CHECK_FAILED/),
  });
  const outputs = await stage.dome('run', 'outputs', runId, '-o', 'json');
  expect(JSON.parse(outputs.out)).toMatchObject({ check: { state: 'good' } });
  expect((await stage.dome('run', 'outputs', `${runId}/check/1`)).out).toContain('state: bad');
  const events = (await stage.dome('run', 'events', runId, '-o', 'jsonl')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string });
  expect(events[0]?.type).toBe('dev.dome.run.submitted.v1');
  expect(events.at(-1)?.type).toBe('dev.dome.run.finished.v1');
  expect(events.filter(({ type }) => type === 'dev.dome.job.started.v1')).toHaveLength(5);
  const ofFix = await stage.dome('run', 'events', runId, '--task', 'fix');
  expect(ofFix.out.trim().split('\n')).toHaveLength(2);

  const listed = await stage.dome('run', 'artifacts', runId, '-o', 'jsonl');
  const artifacts = listed.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { iteration: number; name: string; digest: string });
  expect(artifacts.map(({ iteration, digest }) => [iteration, digest])).toEqual([
    [1, sha256Digest('bad\n')],
    [2, sha256Digest('good\n')],
  ]);
  expect(await stage.dome('artifact', 'get', `${runId}/pack/1/package`, '-o', '-')).toMatchObject({ out: 'bad\n' });
  expect(await stage.dome('artifact', 'get', sha256Digest('good\n'), '-o', 'good.txt')).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(stage.dir, 'good.txt'), 'utf8')).toBe('good\n');
  expect(await stage.dome('run', 'artifacts', runId, '--download', 'all')).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(stage.dir, 'all', 'pack', 'package'), 'utf8')).toBe('good\n');

  const log = async (...words: string[]): Promise<string> => (await stage.dome('run', 'logs', runId, ...words)).out;
  expect(await log('--task', 'check')).toBe('the tree is bad\nerror state:1: it reads bad\nthe tree is good\n');
  expect(await log('--failed')).toBe('the tree is bad\nerror state:1: it reads bad\n');
  expect(await log('--tail', '1', '--grep', 'bad|good', '--iteration', '2')).toMatch(
    /^#\d+ +check │ the tree is good\n$/,
  );
  expect(await log('--since', '1ms')).toBe('');

  const shown = await stage.dome('provenance', 'show', `${runId}/fix`);
  expect(shown).toMatchObject({ exitCode: 0, out: expect.stringMatching(/✔ job .*_fix_1 ended with event #\d+/) });

  const patch = await stage.dome('workspace', 'diff', runId);
  expect(patch.out).toContain('-bad\n+good\n');
  expect(patch.out).not.toContain('other');
  await writeFile(join(stage.dir, 'mend.patch'), patch.out);
  execFileSync('git', ['apply', '../mend.patch'], {
    cwd: join(stage.dir, 'tree'),
    env: { ...process.env, GIT_CEILING_DIRECTORIES: stage.dir },
  });
  expect(await readFile(join(stage.dir, 'tree', 'state'), 'utf8')).toBe('good\n');
  expect(await stage.dome('workspace', 'get', runId, '--submitted', '-o', 'before')).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(stage.dir, 'before', 'state'), 'utf8')).toBe('bad\n');
  expect(await stage.dome('workspace', 'diff', runId, 'check')).toMatchObject({
    out: '',
    err: expect.stringContaining('Nothing was changed.'),
  });
});

test('a file is replaced only when told to, and what is not there is said with what is', async () => {
  await using stage = await openCliStage();
  const runId = await mendedRun(stage);
  await stage.write('package', 'mine');
  const get = ['artifact', 'get', `${runId}/pack/package`];
  expect(await stage.dome(...get)).toMatchObject({ exitCode: 2, err: expect.stringContaining('exists already') });
  expect(await readFile(join(stage.dir, 'package'), 'utf8')).toBe('mine');
  expect(await stage.dome(...get, '--force', '-o', 'json')).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(stage.dir, 'package'), 'utf8')).toBe('good\n');
  expect(await stage.dome('workspace', 'get', runId, '-o', 'tree')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('is not empty'),
  });

  const missing = async (...words: string[]): Promise<string> => {
    const said = await stage.dome(...words);
    expect(said.exitCode).toBe(2);
    return said.err;
  };
  expect(await missing('artifact', 'get', `${runId}/pack/nothing`)).toContain('It has package.');
  expect(await missing('artifact', 'get', sha256Digest('nothing'), '-o', 'x')).toContain('Nothing is stored under');
  expect(await missing('run', 'get', runId, 'nothing')).toContain('Its tasks are');
  expect(await missing('run', 'get', `${runId}/fix/2`)).toContain('not in all of them');
  expect(await missing('artifact', 'get', sha256Digest('good\n'))).toContain('Give the file with -o');
  expect((await readdir(stage.dir)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a run is repeated as a new one that names it, found by what it is, and waited for', async () => {
  await using stage = await openCliStage();
  await stage.write('count.plan.json', countPlan);
  const submit = ['run', 'submit', '-f', 'count.plan.json', '-i', 'lines=2', '-l', 'team=x', '-o', 'json'];
  const { runId } = JSON.parse((await stage.dome('--user', 'ada', ...submit)).out) as { runId: string };
  expect(await stage.dome('run', 'wait', runId)).toMatchObject({ exitCode: 0 });

  const retry = ['run', 'retry', runId, '--with-input', 'lines=3', '-l', 'try=2', '--wait', '-o', 'json'];
  const again = await stage.dome('--user', 'grace', ...retry);
  expect(again, again.err).toMatchObject({ exitCode: 0 });
  const view = JSON.parse(again.out) as { runId: string };
  expect(view).toMatchObject({ retryOf: runId, labels: { team: 'x', try: '2' }, submittedBy: { user: 'grace' } });
  const task = await stage.dome('run', 'get', `${view.runId}/count`, '--json');
  expect(JSON.parse(task.out)).toMatchObject({ output: { lines: 3 } });
  expect((await stage.dome('run', 'get', view.runId)).out).toContain(`again of ${runId}`);

  const found = async (...filters: string[]): Promise<string[]> => {
    const { out } = await stage.dome('run', 'list', ...filters, '-o', 'jsonl');
    return [...out.matchAll(/"runId":"([^"]+)"/g)].map(([, id = '']) => id);
  };
  expect(await found('--by', 'ada')).toEqual([runId]);
  expect(await found('--label', 'team=x')).toEqual([view.runId, runId]);
  expect(await found('--label', 'team=x', '--label', 'try=2', '--result', 'success')).toEqual([view.runId]);
  expect(await found('--since', '1h', '--by', 'grace')).toEqual([view.runId]);
  expect(await found('--since', '2100-01-01T00:00:00Z')).toEqual([]);
  expect(await stage.dome('run', 'retry', 'count-zzzzzzzz')).toMatchObject({ exitCode: 2 });
  expect(await stage.dome('run', 'retry', runId, '--with-input', 'lines=many', '--workspace', '.')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('\n-i lines=many  /inputs/lines must be integer\n'),
  });
  expect((await stage.dome('run', 'retry', runId, '-q')).out).toMatch(/^count-[a-z2-7]{8}\n$/);
});

test('a wait for a gate ends when people are asked, and a list that is watched says so', async () => {
  await using stage = await openCliStage();
  await stage.write('gated.plan.json', gatedPlan);
  await stage.write('gated.policy.json', humanPolicy);
  const watching = stage.start('run', 'list', '--watch', '-o', 'jsonl');
  const submit = ['--user', 'ada', 'run', 'submit', '-f', 'gated.plan.json', '-o', 'json'];
  const { runId } = JSON.parse((await stage.dome(...submit)).out) as { runId: string };
  expect(await stage.dome('run', 'wait', runId, '--for', 'gate', '--wait-timeout', '60s')).toMatchObject({
    exitCode: 0,
    out: `${runId}/release waits for people\n`,
    err: expect.stringContaining(`gate approve ${runId}/release`),
  });
  await eventually(() => /"state":"waiting"/.test(watching.said.out), { timeoutMs: 30_000 });
  const silent = stage.start('run', 'wait', runId);
  await eventually(() => silent.said.err !== '', { timeoutMs: 30_000 });
  expect(await stage.dome('--user', 'grace', 'gate', 'reject', runId, '-y')).toMatchObject({ exitCode: 0 });
  expect(await silent.ended).toMatchObject({
    exitCode: 6,
    err: expect.stringContaining(`${runId}/release waits for people:`),
  });
  // A run that ends before a gate waits again has the exit code of its end.
  expect(await stage.dome('run', 'wait', runId, '--for', 'gate')).toMatchObject({ exitCode: 6 });
  await eventually(() => /"result":"failure"/.test(watching.said.out), { timeoutMs: 30_000 });
  watching.signal('SIGINT');
  expect(await watching.ended).toMatchObject({ exitCode: 130 });
});

test('nobody waits for people unawares, however little was asked to be said', async () => {
  await using stage = await openCliStage({ files: { 'gated.plan.json': gatedPlan, 'gated.policy.json': humanPolicy } });
  const submit = ['--user', 'ada', 'run', 'submit', '-f', 'gated.plan.json'];
  for (const quietly of [
    ['--wait', '-q'],
    ['--wait', '-o', 'json'],
    ['--watch', '-q'],
  ]) {
    const waiting = stage.start(...submit, ...quietly);
    await eventually(() => waiting.said.err.includes('/release waits for people:'), { timeoutMs: 30_000 });
    expect(waiting.said.out).toBe('');
    expect(await stage.dome('--user', 'ada', 'run', 'cancel', '@latest')).toMatchObject({ exitCode: 0 });
    expect(await waiting.ended).toMatchObject({ exitCode: 7 });
  }
});

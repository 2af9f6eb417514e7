import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-plan-'));
  await plant({ '.git/HEAD': '' });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function plant(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
}

/** Where a broker would be asked for, none answers. */
async function dome(...words: string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const io = memoryIo({ cwd: home, env: { HOME: home, NATS_URL: 'nats://127.0.0.1:1' } });
  const exitCode = await runCli(words, { version: '0.0.0', ioFor: () => io });
  return { exitCode, ...io.written };
}

const HEAD = 'apiVersion: dome/v1\nkind: Plan\nname: check\nversion: 1.0.0\n';
const PLAN = `${HEAD}policy: check@^1
inputs: { type: object, required: [dir], properties: { dir: { type: string } }, additionalProperties: false }
tasks:
  lines: { uses: count-lines@^1, input: { path: "\${{ inputs.dir }}" } }
  other: { uses: elsewhere@^2 }
gates: { tests: {} }
`;
const POLICY = `apiVersion: dome/v1
kind: Policy
name: check
version: 1.2.0
gates: { tests: { rules: [{ id: few, expression: tasks.lines.output.lines < 100, reasonCode: TOO_MANY }] } }
`;
const SKILL = `apiVersion: dome/v1
kind: Skill
name: count-lines
version: 1.0.0
title: Count lines
description: Counts the lines.
inputSchema: { type: object, properties: { path: { type: string } }, additionalProperties: false }
outputSchema: { type: object, required: [lines], properties: { lines: { type: integer } }, additionalProperties: false }
runs: { using: process, command: [bash, ./count.sh] }
`;
const PROJECT = {
  'dome/check.plan.yaml': PLAN,
  'dome/law/check.policy.yaml': POLICY,
  'dome/law/notes.yaml': 'not: law\n',
  // As if git ignored it: a folder of its own.
  'dome/skills/count-lines/skill.yaml': SKILL,
  'dome/skills/count-lines/count.sh': '',
};

test('a plan is held against the skills and the law of its project, without a broker, and what is not there is named', async () => {
  await rm(join(home, '.git'), { recursive: true });
  await plant(PROJECT);
  expect(await dome('plan', 'validate', 'dome/check.plan.yaml')).toEqual({
    exitCode: 0,
    out: '✔ check@1.0.0 holds, against dome/skills and dome/law/check.policy.yaml\n  not at hand: elsewhere@^2; --resolve asks the control plane and the fleet\n',
    err: '',
  });
  expect(await dome('plan', 'show', 'dome/check.plan.yaml')).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining('count-lines@^1'),
  });
});

test('what the skill at hand does not take, and what it does not give, is shown in the plan and in the policy', async () => {
  await rm(join(home, '.git'), { recursive: true });
  await plant({
    ...PROJECT,
    'dome/check.plan.yaml': PLAN.replace('path:', 'pth:'),
    'dome/law/check.policy.yaml': POLICY.replace('output.lines', 'output.line'),
  });
  const { exitCode, err } = await dome('plan', 'validate', 'dome/check.plan.yaml');
  expect(exitCode).toBe(2);
  expect(err).toContain('\ndome/check.plan.yaml:8:');
  expect(err).toContain('\ndome/law/check.policy.yaml:5:');
});

test('a policy of the project that does not hold is told where the plan names it, and a slip in the name of a skill, too', async () => {
  await rm(join(home, '.git'), { recursive: true });
  const broken = POLICY.replace('tasks.lines.output.lines', 'tasks.lines.reslut');
  await plant({ ...PROJECT, 'dome/law/check.policy.yaml': broken });
  const { exitCode, err } = await dome('plan', 'validate', 'dome/check.plan.yaml');
  expect(exitCode).toBe(2);
  expect(err).toContain('\ndome/law/check.policy.yaml:5:');
  expect(err).toContain('did you mean result?');
  await plant({ ...PROJECT, 'dome/check.plan.yaml': PLAN.replace('elsewhere@^2', 'count-line@^1') });
  expect(await dome('plan', 'validate', 'dome/check.plan.yaml')).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining('not at hand: count-line@^1 (did you mean count-lines?);'),
  });
});

test('what documents, skills and law tell is told at once, also of a policy of the law with faults of its own', async () => {
  await rm(join(home, '.git'), { recursive: true });
  const human = 'human: { role: relase-manager }';
  await plant({
    ...PROJECT,
    'dome/check.plan.yaml': PLAN.replace('dir: { type: string }', 'dir: { type: string, default: 3 }').replace(
      'path:',
      'pth:',
    ),
    'dome/law/access.yaml':
      'apiVersion: dome/v1\nkind: Access\nversion: 1.0.0\nusers: { grace: { roles: [release-manager] } }\n',
    'dome/law/check.policy.yaml': POLICY.replace('tests: { rules', `tests: { ${human}, rules`).replace(
      'tasks.lines.output.lines',
      'len(tasks.lines.reslut)',
    ),
  });
  const { exitCode, err } = await dome('plan', 'validate', 'dome/check.plan.yaml');
  expect(exitCode).toBe(2);
  expect(err.split('\n').filter((line) => line.startsWith('dome/'))).toEqual([
    expect.stringMatching(
      /^dome\/check.plan.yaml:6:\d+ {2}\/inputs\/properties\/dir\/default the default of dir must be string/,
    ),
    expect.stringMatching(
      /^dome\/check.plan.yaml:8:\d+ {2}\/tasks\/lines\/input\/pth count-lines@1.0.0 takes no input pth; did you mean path\?/,
    ),
    expect.stringMatching(
      /^dome\/law\/check.policy.yaml:5:\d+ {2}\S+\/role nobody has the role relase-manager; did you mean release-manager\?/,
    ),
    expect.stringMatching(
      /^dome\/law\/check.policy.yaml:5:\d+ {2}\S+\/expression tasks.lines has no member reslut; did you mean result\?/,
    ),
    expect.stringMatching(
      /^dome\/law\/check.policy.yaml:5:\d+ {2}\S+\/expression CEL has no function len; did you mean size\?/,
    ),
  ]);
});

test('asked to resolve, it asks', async () => {
  await plant({ 'check.plan.yaml': `${HEAD}tasks: { a: { uses: x@1 } }\n` });
  expect(await dome('plan', 'validate', 'check.plan.yaml', '--resolve')).toMatchObject({ exitCode: 4 });
  expect(await dome('plan', 'validate', 'check.plan.yaml', '--no-resolve')).toMatchObject({ exitCode: 0 });
});

test('a run is refused for its documents before anybody is asked and anything is packed', async () => {
  await plant({ 'check.plan.yaml': PLAN.replace('inputs.dir', 'input.dir').replace('lines: {', 'lines: { usess: 1,') });
  const submit = ['run', 'submit', '-f', 'check.plan.yaml', '--workspace', '.'];
  expect(await dome(...submit)).toMatchObject({ exitCode: 2, err: expect.stringContaining(': 2 faults.') });
  await plant({ 'check.plan.yaml': PLAN });
  expect(await dome(...submit)).toMatchObject({ exitCode: 2, err: expect.stringContaining('/inputs/dir is missing') });
  expect(await dome(...submit, '-i', 'dir=.')).toMatchObject({ exitCode: 4 });
});

test('an input at fault is shown where it was given, and one that is missing where the plan asks for it', async () => {
  const inputs =
    'inputs: { type: object, required: [a], properties: { a: {}, b: { type: integer }, c: { type: integer } } }\n';
  await plant({ 'p.plan.yaml': `${HEAD}${inputs}tasks: { a: { uses: x@1 } }\n`, 'given.yaml': '# all\nb: high\n' });
  const { err } = await dome('plan', 'validate', 'p.plan.yaml', '-i', '@given.yaml', '-i', 'c=low');
  expect(err).toContain('\ngiven.yaml:2:1  /inputs/b must be integer\n');
  expect(err).toContain('\n-i c=low  /inputs/c must be integer\n');
  expect(err).toContain('\np.plan.yaml:5:54  /inputs/a is missing\n');
});

test('law is refused with the faults of all its documents before anybody is asked', async () => {
  await plant({ 'law/a.yaml': 'kind: Access\nusers: 7\n', 'law/b.yaml': POLICY.replace('< 100', '<') });
  const { exitCode, err } = await dome('law', 'apply', 'law');
  expect(exitCode).toBe(2);
  expect(err).toContain('\nlaw/a.yaml:2:1  /users must be an object; it is the number 7\n');
  expect(err).toContain('\nlaw/b.yaml:5:');
});

// The skills of a project before anybody serves them: their examples are tried on this machine, without a broker.
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { eventually, needPython } from '@dome/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ownEnvironment, startCommand } from './command.ts';
import type { RunningCommand, Said } from './command.ts';
import { openRepository } from './repositories.ts';

vi.setConfig({ testTimeout: 60_000 });

const MAIN = join(import.meta.dirname, '../../services/cli/src/main.ts');

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'dome-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const start = (cwd: string, ...args: string[]): RunningCommand =>
  startCommand([process.execPath, MAIN, ...args], { env: { ...ownEnvironment(), XDG_STATE_HOME: home, CI: '' }, cwd });
const dome = (cwd: string, ...args: string[]): Promise<Said> => start(cwd, ...args).ended;

interface Planted {
  readonly name: string;
  readonly runs: string;
  readonly more: string;
  readonly files: Readonly<Record<string, string>>;
}

function skillFiles({ name, runs, more, files }: Planted): Record<string, string> {
  const manifest = `apiVersion: dome/v1
kind: Skill
name: ${name}
version: 1.0.0
title: A skill that is tried
description: Counts the lines of the workspace.
inputSchema: { type: object, properties: { least: { type: integer, default: 1 } }, additionalProperties: false }
outputSchema: { type: object, properties: { lines: { type: integer } } }
runs: ${runs}
${more}`;
  const entries = Object.entries({ 'skill.yaml': manifest, ...files });
  return Object.fromEntries(entries.map(([path, text]) => [`dome/skills/${name}/${path}`, text]));
}

/** It finds too few lines by exit code 1. */
const COUNTS = {
  runs: '{ using: process, command: [bash, ./count.sh] }',
  files: {
    'count.sh': `cat >/dev/null
lines=$(cat ./*.txt | wc -l)
echo "lines=$((lines))" >>"$DOME_OUTPUT"
echo "**$((lines))** lines" >>"$DOME_SUMMARY"
echo "counted $((lines))"
[ "$lines" -ge "$INPUT_LEAST" ] || { echo "::error file=a.txt,line=1,title=too few::wanted $INPUT_LEAST"; exit 1; }
`,
    'examples/two/a.txt': 'one\ntwo\n',
  },
};

test('examples that end as their manifest says are told with their log, summary and time', async () => {
  const more = `needs: { workspace: ro }
examples:
  - { name: two lines, input: {}, workspace: examples/two, output: { lines: 2 } }
  - { name: too few, input: { least: 9 }, workspace: examples/two, result: failure, output: { lines: 2 } }
`;
  await using project = await openRepository(skillFiles({ name: 'count', ...COUNTS, more }));
  await stage(project.dir);
  const { exitCode, out, err } = await dome(project.dir, 'skill', 'test');
  expect({ exitCode, out: out.replaceAll(/\d+\.\ds/g, '0.0s') }).toEqual({
    exitCode: 0,
    out: `✔ count  two lines   success in 0.0s
  2 lines
✔ count  too few   failure in 0.0s
  2 lines
  error  a.txt:1  too few: wanted 9

2 examples, all as their manifests say
`,
  });
  expect(err).toContain('count 1.0.0\n  │ counted 2\n');
  const one = await dome(project.dir, 'skill', 'test', 'count', '--example', 'too few', '-q', '-o', 'json');
  expect(one).toMatchObject({ exitCode: 0, err: '' });
  expect(JSON.parse(one.out)).toMatchObject({
    examples: [
      { skill: 'count', example: 'too few', isMet: true, result: 'failure', exit: { code: 1 }, output: { lines: 2 } },
    ],
  });
});

test('what differs from the manifest is shown, and the command fails', async () => {
  const more = `needs: { workspace: ro }
examples:
  - { name: wrong count, input: {}, workspace: examples/two, output: { lines: 3 } }
  - { name: wrong end, input: { least: 9 }, workspace: examples/two }
  - { name: nothing there, input: {} }
`;
  await using project = await openRepository(skillFiles({ name: 'count', ...COUNTS, more }));
  await stage(project.dir);
  const { exitCode, out } = await dome(project.dir, 'skill', 'test');
  expect(exitCode).toBe(8);
  expect(out).toContain('  the output differs:\n    /lines\n      - 3\n      + 2\n');
  expect(out).toContain('  expected success, and it ended with failure\n');
  expect(out).toContain('3 of 3 examples not as their manifests say');
});

test('a Node skill that throws, and a Python skill, are tried as a daemon would run them', async (context) => {
  needPython(context);
  const thrower = {
    name: 'thrower',
    runs: '{ using: node, main: thrower.mjs }',
    more: 'examples: [{ name: it throws, input: {} }]\n',
    files: { 'thrower.mjs': "export function run() {\n  throw new TypeError('no such word');\n}\n" },
  };
  const snake = {
    name: 'snake',
    runs: '{ using: process, command: [python3, ./snake.py] }',
    more: 'examples: [{ name: reads its input, input: { least: 4 }, output: { lines: 5 } }]\n',
    files: {
      'snake.py':
        "import json, os, sys\nlines = json.load(sys.stdin)['least'] + 1\nopen(os.environ['DOME_OUTPUT'], 'a').write(f'lines={lines}\\\n')\n",
    },
  };
  await using project = await openRepository({ ...skillFiles(thrower), ...skillFiles(snake) });
  await stage(project.dir);
  const { exitCode, out, err } = await dome(project.dir, 'skill', 'test');
  expect(exitCode).toBe(8);
  expect(out).toContain('✔ snake  reads its input   success');
  expect(out).toMatch(
    /✖ thrower {2}it throws {3}error[^\n]*\n {2}expected success[^\n]*\n {2}SKILL_FAILED\n {2}TypeError: no such word/,
  );
  expect(err).toContain('thrower.mjs:2');
});

test('Ctrl-C ends the skill and leaves nothing behind', async () => {
  const sleeper = {
    name: 'sleeper',
    runs: '{ using: process, command: [bash, ./sleep.sh] }',
    more: 'examples: [{ name: for ever, input: {} }]\n',
    files: { 'sleep.sh': 'cat >/dev/null\necho sleeping\nexec sleep 600\n' },
  };
  await using project = await openRepository(skillFiles(sleeper));
  await stage(project.dir);
  const running = start(project.dir, 'skill', 'test');
  await eventually(() => running.said.err.includes('sleeping'), { timeoutMs: 20_000 });
  running.interrupt();
  expect(await running.ended).toMatchObject({ exitCode: 130 });
  expect(await readdir(join(home, 'dome', 'trials'))).toEqual([]);
});

test('a skill that a daemon would refuse is refused, one without examples is named, and one that is not there', async () => {
  const bad = { name: 'bad', ...COUNTS, more: 'timeouts: { execution: 9d }\n' };
  await using project = await openRepository(skillFiles(bad));
  await stage(project.dir);
  expect(await dome(project.dir, 'skill', 'test')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('skill.yaml:10:13  timeouts.execution is at most 7d\n'),
  });
  const manifest = join(project.dir, 'dome/skills/bad/skill.yaml');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('9d', '9m'));
  const none = await dome(project.dir, 'skill', 'test', 'bad');
  expect(none).toMatchObject({ exitCode: 2 });
  expect(none.err).toContain('bad has no examples');
  expect(none.err).toContain('examples: [{ name, input, output }]');
});

test.for(['bash', 'python', 'node'] as const)(
  'a new skill in %s works, and finds what is left to do',
  async (template, context) => {
    if (template === 'python') needPython(context);
    await triesNewSkill(template);
  },
);

// As the generated types: on machines that have the toolchain, and CI has.
if (spawnSync('go', ['version']).status === 0)
  test('a new skill in go works, and finds what is left to do', { timeout: 180_000 }, () => triesNewSkill('go'));

async function triesNewSkill(template: string): Promise<void> {
  await using project = await openRepository({});
  const written = await dome(project.dir, 'skill', 'init', 'left-over', '--template', template);
  expect(written).toMatchObject({ exitCode: 0, err: '' });
  expect(await dome(project.dir, 'skill', 'validate')).toMatchObject({ exitCode: 0 });
  const { exitCode, out } = await dome(project.dir, 'skill', 'test', 'left-over', '-o', 'json');
  expect({ exitCode, out: JSON.parse(out) as unknown }).toMatchObject({
    exitCode: 0,
    out: {
      examples: [
        {
          result: 'success',
          output: { files: 1, marks: 0 },
          annotations: [],
          summary: '**0** left to do (files read: 1)\n',
        },
        {
          result: 'failure',
          output: { files: 1, marks: 1 },
          annotations: [
            { level: 'warning', file: 'notes.txt', startLine: 2, title: 'left to do', message: 'TODO: write the rest' },
          ],
          artifacts: [{ name: 'marks', size: 34 }],
        },
        { result: 'success', output: { files: 1, marks: 1 } },
      ],
    },
  });
}

test('a new skill is in the language and the catalogue of its project, and writes over nothing', async () => {
  await using project = await openRepository({ 'go.mod': 'module shop\n', 'skills/.keep': '', 'deep/er/.keep': '' });
  const written = await dome(join(project.dir, 'deep/er'), 'skill', 'init', 'mine', '-o', 'json');
  expect(JSON.parse(written.out)).toMatchObject({
    name: 'mine',
    template: 'go',
    dir: join(project.dir, 'skills/mine'),
  });
  expect(await readdir(join(project.dir, 'skills/mine'))).toEqual([
    'examples',
    'go.mod',
    'main.go',
    'skill.yaml',
    'start.sh',
  ]);
  const again = await dome(project.dir, 'skill', 'init', 'mine', '--template', 'bash');
  expect(again).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('There is a skill mine already: skills/mine.'),
  });
  expect(await dome(project.dir, 'skill', 'init', 'Not A Name')).toMatchObject({ exitCode: 2 });

  await mkdir(join(project.dir, 'skills/half'));
  await writeFile(join(project.dir, 'skills/half/main.sh'), 'mine\n');
  const half = await dome(project.dir, 'skill', 'init', 'half', '--template', 'bash');
  expect(half.out).toMatch(/^kept +skills\/half\/main\.sh /m);
  expect(await readFile(join(project.dir, 'skills/half/main.sh'), 'utf8')).toBe('mine\n');
  expect(await dome(home, 'skill', 'init', 'mine')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('git init'),
  });
});

/** A skill is what git tracks. */
async function stage(dir: string): Promise<void> {
  await startCommand(['git', 'add', '-A'], { env: ownEnvironment(), cwd: dir }).ended;
}

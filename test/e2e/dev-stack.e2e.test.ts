// `dome dev` when its user's folders cannot be written, with people from a file, and under a service manager.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { eventually, processesOf } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';

/** Started at once, so that they are the load as well. */
const STACKS_REFUSED = 20;

vi.setConfig({ testTimeout: 90_000 });

async function temporaryFile(name: string, content: string) {
  const dir = await mkdtemp(join(tmpdir(), 'dome-dev-e2e-'));
  const path = join(dir, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return { path, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

test('a stack starts even if neither its facts nor its contexts can be written, and says so', async () => {
  if (process.platform !== 'linux') return;
  await using file = await temporaryFile('in-the-way', '');
  await using stage = await openCliStage({ env: { XDG_STATE_HOME: '/proc/none', XDG_CONFIG_HOME: file.path } });
  expect(stage.dev.said.err).toMatch(/warning: Other commands cannot find this stack: ENOENT.*\/proc\/none/);
  expect(stage.dev.said.err).toMatch(/warning: No nats contexts were written: ENOTDIR.*in-the-way/);
  stage.dev.signal('SIGTERM');
  expect(await stage.dev.ended).toMatchObject({ exitCode: 0 });
  expect(await readdir(stage.temporary)).toEqual([]);
});

test('everybody in the access document can log in, except a person named like a plane', async () => {
  const users = { linus: { roles: ['developer'] }, ada: { roles: [] } };
  const permissions = { law: ['developer'] };
  const access = { apiVersion: 'dome/v1', kind: 'Access', version: '1.0.0', permissions };
  await using file = await temporaryFile('access.json', JSON.stringify({ ...access, users }));
  const law = dirname(file.path);
  await using stage = await openCliStage({ devArgs: ['--law', law] });
  expect(stage.dev.said.out).toMatch(/People +.*linus, ada/);
  expect(await stage.dome('--user', 'linus', 'run', 'list')).toMatchObject({ exitCode: 0 });
  expect(await stage.dome('--user', 'grace', 'run', 'list')).toMatchObject({ exitCode: 3 });
  const { out } = await stage.dome('--user', 'linus', 'whoami');
  expect(out).toMatch(/^user +linus\nbroker +nats:.*the stack of \S+ \(process \d+\)\nroles +developer /);
  expect(out).toMatch(/^may +change the law$/m);

  await writeFile(file.path, JSON.stringify({ ...access, users: { domed: { roles: [] } } }));
  const skills = join(import.meta.dirname, '..', 'fixtures', 'skills');
  expect(await stage.dome('dev', '--skills', skills, '--port', '0', '--law', law)).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('"domed" cannot be a person'),
  });
});

test('the banner counts the served skills, and the log says why the others are not served', async () => {
  await using file = await temporaryFile('broken/skill.yaml', 'name: broken\ntitel: Broken\n');
  await using stage = await openCliStage({ devArgs: ['--skills', dirname(dirname(file.path))] });
  expect(stage.dev.said.out).toMatch(/Skills +0 of 1 in /);
  expect(stage.dev.said.err).toContain('skill refused');
  const list = await stage.dome('skill', 'list', '--pool', 'gpu');
  expect(list.out).toBe('No skills are announced in pool gpu.\n');
});

test('the folder of secrets of a project is found, and a skill that lacks one is not served', async () => {
  const devArgs = ['--skills', join(import.meta.dirname, '..', '..', 'examples', 'skills')];
  const key = { 'examples/secrets/SIGNING_KEY': 'a key of many words' };
  await using whole = await openCliStage({ devArgs, files: key });
  expect(whole.dev.said.out).toMatch(/Skills +9 in /);
  await using lacking = await openCliStage({ devArgs, files: { ...key, 'secrets/ANOTHER': 'nobody asks for this' } });
  expect(lacking.dev.said.out).toMatch(/Skills +8 of 9 in /);
  expect(lacking.dev.said.err).toContain('the secret SIGNING_KEY');
});

test('a test that leaves early leaves no command behind', async () => {
  let dir = '';
  {
    await using stage = await openCliStage();
    ({ dir } = stage);
    const run = ['skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=60'];
    const running = [stage.start(...run), stage.shell(`$DOME ${run.join(' ')} | cat`)];
    await eventually(() => running[0]?.said.err.includes('started     skill=') === true, { timeoutMs: 20_000 });
    await eventually(() => processesOf(dir).filter(({ command }) => command.includes('seconds=60')).length >= 3);
  }
  expect(processesOf(dir)).toEqual([]);
});

test('a stack drains when it and all its planes are told to end at once', async () => {
  await using stage = await openCliStage({ devArgs: ['-v'] });
  const run = ['skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=60', '--detach'];
  expect(await stage.dome(...run)).toMatchObject({ exitCode: 0 });
  const watching = stage.start('run', 'watch', '@latest');
  await eventually(() => watching.said.out.includes('started     skill='), { timeoutMs: 20_000 });
  watching.signal('SIGINT');
  await watching.ended;
  const planes = [...stage.dev.said.out.matchAll(/dome[d\d-]* \((\d+)\)/g)].map(([, pid]) => Number(pid));
  stage.dev.signal('SIGTERM');
  for (const pid of planes) process.kill(pid, 'SIGTERM');
  stage.dev.signal('SIGTERM');
  const { exitCode, err } = await stage.dev.ended;
  expect(exitCode).toBe(0);
  expect(err).not.toContain('ending at once');
  expect(err).toMatch(/dome +drained/);
  expect(err).toMatch(/domed-1 +drained/);
});

const SHOUT = `apiVersion: dome/v1
kind: Skill
name: shout
version: 1.0.0
title: Shout
description: Fails, and says with which code.
inputSchema: { type: object }
outputSchema: { type: object }
runs: { using: node, main: shout.mjs }
`;
const failing = (words: string): string => `export function run() {\n  throw new Error('${words}');\n}\n`;

test('a skill that is edited runs with its new code, and a new one is served, without a restart', async () => {
  const files = { 'skills/shout/skill.yaml': SHOUT, 'skills/shout/shout.mjs': failing('the old code') };
  await using stage = await openCliStage({ devArgs: ['--skills', 'skills'], files });
  expect((await stage.dome('skill', 'run', 'shout')).err).toContain('the old code');
  await stage.write('skills/shout/shout.mjs', failing('the new code'));
  await eventually(() => stage.dev.said.err.includes('shout changed: served anew'), { timeoutMs: 20_000 });
  expect((await stage.dome('skill', 'run', 'shout')).err).toContain('the new code');
  expect((await stage.dome('run', 'logs', '@latest')).out).toContain('shout.mjs:2');

  await mkdir(join(stage.dir, 'skills', 'whisper'));
  await stage.write('skills/whisper/skill.yaml', SHOUT.replace('name: shout', 'name: whisper'));
  await stage.write('skills/whisper/shout.mjs', 'export function run() {\n  return {};\n}\n');
  await eventually(() => stage.dev.said.err.includes('whisper changed: served anew'), { timeoutMs: 20_000 });
  expect(await stage.dome('skill', 'run', 'whisper')).toMatchObject({ exitCode: 0 });
});

test('a plane that was killed is started again, and the stack goes on', async () => {
  await using stage = await openCliStage();
  const pids = [...stage.dev.said.out.matchAll(/(dome[d\d-]*) \((\d+)\)/g)].map(([, name, pid]) => ({ name, pid }));
  for (const { pid } of pids) process.kill(Number(pid), 'SIGKILL');
  for (const { name } of pids) {
    const again = `${name} was killed by SIGKILL; it is started again in 0.5s`;
    await eventually(() => stage.dev.said.err.includes(again), { timeoutMs: 20_000 });
    await eventually(() => stage.dev.said.err.includes(`${name} is running again`), { timeoutMs: 20_000 });
  }
  expect(await stage.dome('skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=0')).toMatchObject({
    exitCode: 0,
  });
});

test('a folder that is kept belongs to one stack, and whoever watches a run goes on when that stack is started again', async () => {
  const keeping = ['--persist', 'kept'];
  // In CI a terminal has lines instead of a tree.
  await using stage = await openCliStage({ devArgs: keeping, env: { CI: '' } });
  const skills = join(import.meta.dirname, '..', 'fixtures', 'skills');
  const again = ['dev', '--skills', skills, '--port', '0', '--ack-wait', '2s', ...keeping];
  const refused = { exitCode: 2, err: expect.stringMatching(/kept belongs to the stack of process \d+ on /) };
  const others = await Promise.all(Array.from({ length: STACKS_REFUSED }, () => stage.dome(...again)));
  expect(others).toEqual(others.map(() => expect.objectContaining(refused)));
  // The first is unharmed: its store takes what it is given, and it says nothing.
  expect(stage.dev.said.err).toBe('');
  expect(await stage.dome('skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=0')).toMatchObject({
    exitCode: 0,
  });
  const run = ['skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=60', '--detach'];
  expect(await stage.dome(...run)).toMatchObject({ exitCode: 0 });
  const watching = stage.start('run', 'watch', '@latest');
  await eventually(() => watching.said.out.includes('started     skill='), { timeoutMs: 20_000 });
  const drawn = stage.shell(`script -qec "stty cols 100; $DOME run watch @latest" /dev/null`);
  await eventually(() => drawn.said.out.includes('count-node'), { timeoutMs: 20_000 });
  stage.dev.signal('SIGTERM');
  await stage.dev.ended;
  const second = stage.start(...again);
  await eventually(() => second.said.out.includes('ready in'), { timeoutMs: 60_000 });
  await eventually(() => watching.said.err.includes('Connected to the broker again.'), { timeoutMs: 20_000 });
  expect(await stage.dome('run', 'cancel', '@latest', '-m', 'seen enough')).toMatchObject({ exitCode: 0 });
  await eventually(() => watching.said.out.includes('canceled'), { timeoutMs: 20_000 });
  expect(watching.said.err.match(/Lost the connection/g)).toHaveLength(1);
  await watching.ended;
  await eventually(() => drawn.said.out.includes('canceled'), { timeoutMs: 20_000 });
  // Each message takes the place of the tree, which is drawn again below it.
  // oxlint-disable-next-line no-control-regex -- the escapes are what is looked at
  expect(drawn.said.out.match(/\u001b\[0J(?:Lost the connection|Connected to the broker)/g)).toHaveLength(2);
  await drawn.ended;
});

test('a shell is offered what there is: commands, flags, runs, skills and files', async () => {
  await using stage = await openCliStage({ files: { 'dome/nightly.plan.yaml': '', 'first.plan.yaml': '' } });
  const offered = async (...words: string[]): Promise<string[]> => {
    const { out, exitCode, err } = await stage.dome('complete', '--', ...words);
    expect([exitCode, err]).toEqual([0, '']);
    return out.split('\n').map((line) => line.split('\t')[0] ?? '');
  };
  expect(await offered('run', 'get', '')).not.toContain('@latest');
  expect(await stage.dome('skill', 'run', 'count-node', '-i', 'lines=2', '-i', 'seconds=0')).toMatchObject({
    exitCode: 0,
  });
  expect(await offered('run', 'get', '')).toEqual(['@latest', expect.stringMatching(/^count-node-/), ':4', '']);
  expect(await offered('skill', 'run', 'count-n')).toEqual(['count-node', ':4', '']);
  expect(await offered('gate', 'app')).toEqual(['approve', ':4', '']);
  expect(await offered('run', 'submit', '--wat')).toEqual(['--watch', ':4', '']);
  expect(await offered('run', 'submit', '-f', 'fir')).toEqual(['first.plan.yaml', ':4', '']);
  expect(await offered('--user', 'nobody', 'run', 'get', '')).toEqual([':4', '']);
  expect(await offered('run', 'list', '-o', 'jsonl')).toEqual(['jsonl', ':4', '']);
  expect(await offered('run', 'nig')).toEqual(['nightly', ':4', '']);
  expect(await offered('run', 'nightly', '--det')).toEqual(['--detach', ':4', '']);
  expect(await offered('run', 'nightly', '--workspace', 'dom')).toEqual(['dome/', ':4', '']);
  for (const shell of ['zsh', 'fish'])
    expect((await stage.dome('completion', shell)).out).toContain('dome complete --');

  // As bash calls it: with the line, and with what of it the offers replace. A shell may read the script twice.
  const inBash = async (line: string, replaced: string): Promise<string[]> => {
    const script = 'dome() { $DOME "$@"; }; compopt() { :; }; for _ in 1 2; do source <(dome completion bash); done';
    const typed = `COMP_LINE=${quoted(line)}; COMP_POINT=\${#COMP_LINE}`;
    const asked = `__dome_complete dome ${quoted(replaced)}; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { exitCode, out, err } = await stage.shell(`set -e; ${script}; ${typed}; ${asked}`).ended;
    expect([exitCode, err], line).toEqual([0, '']);
    return out.trimEnd().split('\n');
  };
  expect(await inBash('dome gate app', 'app')).toEqual(['approve']);
  expect(await inBash('dome run get ', '')).toEqual(['@latest', expect.stringMatching(/^count-node-/)]);
  expect(await inBash('dome run get @la', '@la')).toEqual(['@latest']);
  expect(await inBash('dome run list -l $(touch evaluated) --pl', '--pl')).toEqual(['--plan']);
  expect(await inBash('dome run submit -f dome', 'dome')).toEqual(['dome/']);
  expect(await readdir(stage.dir)).not.toContain('evaluated');
});

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

// The package that is published, as somebody without a clone gets it: packed, installed from the file alone into an empty
// prefix, for a user who has nothing, and put to work in an empty folder.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { needPython } from '@dome/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import { KINDS, MAKE, openRepository } from './repositories.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

let dir: string;
/** Finds this Node, npm, the programs that were installed, and what every machine has. */
let path: string;

beforeAll(async () => {
  // Real paths contain spaces and non-ASCII letters.
  dir = await realpath(await mkdtemp(join(tmpdir(), 'dome installed é ')));
  const { stdout } = await run(process.execPath, ['scripts/pack.ts'], { cwd: ROOT });
  const tarball = join(ROOT, stdout.trim());
  await mkdir(join(dir, 'home'));
  await mkdir(join(dir, 'node'));
  await symlink(process.execPath, join(dir, 'node', 'node'));
  const system = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.startsWith(ROOT));
  path = [join(dir, 'prefix', 'bin'), join(dir, 'node'), ...system].join(delimiter);
  const env = { PATH: path, HOME: join(dir, 'home'), npm_config_update_notifier: 'false' };
  // No registry is asked: the cache of this user is empty.
  await run('npm', ['install', '--global', '--offline', '--prefix', join(dir, 'prefix'), tarball], { cwd: dir, env });
});

afterAll(() => rm(dir, { recursive: true, force: true }));

const installed = () => ({
  program: join(dir, 'prefix', 'bin', 'dome'),
  env: { PATH: path, HOME: join(dir, 'home') },
});

test('an installed dome brings up a stack in an empty folder, with skills to try and commands that work there', async () => {
  const home = join(dir, 'prefix', 'lib', 'node_modules', '@dome-run', 'dome');
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  for (const program of ['dome', 'domed'])
    expect((await run(program, ['--version'], { env: { PATH: path } })).stdout, program).toBe(`${version}\n`);

  await using stage = await openCliStage({ ...installed(), skills: undefined, ui: true });
  const documents = /Docs +(http:\S+)/.exec(stage.dev.said.out)?.[1] ?? '';
  for (const name of ['', 'first-gate.html', 'assets/site.css', 'reference/commands.md'])
    expect([name, (await fetch(documents + name)).status]).toEqual([name, 200]);
  expect(stage.dev.said.out).toMatch(/Skills +9 that come with dome/);
  expect(stage.dev.said.out).not.toContain('npx');
  const sample = /dome run submit -f ('.+') --watch/.exec(stage.dev.said.out)?.[1] ?? 'no command';

  const { out } = await stage.dome('version');
  expect(out).toContain(`dome      ${version}  this program, in ${home}`);
  expect(out).toMatch(/^nats-server +\S+ +supported$/m);
  expect(out).toMatch(new RegExp(`^domed +${version} `, 'm'));

  expect(await stage.dome('run', 'get', 'No such run')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('with `dome run list`'),
  });
  const unknown = await stage.dome('gate', 'get', 'nothing-here/quality');
  const page = /docs: {2}(.+):\d+$/m.exec(unknown.err)?.[1] ?? '';
  expect(await readFile(page, 'utf8')).toContain('# Errors');

  expect(await stage.shell(`dome plan validate ${sample}`).ended).toMatchObject({ exitCode: 0 });
  for (const name of ['noop', 'git-diff-stat'])
    expect(await stage.dome('skill', 'run', name, '--workspace', '.', '--wait'), name).toMatchObject({ exitCode: 0 });
  expect(await stage.dome('doctor')).toMatchObject({ exitCode: 0, out: expect.stringContaining('Nothing failed.') });
});

test('an installed dome runs skills of each kind, and decides the gate of a plan by their results', async () => {
  await using stage = await openCliStage(installed());
  const input = ['-i', 'lines=3', '-i', 'seconds=0'];
  for (const skill of ['count-node', 'count-process']) {
    const ended = await stage.dome('skill', 'run', skill, ...input, '--wait', '-o', 'json');
    expect(ended, skill).toMatchObject({ exitCode: 0, err: '' });
    expect(JSON.parse(ended.out), skill).toMatchObject({ result: 'success' });
  }
  const document = (kind: string, more: object): string =>
    JSON.stringify({ apiVersion: 'dome/v1', kind, name: 'counts', version: '1.0.0', ...more });
  const uses = { input: { lines: 3, seconds: 0 } };
  const tasks = { node: { uses: 'count-node@^1', ...uses }, process: { uses: 'count-process@^1', ...uses } };
  const rule = {
    id: 'same',
    expression: 'tasks.node.result == tasks.process.result',
    reasonCode: 'DIFFERENT',
    risk: 10,
  };
  await stage.write('counts.plan.json', document('Plan', { tasks, gates: { same: {} } }));
  await stage.write('counts.policy.json', document('Policy', { gates: { same: { rules: [rule] } } }));
  expect(await stage.dome('plan', 'validate', 'counts.plan.json')).toMatchObject({ exitCode: 0 });
  const watched = await stage.dome('run', 'submit', '-f', 'counts.plan.json', '--watch');
  expect(watched).toMatchObject({ exitCode: 0, out: expect.stringMatching(/gate +same +APPROVE/i) });
});

test('an installed dome writes a new skill and tries it, without a stack', async () => {
  await using project = await openRepository({});
  const dome = (...args: string[]) => run('dome', args, { cwd: project.dir, env: installed().env });
  await dome('skill', 'init', 'left-over', '--template', 'node');
  expect((await dome('skill', 'validate')).stdout).toContain('left-over  1.0.0');
  expect((await dome('skill', 'test')).stdout).toContain('3 examples, all as their manifests say');
});

test.for(KINDS)(
  'from nothing but the package, a gate is decided on the own tests of a repository of $kind',
  async ({ kind, files, tasks, broken }, context) => {
    if (kind === 'Python') needPython(context);
    await using project = await openRepository(files);
    const { stdout } = await run('dome', ['init'], { cwd: project.dir, env: installed().env });
    expect(stdout).toMatch(/^ +dome run /m);
    await using stage = await openCliStage({ ...installed(), cwd: project.dir, skills: undefined });
    expect(stage.dev.said.out).toContain(`Skills      ${tasks.length + 2} in dome/skills`);
    expect(stage.dev.said.out).toMatch(/^ +dome run$/m);

    const good = await stage.dome('run');
    expect(good, good.err).toMatchObject({ exitCode: 0, out: expect.stringMatching(/gate +checks +APPROVE/) });
    for (const task of tasks) expect(good.out).toMatch(new RegExp(`task +${task} +success`));

    for (const [name, text] of Object.entries(broken)) await stage.write(name, text);
    const bad = await stage.dome('run', 'check');
    expect(bad, bad.err).toMatchObject({ exitCode: 6, out: expect.stringMatching(/gate +checks +REJECT/) });
    expect(bad.out).toMatch(/task +test +failure/);
  },
);

test('what dome init wrote releases a project: a second person approves, and the archive arrives where it belongs', async () => {
  await using project = await openRepository(MAKE);
  const { stderr } = await run('dome', ['init'], { cwd: project.dir, env: installed().env });
  expect(stderr).toContain('Your .gitignore covers dome/skills/build/skill.yaml, dome/skills/build/run.sh; git tracks');
  await using stage = await openCliStage({ ...installed(), cwd: project.dir, skills: undefined });
  const places = join(stage.dir, 'places');
  const release = ['run', 'release', '-i', `environments=${places}`, '-l', 'why=first', '--detach'];
  expect(await stage.dome(...release)).toMatchObject({ exitCode: 0 });
  expect(await stage.dome('run', 'wait', '@latest', '--for', 'gate')).toMatchObject({ exitCode: 0 });
  const vote = ['gate', 'approve', '@latest', 'release', '--yes', '-m', 'the checks hold'];
  expect(await stage.dome(...vote)).toMatchObject({ exitCode: 3 });
  expect(await stage.dome('--user', 'grace', ...vote)).toMatchObject({ exitCode: 0 });
  const ended = await stage.dome('run', 'wait', '@latest');
  expect(ended, ended.err).toMatchObject({ exitCode: 0 });
  const [archive = ''] = await readdir(join(places, 'staging'));
  const { stdout } = await run('tar', ['-tzf', join(places, 'staging', archive)]);
  expect(stdout.split('\n')).toContain('./add.sh');
});

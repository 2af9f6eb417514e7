// Where commands go when several stacks run, when the one of a folder has died, and when files say where.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';

vi.setConfig({ testTimeout: 120_000 });

const PLAN = `apiVersion: dome/v1
kind: Plan
name: count
version: 1.0.0
tasks:
  count: { uses: count-node@^1, input: { lines: 2, seconds: 0 } }
`;
const SKILLS = join(import.meta.dirname, '..', 'fixtures', 'skills');

test('what is meant for a stack that died goes to no other, until somebody says so', async () => {
  await using stage = await openCliStage({
    files: { 'count.plan.yaml': PLAN, 'elsewhere/here.txt': '', 'tree/a.txt': 'a' },
  });
  const other = stage.shell(`cd elsewhere && exec $DOME dev --skills ${SKILLS} --port 0`);
  await eventually(() => other.said.out.includes('ready in'), { timeoutMs: 60_000 });
  stage.dev.signal('SIGKILL');
  await stage.dev.ended;

  const elsewhere = join(stage.dir, 'elsewhere');
  const named = new RegExp(`stack of ${stage.dir} \\(process \\d+.*stack of ${elsewhere} \\(process \\d+\\)`);
  const submit = ['run', 'submit', '-f', 'count.plan.yaml', '--workspace', 'tree'];
  for (const words of [['run', 'list'], ['whoami'], submit]) {
    const { exitCode, out, err } = await stage.dome(...words);
    expect([exitCode, out]).toEqual([4, '']);
    expect(err).toMatch(named);
    expect(err).toContain(`context use ${elsewhere}`);
    expect(err).not.toContain('workspace tree');
  }
  const listed = await stage.dome('context', 'list');
  expect(listed.out).toMatch(new RegExp(`^\\* +${stage.dir} .*does not run any more$`, 'm'));
  const there = await stage.dome('--context', './elsewhere', 'run', 'list');
  expect(there).toMatchObject({
    exitCode: 0,
    out: 'No runs.\n',
    err: expect.stringContaining(`stack of ${elsewhere}`),
  });

  expect(await stage.dome('context', 'use', 'elsewhere/')).toMatchObject({ exitCode: 0 });
  expect(await stage.dome(...submit, '--wait', '-q')).toMatchObject({ err: '', exitCode: 0 });
  const who = await stage.dome('whoami');
  expect(who.out).toMatch(/^> +you +the stack of \S+elsewhere \(process \d+\) \(\S+config\.yaml:1\)$/m);
  const missing = await stage.dome('run', 'get', 'nope', '-o', 'json');
  expect(JSON.parse(missing.err)).toMatchObject({ error: { asked: { origin: expect.stringContaining(elsewhere) } } });
});

test('where nobody says which of several stacks is meant, the one that is taken is named', async () => {
  await using stage = await openCliStage();
  await mkdir(join(stage.dir, 'a', 'b'), { recursive: true });
  const other = stage.shell(`cd a && DOME_CONTEXT=prod exec $DOME dev --skills ${SKILLS} --port 0`);
  await eventually(() => other.said.out.includes('ready in'), { timeoutMs: 60_000 });
  expect(other.said.out).toMatch(/Commands +go to the nats context prod \(DOME_CONTEXT\) +here: --context \S+\/a\n/);
  const from = (folder: string, words: string) => stage.shell(`cd ${folder} && $DOME ${words}`).ended;
  const beside = await from('/', 'run list');
  expect(beside.err).toContain(
    `2 stacks run on this machine, and none in this folder; this is the newest, of ${stage.dir}/a`,
  );
  expect((await from('a/b', 'run list')).err).not.toContain('2 stacks run');
  expect((await from('a/b', 'skill list')).err).toBe('');
  expect((await from('/', 'run list -q')).err).toBe('');
  expect((await from('a', 'skill get count-nod')).err).toMatch(
    /asked: .*stack of \S+\/a .*\nhint: {2}Did you mean count-node\?/,
  );

  const offered = async (...words: string[]) => (await stage.dome('complete', '--', ...words)).out;
  expect(await offered('context', 'use', '')).toMatch(new RegExp(`^${stage.dir}/a\t`, 'm'));
  expect(await offered('run', 'list', '--context', stage.dir)).toContain(`${stage.dir}/a\t`);
  expect(await offered('config', 'get', 'run.p')).toMatch(/^run\.plan\t.*\nrun\.policy\t/);
});

test("a project's file says what is run, and its person's own file says where", async () => {
  const files = {
    'checks/count.plan.yaml': PLAN,
    'dome.yaml': 'context: lab\nrun:\n  plan: checks/count.plan.yaml\n  labels: { team: shop }\n',
    'config/dome/config.yaml': 'run: { labels: { team: mine, who: ada } }\ncontexts: {}\n',
  };
  await using stage = await openCliStage({ files });
  expect(await stage.dome('run')).toMatchObject({ exitCode: 0 });
  const got = await stage.dome('run', 'get', '@latest', '-o', 'json');
  expect(JSON.parse(got.out)).toMatchObject({ plan: { name: 'count' }, labels: { team: 'shop', who: 'ada' } });
  const { out } = await stage.dome('config', 'get', 'run', '--show-origin');
  expect(out).toMatch(/run\.labels\.who +ada +\S+config\/dome\/config\.yaml:1\n/);

  stage.dev.signal('SIGINT');
  await stage.dev.ended;
  const nowhere = await stage.dome('run', 'list');
  expect(nowhere).toMatchObject({ exitCode: 2, err: expect.stringMatching(/no context lab \(\S+dome\.yaml:1\)/) });
  await stage.write('dome.yaml', 'server: nats://127.0.0.1:1\n');
  expect(await stage.dome('run', 'list')).toMatchObject({
    exitCode: 2,
    err: expect.stringMatching(/dome\.yaml:1:1: server belongs to your own configuration/),
  });
  expect(await stage.dome('help', 'run')).toMatchObject({ exitCode: 0 });
});

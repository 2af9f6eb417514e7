// The pages of law, locks, cursors, secrets and compatibility, followed by somebody new to them: every command as it
// stands there, on a stack that the page itself starts.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { copyOfRepository } from '../repository-copy.ts';
import { blocksIn, commandsIn, HOME, openPageShell } from './page-shell.ts';
import type { PageShell } from './page-shell.ts';

// A dozen commands, each a process of its own: on a busy machine a second apiece.
vi.setConfig({ testTimeout: 120_000 });

const PATIENCE = { timeoutMs: 60_000, stepMs: 50 };

async function startStack(shell: PageShell, command: string): Promise<void> {
  expect(command).toMatch(/^(npm start|npx dome dev\b)/);
  const { said, ended } = shell.start(command);
  const early = ended.then(({ err }): never => {
    throw new Error(`${command} ended: ${err}`);
  });
  await Promise.race([eventually(() => said.out.includes('ready in'), PATIENCE), early]);
}

/** @param code of its end, where that is not 0. */
async function runs(shell: PageShell, command: string, code = 0): Promise<string> {
  const { exitCode, out, err } = await shell.run(command);
  expect([command, exitCode, exitCode === code ? '' : out + err]).toEqual([command, code, '']);
  return out;
}

test('docs/law.md: the law is looked at, changed and asked for', async () => {
  await using shell = await openPageShell({ isClone: false });
  const [look = '', change = '', request = '', rehearse = '', ...more] = await blocksIn('docs/law.md', 'sh');
  expect(more).toEqual([]);
  const [start = '', ...looks] = commandsIn(look);
  await startStack(shell, start);
  const [list = '', get = '', environments = ''] = looks;
  expect(await runs(shell, list)).toMatch(/release.*\n(.*\n)*.*staging/);
  expect(await runs(shell, get)).toContain('kind: Policy');
  expect(await runs(shell, environments)).toContain('staging');

  const path = join(shell.cwd, 'examples/law/release.policy.yaml');
  const policy = await readFile(path, 'utf8');
  await writeFile(path, policy.replace(/^version: .*$/m, 'version: 1.9.0').replace(/^title: .*$/m, 'title: Another'));
  const [diff = '', dryRun = '', apply = '', history = ''] = commandsIn(change);
  expect(await runs(shell, diff, 8)).toContain('1.9.0');
  expect(await runs(shell, dryRun)).toContain('1.9.0');
  expect(await runs(shell, list)).not.toContain('1.9.0');
  await runs(shell, apply);
  // Of a stack, the person of this machine has roles that the folder does not know.
  const left = await runs(shell, diff, 8);
  expect(left).toMatch(/^same +policy release@1\.9\.0/m);
  expect(left).toMatch(/^changed +access .*\+dev/m);
  expect(await runs(shell, list)).toContain('1.9.0');
  expect(await runs(shell, history)).toContain('count skipped tests, too');
  expect(JSON.parse(await runs(shell, request.trim()))).toMatchObject({
    documents: expect.arrayContaining([expect.objectContaining({ name: 'release', version: '1.9.0' })]),
  });
  try {
    const delivered = '/tmp/dome-rehearsals/rehearsal/plan.yaml';
    expect(JSON.parse(await runs(shell, rehearse.trim()))).toMatchObject({ path: delivered });
    expect(await readFile(delivered, 'utf8')).toContain('kind: Plan');
  } finally {
    await rm('/tmp/dome-rehearsals', { recursive: true, force: true });
  }
});

/** It holds its lock until there is that file. */
const APPLY = (done: string): string => `cat >/dev/null\nwhile [ ! -f "${done}" ]; do sleep 0.1; done\n`;

test('docs/locks.md: a job waits for the lock of another, and somebody who may breaks it', async () => {
  await using shell = await openPageShell({ isClone: false });
  const [manifest = ''] = await blocksIn('docs/locks.md', 'yaml');
  const [waits = '', breaks = ''] = await blocksIn('docs/locks.md', 'console');
  const skill = join(shell.cwd, 'skills/apply-migrations');
  await mkdir(skill, { recursive: true });
  await writeFile(join(skill, 'skill.yaml'), manifest);
  await writeFile(join(skill, 'apply.sh'), APPLY(join(shell.dir, 'done')));
  await runs(shell, 'git add skills');
  await startStack(shell, `npx dome dev --skills skills`);
  const run = 'npx dome skill run apply-migrations -i database=main --workspace examples';
  const first = shell.start(`${run} --key one`);
  await eventually(async () => expect(await runs(shell, 'npx dome lock list')).toContain('database:main'), PATIENCE);
  const second = shell.start(`${run} --key two`);
  const [, get = ''] = /^\$ (.*)$/m.exec(waits) ?? [];
  await eventually(
    async () =>
      expect(await runs(shell, `npx ${get}`)).toMatch(/waits for lock database:main, held by job \S+ for \S+/),
    PATIENCE,
  );
  const [, break_ = ''] = /^\$ (.*)$/m.exec(breaks) ?? [];
  expect(await runs(shell, `npx ${break_} -y`)).toContain('broken database:main');
  // The first lost its lock to the second, which goes on as soon as it may.
  await runs(shell, 'touch "$HOME/done"');
  for (const { ended } of [first, second]) expect(await ended).toMatchObject({ exitCode: 0 });
});

test('docs/secrets.md: the skill of the page gets what it needs, and shows none of it', async () => {
  await using shell = await openPageShell({ isClone: false });
  const [manifest = ''] = await blocksIn('docs/secrets.md', 'yaml');
  const [script = '', block = ''] = await blocksIn('docs/secrets.md', 'sh');
  const skill = join(shell.cwd, 'skills/sign-in');
  await mkdir(skill, { recursive: true });
  await writeFile(join(skill, 'skill.yaml'), manifest);
  await writeFile(join(skill, 'sign-in.sh'), script);
  await runs(shell, 'git add skills');
  const commands = commandsIn(block);
  const [start = '', run = ''] = commands.splice(-2);
  for (const command of commands) await runs(shell, command);
  await startStack(shell, start);
  expect(JSON.parse(await runs(shell, run))).toEqual({ account: 'ci' });
  const log = await runs(shell, 'npx dome run logs @latest --no-prefix');
  expect(log).toBe('signing in with ***\nkey of 19 bytes: ***\n');
  for (const said of log.trim().split('\n'))
    expect(await readFile(join(HOME, 'docs/secrets.md'), 'utf8')).toContain(`\`${said}\``);
  expect(await runs(shell, 'npx dome doctor')).toMatch(/^OK +secrets/m);
  await runs(shell, 'rm secrets/SIGNING_KEY');
  const lacking = 'does not serve sign-in: the secret SIGNING_KEY: there is no such file';
  await eventually(async () => expect((await shell.run('npx dome doctor')).out).toContain(lacking), PATIENCE);
  await eventually(async () => expect(await runs(shell, 'npx dome skill list')).not.toContain('sign-in'), PATIENCE);
});

test('docs/cursors.md: a reader stops and goes on where it was, and a program has a durable of its own', async () => {
  await using shell = await openPageShell({ isClone: false });
  const [tryIt = '', durable = ''] = await blocksIn('docs/cursors.md', 'sh');
  const [start = '', read = '', run = ''] = commandsIn(tryIt);
  const [startWithReader = '', apply = ''] = commandsIn(durable);
  // One stack for both: that of the second has a broker user more.
  expect(startWithReader).toContain(start);
  await startStack(shell, startWithReader);

  const first = shell.start(read);
  await eventually(async () => expect(await runs(shell, 'npx dome cursor list')).toContain('board'), PATIENCE);
  await runs(shell, run);
  await eventually(() => expect(first.said.out).toMatch(/job\.succeeded/), PATIENCE);
  first.interrupt();
  await first.ended;
  await runs(shell, run);
  const second = shell.start(read);
  await eventually(() => expect(second.said.out).toMatch(/run\.finished/), PATIENCE);
  second.interrupt();
  await second.ended;
  const runIds = (text: string): Set<string> => new Set([...text.matchAll(/runId=(\S+)/g)].map(([, id = '']) => id));
  expect(runIds(first.said.out).size).toBe(1);
  const before = runIds(first.said.out);
  expect([...runIds(second.said.out)].filter((id) => !before.has(id))).toHaveLength(1);
  expect(await runs(shell, 'npx dome cursor delete board')).toBe('board deleted\n');

  expect(await runs(shell, apply)).toContain('domed_reader_board');
  expect(await runs(shell, 'npx dome doctor --prove')).toMatch(/^board +\d+ attempts, all refused$/m);
});

test('docs/compatibility.md: the judge is asked in every way, and a contract is released', async () => {
  await using repository = await copyOfRepository();
  await repository.branch('my-branch');
  const [ask = '', release = ''] = await blocksIn('docs/compatibility.md', 'sh');
  const dome = (command: string) =>
    repository.node('services/cli/src/bin/dome.js', ...command.replace(/^npx dome /, '').split(' '));
  for (const command of commandsIn(ask)) {
    const { code, said } = await dome(command);
    expect([command, code, said]).toEqual([command, 0, expect.stringMatching(/: (nothing changed|0 breaking, )/)]);
  }
  const [shown = ''] = await blocksIn('docs/compatibility.md', '');
  await repository.replace('schemas/job/started.v1.json', '    "deliveryCount",\n', '');
  const judged = await dome(commandsIn(ask)[0] ?? '');
  for (const line of shown.split('\n').filter((one) => one.trim() !== '' && !one.includes(' … ') && !/→/.test(one)))
    expect(judged.said).toContain(line.trim());
  expect(judged.code).toBe(8);

  await repository.replace('schemas/job/started.v1.json', '    "counted",\n', '    "counted",\n    "deliveryCount",\n');
  expect(release.trim()).toMatch(/^node scripts\/contract-release\.ts \S+$/);
  expect(await repository.node(...release.trim().split(' ').slice(1))).toMatchObject({ code: 0 });
  expect(await dome('npx dome contract diff')).toMatchObject({
    code: 0,
    said: expect.stringContaining('0.2.0 → working tree: nothing changed'),
  });
});

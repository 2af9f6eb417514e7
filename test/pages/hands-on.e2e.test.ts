// The commands of pages that need a stack and nothing else: of the README, of the command line, of the console, of updates, and of
// programs in other languages. Each block as it stands there, but for what the page leaves to its reader.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually, needPython } from '@dome/testkit';
import { beforeAll, expect, test, vi } from 'vitest';

import { pythonPackages } from '../e2e/python-programs.ts';
import { blocksIn, commandsIn, openPageShell } from './page-shell.ts';
import type { PageShell } from './page-shell.ts';

vi.setConfig({ testTimeout: 180_000 });

const PATIENCE = { timeoutMs: 60_000, stepMs: 50 };
/** Where the example's release puts what it promotes. */
const ENVIRONMENTS = '/tmp/dome-environments';

let packages = '';
beforeAll(async () => {
  packages = await pythonPackages();
}, 120_000);

/** Those of a block that has one of these words. */
async function commandsOf(page: string, word: string, language = 'sh'): Promise<string[]> {
  const blocks = (await blocksIn(page, language)).filter((block) => block.includes(word));
  expect([page, word, blocks.length]).toEqual([page, word, 1]);
  return commandsIn(blocks[0] ?? '');
}

async function startStack(shell: PageShell, command: string): Promise<void> {
  const { said } = shell.start(command);
  await eventually(() => expect(said.out + said.err).toContain('ready in'), PATIENCE);
}

test('README.md: the stack is started, a release submitted and watched, and a second person lets it through', async (context) => {
  needPython(context, 'sqlite3');
  await using shell = await openPageShell({ isClone: false });
  const [start = '', submit = '', approve = '', ...more] = await commandsOf('README.md', 'npm start');
  expect(more).toEqual([]);
  await startStack(shell, start);
  const watched = shell.start(submit);
  await eventually(() => expect(watched.said.out).toMatch(/gate +release +waiting/), PATIENCE);
  expect(await shell.run(`${approve} --yes`)).toMatchObject({ exitCode: 0, out: expect.stringContaining('as grace') });
  expect(await watched.ended).toMatchObject({ exitCode: 0 });
  await rm(ENVIRONMENTS, { recursive: true });
});

test('docs/updates.md, docs/console.md: a version is drained and asked for, and the console opened for another broker', async () => {
  await using shell = await openPageShell({ isClone: false });
  await startStack(shell, 'npx dome dev');
  const [drain = '', needed = '', ofOne = '', ...more] = await commandsOf('docs/updates.md', 'skill drain');
  expect(more).toEqual([]);
  expect(await shell.run(drain)).toMatchObject({ exitCode: 0, err: '' });
  expect((await shell.run('npx dome skill list')).out).toMatch(/lint +1\.0\.0 \(drained\)/);
  for (const command of [needed, ofOne]) expect(await shell.run(command)).toMatchObject({ exitCode: 0 });

  const [open = ''] = await commandsOf('docs/console.md', 'dome ui', '');
  const { said } = shell.start(open);
  const link = await eventually(() => /http:\/\/127\.0\.0\.1:\d+\//.exec(said.out)?.[0] ?? false, PATIENCE);
  expect(await (await fetch(`${link}config.json`)).json()).toEqual({
    websocket: 'wss://nats.example.org:8443',
    mode: 'installation',
  });
});

test('docs/cli.md: the shell of a reader completes commands after what the page has them write', async () => {
  await using shell = await openPageShell({ isClone: false });
  const commands = await commandsOf('docs/cli.md', 'dome completion');
  expect(commands).toHaveLength(3);
  for (const command of commands) expect(await shell.run(command)).toMatchObject({ exitCode: 0, err: '' });
  expect((await shell.run('source ~/.bashrc; complete -p dome')).out).toMatch(/^complete .*dome\n$/);
  expect(await readFile(join(shell.dir, '.config/fish/completions/dome.fish'), 'utf8')).toContain('complete -c dome');
});

const HELLO = {
  apiVersion: 'dome/v1',
  kind: 'Skill',
  name: 'hello',
  version: '1.0.0',
  title: 'Hello',
  description: 'Greets somebody by name.',
  inputSchema: { type: 'object', properties: { name: { type: 'string' } } },
  outputSchema: { type: 'object', properties: { greeting: { type: 'string' } } },
  examples: [{ name: 'Ada', input: { name: 'Ada' }, output: { greeting: 'Hello, Ada' } }],
};

test('docs/process-protocol.md: the program at its beginning is a skill', async () => {
  await using shell = await openPageShell({ isClone: false });
  const [script = ''] = await blocksIn('docs/process-protocol.md', 'bash');
  const command = /command: (\[.+\])/.exec(script)?.[1] ?? '';
  const folder = join(shell.cwd, 'skills/hello');
  await mkdir(folder, { recursive: true });
  const manifest = Object.entries(HELLO).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  await writeFile(join(folder, 'skill.yaml'), `${manifest.join('')}runs: { using: process, command: ${command} }\n`);
  await writeFile(join(folder, 'greet.sh'), script);
  await shell.run('git add skills');
  const tried = await shell.run('npx dome skill test skills/hello');
  expect(tried).toMatchObject({ exitCode: 0, out: expect.stringContaining('1 example, all as their manifests say') });
});

interface Facts {
  readonly url: string;
  readonly passwords: Readonly<Record<string, string>>;
}

/** What pages say of the stack's file. */
async function factsOf(shell: PageShell): Promise<Facts> {
  const folder = join(shell.dir, 'state/dome/dev');
  const [name = ''] = (await readdir(folder)).filter((one) => one.endsWith('.json'));
  return JSON.parse(await readFile(join(folder, name), 'utf8')) as Facts;
}

/** As whoever it names, at the stack's own port, with its own password, and with packages that are installed already. */
function asTyped(command: string, { url, passwords }: Facts): string {
  const user = / --user (\S+)/.exec(command)?.[1] ?? '';
  const own = command.replace('…', passwords[user] ?? '').replace(/ --server \S+/, '');
  const program = own.replace(/(examples\/\S+)/, `$1 --server ${url}`);
  return `export NATS_PASSWORD=${passwords[user]} PYTHONPATH=${packages} PYTHONDONTWRITEBYTECODE=1\n${program}`;
}

const GATE = {
  'gated.plan.json': { kind: 'Plan', tasks: { noop: { uses: 'noop@^1' } }, gates: { release: {} } },
  'gated.policy.json': {
    kind: 'Policy',
    gates: { release: { human: { role: 'release-manager', always: true, deadline: '1h' } } },
  },
};

test('docs/cursors.md, docs/other-languages.md: programs in other languages run as typed', async (context) => {
  needPython(context, 'pip');
  await using shell = await openPageShell({ isClone: false });
  for (const folder of ['schemas', 'asyncapi.yaml', 'node_modules', 'libs'])
    await shell.run(`ln -s "$CLONE/${folder}" .`);
  const [start = '', apply = '', noop = '', install = '', consume = ''] = await commandsOf(
    'docs/cursors.md',
    '--reader',
  );
  await startStack(shell, start);
  expect(await shell.run(apply)).toMatchObject({ exitCode: 0 });
  const facts = await factsOf(shell);
  const reader = shell.start(asTyped(consume, facts));
  expect(await shell.run(noop)).toMatchObject({ exitCode: 0 });
  await eventually(() => expect(reader.said.out, reader.said.err).toContain('job.succeeded'), PATIENCE);

  const [again, password, execute = '', submit = '', approve = '', readAgain, ...more] = await commandsOf(
    'docs/other-languages.md',
    'execute.py',
  );
  // scripts/python-deps.mjs installs from the same file with the same words.
  expect([again, password, readAgain, ...more]).toEqual([
    install,
    'export NATS_PASSWORD=…',
    expect.stringContaining('consume.py --user board --stream JOB_EVENTS'),
  ]);
  const [node = ''] = await commandsOf('docs/other-languages.md', 'execute.ts');
  for (const command of [execute, submit, node])
    expect(await shell.run(asTyped(command, facts))).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^\{.*\}\n$/),
    });

  for (const [name, document] of Object.entries(GATE))
    await writeFile(
      join(shell.cwd, name),
      JSON.stringify({ apiVersion: 'dome/v1', name: 'gated', version: '1.0.0', ...document }),
    );
  const { out } = await shell.run('npx dome run submit -f gated.plan.json -q');
  const follower = shell.start(asTyped(approve.replace('release-hiqjqavj', out.trim()), facts));
  await eventually(() => expect(follower.said.err).toContain('approve release/1? [y/N]'), PATIENCE);
  expect(await shell.run('npx dome --user grace gate approve @latest -y')).toMatchObject({ exitCode: 0 });
  expect(await follower.ended).toMatchObject({ exitCode: 0, out: expect.stringContaining('"success"') });
});

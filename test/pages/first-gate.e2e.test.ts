// docs/first-gate.md, followed to the letter in an empty folder, with the repository that it makes: every block, in its order.
import { rm } from 'node:fs/promises';

import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import type { Said } from '../e2e/command.ts';
import { blocksIn, commandsIn, openPageShell } from './page-shell.ts';

// Four runs, each with a test runner of its own.
vi.setConfig({ testTimeout: 300_000 });

const PATIENCE = { timeoutMs: 60_000, stepMs: 50 };

test('docs/first-gate.md: a gate says yes, says no, and lets a release through with a second person', async () => {
  await using shell = await openPageShell({ isClone: false });
  const blocks = await blocksIn('docs/first-gate.md', 'sh');
  const [
    repository = '',
    init = '',
    stack = '',
    yes = '',
    no = '',
    look = '',
    mend = '',
    release = '',
    approve = '',
    ...more
  ] = blocks;
  expect(more).toEqual([]);
  // A block is a shell of its own here, and the reader's terminal stays in the folder.
  const inFolder = (block: string): string => `cd "$HOME/greeter"\n${block}`;
  const follow = (block: string): Promise<Said> => shell.run(inFolder(block));

  expect(await shell.run(`cd "$HOME"\n${repository}`)).toMatchObject({ exitCode: 0, err: '' });
  expect(await follow(init)).toMatchObject({ exitCode: 0, out: expect.stringContaining('npm run test') });
  const { said } = shell.start(inFolder(stack));
  await eventually(() => expect(said.out).toContain('ready in'), PATIENCE);
  expect(said.out).toMatch(/People +.*grace.* {2}commands on this machine act as \S+/);
  expect(await follow(yes)).toMatchObject({ exitCode: 0, out: expect.stringMatching(/checks +APPROVE/) });
  const rejected = await follow(no);
  expect(rejected).toMatchObject({ exitCode: 6, out: expect.stringMatching(/REJECT/) });
  expect(rejected.out).toContain('TESTS_FAILED');
  expect(await follow(look)).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining("'Goodbye, Ada' == 'Hello, Ada'"),
  });
  expect(await follow(mend)).toMatchObject({ exitCode: 0, out: '', err: '' });
  expect(await follow(release)).toMatchObject({ exitCode: 0, out: expect.stringContaining('may approve: grace') });
  // What the page says of who submitted it.
  const own = 'dome gate approve @latest/release -m mine --yes';
  expect(await follow(own)).toMatchObject({ exitCode: 3, err: expect.stringContaining('SELF_APPROVAL') });
  const approved = await follow(approve);
  await rm('/tmp/greeter-environments', { recursive: true });
  expect(approved).toMatchObject({ exitCode: 0, out: expect.stringMatching(/staging.*sha256:/s) });
});

test('README.md and docs/cli.md begin with the same three commands', async () => {
  const first = await blocksIn('docs/first-gate.md', 'sh');
  const typed = first.flatMap(commandsIn);
  for (const page of ['README.md', 'docs/cli.md']) {
    const [block = ''] = (await blocksIn(page, 'sh')).filter((one) => one.startsWith('dome init'));
    expect([page, commandsIn(block)]).toEqual([page, ['dome init', 'dome dev', 'dome run']]);
    for (const command of commandsIn(block)) expect(typed).toContain(command);
  }
});

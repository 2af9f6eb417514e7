// docs/first-gate.md, followed to the letter: in an empty folder with the repository that it makes, every block in its order, and
// with a repository that was there before.
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import type { Said } from '../e2e/command.ts';
import { cloneOfAnother, SPOIL } from './own-repository.ts';
import { blocksIn, commandsIn, openPageShell } from './page-shell.ts';
import type { PageShell } from './page-shell.ts';

// Four runs, each with a test runner of its own.
vi.setConfig({ testTimeout: 300_000 });

const PATIENCE = { timeoutMs: 60_000, stepMs: 50 };

interface Reader {
  readonly folder: string;
  /** Lets its tests fail, as a shell does it, and takes that back. */
  readonly spoil: string;
  readonly mend: string;
  /** What the tests print then. */
  readonly says: string;
}

/** The page from `dome init` on. A block is a shell of its own here, and the reader's terminal stays in the folder. */
async function followPage(shell: PageShell, { folder, spoil, mend, says }: Reader): Promise<void> {
  const [, init = '', stack = '', yes = '', , look = '', , release = '', approve = '', ...more] = await blocksIn(
    'docs/first-gate.md',
    'sh',
  );
  expect(more).toEqual([]);
  const follow = (block: string): Promise<Said> => shell.run(`cd "${folder}"\n${block}`);

  expect(await follow(init)).toMatchObject({ exitCode: 0, out: expect.stringContaining('npm run test') });
  const { said } = shell.start(`cd "${folder}"\n${stack}`);
  await eventually(() => expect(said.out).toContain('ready in'), PATIENCE);
  expect(said.out).toMatch(/People +.*grace.* {2}commands on this machine act as \S+/);
  expect(await follow(yes)).toMatchObject({ exitCode: 0, out: expect.stringMatching(/checks +APPROVE/) });
  const rejected = await follow(spoil);
  expect(rejected).toMatchObject({ exitCode: 6, out: expect.stringMatching(/REJECT/) });
  expect(rejected.out).toContain('TESTS_FAILED');
  expect(await follow(look)).toMatchObject({ exitCode: 0, out: expect.stringContaining(says) });
  expect(await follow(mend)).toMatchObject({ exitCode: 0, out: '', err: '' });
  expect(await follow(release)).toMatchObject({ exitCode: 0, out: expect.stringContaining('may approve: grace') });
  // What the page says of who submitted it.
  const own = 'dome gate approve @latest/release -m mine --yes';
  expect(await follow(own)).toMatchObject({ exitCode: 3, err: expect.stringContaining('SELF_APPROVAL') });
  const approved = await follow(approve);
  await rm(join('/tmp', `${basename(folder)}-environments`), { recursive: true });
  expect(approved).toMatchObject({ exitCode: 0, out: expect.stringMatching(/staging.*sha256:/s) });
}

test('docs/first-gate.md: a gate says yes, says no, and lets a release through with a second person', async () => {
  await using shell = await openPageShell({ isClone: false });
  const [repository = '', , , , spoil = '', , mend = ''] = await blocksIn('docs/first-gate.md', 'sh');
  expect(await shell.run(`cd "$HOME"\n${repository}`)).toMatchObject({ exitCode: 0, err: '' });
  await followPage(shell, {
    folder: join(shell.dir, 'greeter'),
    spoil,
    mend,
    says: "'Goodbye, Ada' == 'Hello, Ada'",
  });
});

test('docs/first-gate.md holds for a repository that its reader brings, with packages, a build and a history', async () => {
  await using shell = await openPageShell({ isClone: false });
  const folder = await cloneOfAnother(shell.dir);
  await followPage(shell, { folder, spoil: `${SPOIL}\ndome run`, mend: 'git restore src/tally.js', says: '4 !== 3' });
  const log = await shell.run(`cd "${folder}" && dome run logs @latest --task test`);
  expect(log.out).toMatch(/What the project needs is installed[^]*counts each word/);
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

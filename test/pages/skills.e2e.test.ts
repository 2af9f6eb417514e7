// docs/skills.md, followed in a new repository: a skill is made, tried, served, judged by a policy of the law, and replaced by its
// next version, with every block as it stands there.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import type { Said } from '../e2e/command.ts';
import { blocksIn, commandsIn, openPageShell } from './page-shell.ts';

vi.setConfig({ testTimeout: 240_000 });

const PATIENCE = { timeoutMs: 60_000, stepMs: 50 };
const PAGE = 'docs/skills.md';
/** A repository that the page takes for granted, with what two of its lines leave to do. */
const BEFORE = `mkdir shop && cd shop && git init -q
printf 'TODO: prices\\nTODO: taxes\\n' >notes.txt
printf 'test:\\n\\ttrue\\n' >Makefile
git add . && dome init && git add dome`;

test('docs/skills.md: from nothing to a version that takes over from the first', async () => {
  await using shell = await openPageShell({ isClone: false });
  const [make = '', stack = '', look = '', judge = '', next = '', replace = '', ...more] = await blocksIn(PAGE, 'sh');
  const [plan = '', policy = '', ...others] = await blocksIn(PAGE, 'yaml');
  expect([more, others]).toEqual([[], []]);
  const folder = join(shell.dir, 'shop');
  const follow = async (block: string): Promise<Said> => {
    const said = await shell.run(`cd "${folder}"\n${block}`);
    expect([block, said.exitCode, said.exitCode === 0 ? '' : said.out + said.err]).toEqual([block, 0, '']);
    return said;
  };

  expect(await shell.run(`cd "$HOME"\n${BEFORE}`)).toMatchObject({ exitCode: 0 });
  expect((await follow(make)).out).toMatch(/3 examples, all as their manifests say/);
  const { said } = shell.start(`cd "${folder}"\n${stack}`);
  await eventually(() => expect(said.out).toContain('ready in'), PATIENCE);
  const [run = '', ...looks] = commandsIn(look);
  expect((await follow(run)).out).toContain('"marks":');
  const shown = await follow(looks.join('\n'));
  // A finding is an annotation with its place, and the log has what the program printed.
  for (const one of ['notes.txt:1', 'left to do', '100 allowed', 'read-only']) expect(shown.out).toContain(one);

  await writeFile(join(folder, 'dome/tidy.plan.yaml'), plan);
  await writeFile(join(folder, 'dome/law/tidy.policy.yaml'), policy);
  expect((await follow(judge)).out).toMatch(/tidy +APPROVE/);

  await follow(next);
  await eventually(async () => expect((await follow('dome skill list')).out).toMatch(/todo-limit +1\.1\.0/), PATIENCE);
  expect((await follow(replace)).out).toMatch(/drained todo-limit@1\.0\.0 [^]*No open run needs todo-limit@1\.0\.0/);
});

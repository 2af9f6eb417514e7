// Without a mount namespace that keeps skills from each other's files, what runs is still what the digest names: it is
// checked before each start, and replaced if somebody changed it.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { fixtureSkills, openHarness } from '../support/harness.ts';
import type { Harness, Ran } from '../support/harness.ts';

describe.each(['pid-namespace', 'process-group'] as const)('under the guard %s', (guard) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await openHarness(fixtureSkills, { spareRunners: 1, guard });
  });
  afterAll(() => harness[Symbol.asyncDispose]());

  const snapshotOf = (name: string): string => harness.skills.get(name)?.snapshotDir ?? '';
  const tamper = async (script: string): Promise<void> => {
    await using ran = await harness.run('shell', { script });
    expect(ran.outcome.result, ran.log).toBe('success');
  };
  const isSaid = ({ log }: Ran): boolean => log.includes('system: the files of the skill had been changed');

  test.each([
    ['rewrites the program', 'echo "echo evil" >S/echo.sh'],
    [
      'keeps its length and its time',
      'cp -p S/echo.sh "$TMPDIR/was"; sed -i s/hello/HELLO/ S/echo.sh; printf "#%.0s" $(seq $(stat -c %s "$TMPDIR/was")) >S/echo.sh; touch -r "$TMPDIR/was" S/echo.sh',
    ],
    ['replaces it by a link', 'echo "echo evil" >"$TMPDIR/evil"; ln -sf "$TMPDIR/evil" S/echo.sh'],
    ['adds a file', 'mkdir S/node_modules; echo evil >S/node_modules/evil'],
    ['takes one away', 'rm S/echo.sh'],
    ['takes the execute bit', 'chmod 644 S/*; rm S/skill.yaml'],
    ['replaces the folder', 'mv S S.own; mkdir S; echo "echo evil" >S/echo.sh'],
    [
      'replaces the folder by a link',
      'mv S S.own2; mkdir "$TMPDIR/e"; cp S.own2/* "$TMPDIR/e"; echo "echo evil" >"$TMPDIR/e/echo.sh"; ln -s "$TMPDIR/e" S',
    ],
    ['removes the folder', 'rm -r S'],
  ])('a job that %s of another skill changes nothing', async (_what, script) => {
    const dir = snapshotOf('echo');
    await tamper(script.replaceAll(/\bS(?=[/. ;]|$)/g, dir));
    await using ran = await harness.run('echo', { text: 'as ever' });
    expect(ran.outcome, ran.log).toMatchObject({ result: 'success', output: { text: 'as ever' }, guard });
    expect(ran.log).not.toContain('evil');
    expect(isSaid(ran)).toBe(true);
    await using again = await harness.run('echo', { text: 'as ever' });
    expect(isSaid(again)).toBe(false);
  });

  test('a change of times alone is none', async () => {
    await tamper(`touch ${snapshotOf('echo')}/echo.sh`);
    await using ran = await harness.run('echo', { text: 'as ever' });
    expect(ran.outcome.result).toBe('success');
    expect(isSaid(ran)).toBe(false);
  });

  test.each([
    ['speak', 'in a runner that waits for it'],
    ['speak-inside', 'inside the daemon, before it is imported'],
  ])('%s runs as its digest says, %s', async (name) => {
    await using own = await openHarness(fixtureSkills, { spareRunners: 1, guard });
    await own.executor.warm();
    const main = join(own.skills.get(name)?.snapshotDir ?? '', 'main.mjs');
    const evil = 'export const run = () => ({ evil: true });';
    await using tampering = await own.run('shell', { script: `echo '${evil}' >${main}` });
    expect(tampering.outcome.result).toBe('success');
    await using ran = await own.run(name);
    expect(ran.outcome.result).toBe('success');
    expect(ran.outcome.output).not.toHaveProperty('evil');
    expect(await readFile(main, 'utf8')).not.toContain('evil');
  });

  test('a skill whose archive was changed too is not run here', async () => {
    await using own = await openHarness(fixtureSkills, { spareRunners: 0, guard });
    const dir = own.skills.get('echo')?.snapshotDir ?? '';
    await using tampering = await own.run('shell', {
      script: `echo evil >${dir}/echo.sh; chmod 600 ${dir}.tar; echo evil >${dir}.tar`,
    });
    expect(tampering.outcome.result).toBe('success');
    await using ran = await own.run('echo', { text: 'x' });
    expect(ran.outcome).toMatchObject({ result: 'error', problem: { code: 'UNAVAILABLE', retryable: true } });
  });

  test('a workspace is what its digest names, whatever a job wrote into the cached trees', async () => {
    const workspace = await harness.putFolder(join(fixtureSkills, 'echo'));
    await using first = await harness.run('tree', { script: 'cat echo.sh' }, { workspace });
    const [tree = ''] = await readdir(join(harness.workDir, 'trees'));
    const kept = join(harness.workDir, 'trees', tree);
    await tamper(`echo evil >>${kept}/echo.sh; echo evil >${kept}/planted`);
    await using second = await harness.run('tree', { script: 'cat echo.sh; ls' }, { workspace });
    expect(second.outcome).toMatchObject({ result: 'success', workspace: { digest: workspace.digest } });
    expect(second.log).not.toMatch(/evil|planted/);
    expect(second.log).toContain(first.log);
  });
});

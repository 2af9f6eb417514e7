// An update of a skill as its operator types it: a catalogue with two versions, a drain, and a look at what open runs need.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually, gatedPlan, humanPolicy } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openCliStage } from './cli-stage.ts';

const COUNT = join(import.meta.dirname, '..', 'fixtures', 'skills', 'count-node');
const LOOPING = JSON.stringify({
  ...(JSON.parse(gatedPlan) as object),
  loop: { maxIterations: 2, remedy: { tasks: { fix: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } } } },
});

test('a version is drained, waited for, and chosen again', { timeout: 180_000 }, async () => {
  const skills = await mkdtemp(join(tmpdir(), 'dome-two-versions-'));
  await using _ = { [Symbol.asyncDispose]: () => rm(skills, { recursive: true, force: true }) };
  await cp(COUNT, join(skills, 'count-node@1.0.0'), { recursive: true });
  await cp(COUNT, join(skills, 'count-node'), { recursive: true });
  const manifest = join(skills, 'count-node', 'skill.yaml');
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('version: 1.0.0', 'version: 1.1.0'));
  await using stage = await openCliStage({ skills });
  const listed = await stage.dome('skill', 'list', '-o', 'json');
  const { capabilities } = JSON.parse(listed.out) as { capabilities: { version: string }[] };
  expect([...new Set(capabilities.map(({ version }) => version))].toSorted()).toEqual(['1.0.0', '1.1.0']);
  expect((await stage.dome('skill', 'get', 'count-node@1.0.0')).out).toMatch(/^count-node 1\.0\.0 /);
  expect(await stage.dome('skill', 'validate', `${skills}/count-node@1.0.0`)).toMatchObject({ exitCode: 0 });

  const unclear = await stage.dome('skill', 'drain', 'count-node@^1');
  expect(unclear).toMatchObject({ exitCode: 2, err: expect.stringContaining('names no version') as unknown });
  const unknown = await stage.dome('skill', 'drain', 'count-node@9.9.9');
  expect(unknown).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('1.0.0, 1.1.0; 9.9.9 is wanted') as unknown,
  });
  const first = await stage.dome('skill', 'drain', 'count-node@1.1.0', '-m', 'it counts wrong');
  expect(first).toMatchObject({ exitCode: 0, out: expect.stringContaining('no open run needs it') as unknown });
  await eventually(async () => expect((await stage.dome('skill', 'list')).out).toContain('1.1.0 (drained)'));

  await stage.write('gated.plan.json', LOOPING);
  await stage.write('gated.policy.json', humanPolicy);
  const submitted = await stage.dome('--user', 'ada', 'run', 'submit', '-f', 'gated.plan.json', '-o', 'json');
  expect(submitted).toMatchObject({ err: '', exitCode: 0 });
  const { runId } = JSON.parse(submitted.out) as { runId: string };
  await eventually(async () => expect((await stage.dome('run', 'get', runId)).out).toContain('waiting'), {
    timeoutMs: 30_000,
  });
  const needed = await stage.dome('skill', 'list', '--needed');
  expect(needed.out).toMatch(new RegExp(`count-node +1\\.0\\.0 .*${runId} \\(count, fix\\)`));
  expect(await stage.dome('skill', 'list', '--needed', 'count-node@1.1.0')).toMatchObject({ exitCode: 0 });
  expect(await stage.dome('skill', 'list', '--needed', 'count-node@1.0.0')).toMatchObject({ exitCode: 8 });
  const exact = await stage.dome('skill', 'run', 'count-node@1.1.0', '-i', 'lines=2', '-i', 'seconds=0');
  expect(exact).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('dome skill undrain count-node@1.1.0') as unknown,
  });

  expect((await stage.dome('skill', 'undrain', 'count-node@1.1.0')).exitCode).toBe(0);
  const late = await stage.dome('skill', 'drain', 'count-node@1.0.0', '--wait', '--wait-timeout', '100ms');
  expect(late).toMatchObject({ exitCode: 124, out: expect.stringContaining('1 open run needs it') as unknown });
  const waiting = stage.start('skill', 'drain', 'count-node@1.0.0', '--wait');
  expect((await stage.dome('--user', 'grace', 'gate', 'approve', runId, '-y')).exitCode).toBe(0);
  expect(await waiting.ended).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining('no open run needs it') as unknown,
  });
  expect((await stage.dome('skill', 'list', '--needed')).out).toBe('No open run needs any skill.\n');
});

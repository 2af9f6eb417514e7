// The law from the command line, beside `dome dev`.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import { LAW, PLANS } from './stage.ts';

vi.setConfig({ testTimeout: 120_000 });

async function copyOfLaw() {
  const dir = await mkdtemp(join(tmpdir(), 'dome-law-e2e-'));
  await cp(LAW, dir, { recursive: true });
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

const change = async (path: string, from: string, to: string): Promise<void> => {
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
};

test('a folder of law is compared, applied, listed, and withdrawn again', async () => {
  await using law = await copyOfLaw();
  await using stage = await openCliStage({ devArgs: ['--law', law.dir] });
  const policy = join(law.dir, 'gated.policy.yaml');
  const list = await stage.dome('law', 'list', '-o', 'json');
  const { documents } = JSON.parse(list.out) as { documents: { kind: string; name: string; by: { user: string } }[] };
  expect(documents.map(({ kind, name, by }) => `${kind} ${name} ${by.user}`)).toEqual([
    'policy gated dome',
    'environment staging dome',
    'access access dome',
  ]);

  await change(policy, 'risk: 60', 'risk: 70');
  const reused = await stage.dome('law', 'diff', law.dir);
  expect(reused).toMatchObject({ exitCode: 8, out: expect.stringMatching(/^refused +policy gated@1\.0\.0/m) });
  expect(reused.out).toContain('- /gates/quality/rules/0/risk 60\n');
  expect(reused.out).toContain('+ /gates/quality/rules/0/risk 70\n');
  expect(reused.out).toMatch(/^same +environment staging@1\.0\.0/m);
  const refused = await stage.dome('law', 'apply', law.dir);
  expect(refused).toMatchObject({ exitCode: 2, err: expect.stringContaining('VERSION_REUSED') });

  await change(policy, 'version: 1.0.0', 'version: 1.1.0');
  const dry = await stage.dome('law', 'apply', law.dir, '--dry-run');
  expect(dry.out).toMatch(/^apply +policy gated@1\.1\.0 +in force is 1\.1\.0, before it was 1\.0\.0/m);
  expect(dry.out).toContain('Nothing was stored');
  expect(await stage.dome('--user', 'ada', 'law', 'apply', law.dir)).toMatchObject({ exitCode: 3 });
  const applied = await stage.dome('law', 'apply', law.dir, '-m', 'more risk');
  expect(applied).toMatchObject({
    exitCode: 0,
    out: expect.stringMatching(/^unchanged +environment staging@1\.0\.0/m),
  });
  expect((await stage.dome('law', 'get', 'policy', 'gated')).out).toMatch(/# because: more risk\napiVersion: dome\/v1/);
  expect((await stage.dome('law', 'get', 'policy', 'gated@1.0.0')).out).toContain('not in force');
  expect(await stage.dome('law', 'get', 'policy', 'other')).toMatchObject({ exitCode: 2 });

  const gone = await stage.dome('law', 'apply', '--withdraw', 'policy/gated@1.1.0', '-m', 'too much');
  expect(gone.out).toMatch(/^withdraw +policy gated@1\.1\.0 +in force is 1\.0\.0/m);
  const history = await stage.dome('law', 'history', '--name', 'gated', '-o', 'jsonl');
  const lines = history.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { phase: string; version: string });
  expect(lines.map(({ phase, version }) => `${phase} ${version}`)).toEqual([
    'withdrawn 1.1.0',
    'applied 1.1.0',
    'applied 1.0.0',
  ]);
  expect(await stage.dome('law', 'apply', '--withdraw', 'policy/gated')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('KIND/NAME@VERSION'),
  });
  expect(await stage.dome('law', 'apply')).toMatchObject({ exitCode: 2 });
});

test('a promotion that the law does not allow is refused with every reason, and a policy that came along is said to be so', async () => {
  await using law = await copyOfLaw();
  await using stage = await openCliStage({ devArgs: ['--law', law.dir] });
  const plan = await readFile(join(PLANS, 'gated.plan.yaml'), 'utf8');
  await stage.write('mine.plan.yaml', plan.replace('policy: gated@^1\n', '').replace('name: gated', 'name: mine'));
  await stage.write('mine.policy.yaml', await readFile(join(LAW, 'gated.policy.yaml'), 'utf8'));
  const submit = ['--user', 'ada', 'run', 'submit', '-f', 'mine.plan.yaml', '--workspace', '.'];
  const said = await stage.dome(...submit);
  expect(said).toMatchObject({ exitCode: 3, out: '' });
  expect(said.err).toMatch(/^error: The law does not allow this promotion\. +\[PROMOTION_DENIED\]$/m);
  expect(said.err).toMatch(
    /^mine\.plan\.yaml:\d+:\d+ {2}POLICY_NOT_OF_LAW: staging asks for .* was submitted by ada$/m,
  );
  expect(said.err).toMatch(/^mine\.plan\.yaml:3:1 {2}PLAN_NOT_ALLOWED: /m);
  const json = JSON.parse((await stage.dome(...submit, '-o', 'json', '--quiet')).err) as {
    error: { reasons: { code: string }[] };
  };
  expect(json.error.reasons.map(({ code }) => code)).toEqual(['POLICY_NOT_OF_LAW', 'PLAN_NOT_ALLOWED']);

  const checks = plan.replace('policy: gated@^1\n', '').replace(/promotion:[\s\S]*/, '');
  await stage.write('mine.plan.yaml', checks.replace('name: gated', 'name: mine'));
  const submitted = await stage.dome(...submit, '-o', 'json');
  expect(submitted).toMatchObject({ exitCode: 0 });
  const { runId } = JSON.parse(submitted.out) as { runId: string };
  expect((await stage.dome('run', 'get', runId)).out).toContain('policy gated@1.0.0 submitted by ada');
  const seen = JSON.parse((await stage.dome('run', 'get', runId, '-o', 'json')).out) as {
    policy: { submittedBy: string };
  };
  expect(seen.policy.submittedBy).toBe('ada');

  expect((await stage.dome('environment', 'list')).out).toMatch(/^staging +nothing/m);
  expect((await stage.dome('env', 'get', 'staging')).out).toContain('staging@1.0.0\n  nothing stands here\n');
  expect(await stage.dome('environment', 'get', 'moon')).toMatchObject({ exitCode: 2 });
});

// `dome contract diff --live`: what the change would strand in an installation that is running.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { eventually, gatedPlan, humanPolicy } from '@dome/testkit';
import { expect, test } from 'vitest';

import { copyOf, HOME } from '../contract-copy.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const run = promisify(execFile);

async function diffLive({ planes }: Stage, cwd: string): Promise<{ code: number; out: string }> {
  const { servers, password } = planes.credentials('ada');
  const words = ['-s', servers, '--user', 'ada', '--password', password, 'contract', 'diff', '--live'];
  try {
    const { stdout } = await run(process.execPath, [join(HOME, 'services/cli/src/bin/dome.js'), ...words], { cwd });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, out: stdout };
  }
}

test('law is named where the change refuses it: a document by its version, also if it was withdrawn, and an event', async () => {
  await using stage = await openStage({ skills: ['count-node'] });
  await stage.control();
  await stage.daemon();
  const grace = await stage.as('grace');
  await grace.law.apply({ withdraw: [{ kind: 'environment', name: 'staging', version: '1.0.0' }] });
  await using copy = await copyOf(['asyncapi.yaml', 'schemas']);
  expect((await diffLive(stage, copy.root)).out).toContain('Whatever this installation holds stays valid.');

  await copy.replace(
    'schemas/environment.json',
    '"title": "Environment",',
    '"title": "Environment",\n  "maxProperties": 3,',
  );
  await copy.replace(
    'schemas/policy.json',
    '"required": ["id", "expression",',
    '"required": ["id", "note", "expression",',
  );
  await copy.replace(
    'schemas/law/withdrawn.v1.json',
    '"title": "LawWithdrawn",',
    '"title": "LawWithdrawn",\n  "maxProperties": 1,',
  );
  const { code, out } = await diffLive(stage, copy.root);
  expect(out).toContain('STRANDED law environment staging@1.0.0: Environment refuses it\n');
  expect(out).toContain('STRANDED law policy gated@1.0.0: Policy refuses /gates/quality/rules/0\n');
  expect(out).toContain('STRANDED law environment_staging: dev.dome.law.withdrawn.v1 refuses /data\n');
  expect(out).not.toContain('STRANDED law access');
  expect(code).toBe(8);
});

test('a run that waits, its plan and announced skills are named where the change refuses them', async () => {
  await using stage = await openStage({ skills: ['count-node'] });
  await stage.control();
  await stage.daemon();
  const ada = await stage.as('ada');
  const of = { plan: gatedPlan, policy: humanPolicy, inputs: {}, idempotencyKey: 'live' };
  const { runId } = await ada.runs.submit(of);
  await eventually(async () => (await ada.gates.list()).gates.some((gate) => gate.runId === runId));
  await using copy = await copyOf(['asyncapi.yaml', 'schemas']);

  expect(await diffLive(stage, copy.root)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Whatever this installation holds stays valid.'),
  });

  await copy.replace(
    'schemas/plan.json',
    '["apiVersion", "kind", "name", "version", "tasks"]',
    '["apiVersion", "kind", "name", "version", "tasks", "title"]',
  );
  await copy.replace(
    'schemas/descriptor.json',
    '"title": "Descriptor",',
    '"title": "Descriptor",\n  "maxProperties": 3,',
  );
  const { code, out } = await diffLive(stage, copy.root);
  expect(out).toContain(`STRANDED run ${runId}: Plan refuses it\n`);
  expect(out).toContain('STRANDED skill count-node@1.0.0: Descriptor refuses it\n');
  expect(out).not.toContain('STRANDED job');
  expect(out).toContain('BREAKING required, breaks writers');
  expect(code).toBe(8);
});

// The example plan from end to end, as people would run it: a check fails, the remedy fixes the tree, a second person
// approves, the archive is promoted by its digest. The wire tap listens throughout, and finds nothing.
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sha256Digest } from '@dome/contracts';
import type { RunView } from '@dome/contracts';
import { eventually, needPython, startWireTap } from '@dome/testkit';
import { expect, test } from 'vitest';

import { finishedRelease, openGate, RELEASE_SKILLS, submitRelease } from './release-story.ts';
import { EXAMPLES, openStage } from './stage.ts';
import type { Stage } from './stage.ts';

test(
  'the release of the example is fixed, approved and promoted, and the wire keeps the contract',
  { timeout: 60_000 },
  async (context) => {
    needPython(context, 'sqlite3');
    const environments = await mkdtemp(join(tmpdir(), 'dome-environments-'));
    await using cleanup = new AsyncDisposableStack();
    cleanup.defer(() => rm(environments, { recursive: true, force: true }));
    await using stage = await openStage({ skills: RELEASE_SKILLS, ackWaitMs: 3_000 });
    await using tap = await startWireTap(stage.planes);
    const env = { DOME_SECRETS: join(EXAMPLES, 'secrets') };
    const daemons = [await stage.daemon({ env }), await stage.daemon({ env })];
    const planes = [...daemons, await stage.control({ lawDir: join(EXAMPLES, 'law') })];
    const ada = await stage.as('ada');
    const grace = await stage.as('grace');

    const runId = await submitRelease(ada, environments);
    const gate = await openGate(ada, runId);
    const vote = { runId, gate: gate.gate, iteration: gate.iteration, evidenceDigest: gate.evidenceDigest };
    await expect(ada.gates.decide({ ...vote, verdict: 'approve' })).rejects.toMatchObject({ code: 'SELF_APPROVAL' });
    await expect(
      grace.gates.decide({ ...vote, verdict: 'approve', evidenceDigest: sha256Digest('other') }),
    ).rejects.toMatchObject({
      code: 'EVIDENCE_CHANGED',
    });
    expect(await grace.gates.decide({ ...vote, verdict: 'approve', reason: 'It holds.' })).toMatchObject({
      by: 'grace',
      existing: false,
    });

    const run = await finishedRelease(ada, runId);
    expect(run).toMatchObject({ result: 'success', iteration: 2, promotion: { to: 'staging', done: true } });
    expect(run.gates.map(({ gate: name, iteration, decision }) => [name, iteration, decision?.status])).toEqual(
      expect.arrayContaining([
        ['quality', 1, 'REJECT'],
        ['quality', 2, 'APPROVE'],
        ['release', 2, 'APPROVE'],
      ]),
    );
    await expectPromoted(stage, run, environments);
    await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0);
    for (const plane of planes) await plane.stop();
    const { findings, seen } = await tap.report({ ended: true });
    expect(findings).toEqual([]);
    expect(seen).toMatchObject({ 'dev.dome.run.finished.v1': 1, 'dev.dome.run.promotion-decided.v1': 1 });
  },
);

/** The file in the environment is the artifact that was decided on, and its provenance says who built it from what. */
async function expectPromoted(stage: Stage, run: RunView, environments: string): Promise<void> {
  const [file = '', ...others] = await readdir(join(environments, 'staging'));
  expect(others).toEqual([]);
  const bytes = await readFile(join(environments, 'staging', file));
  expect(sha256Digest(bytes)).toBe(run.promotion?.digest);
  expect(await stage.runtime.artifacts.get(sha256Digest(bytes))).toEqual(new Uint8Array(bytes));
  const pack = run.tasks.find(({ taskId, iteration }) => taskId === 'pack' && iteration === 2);
  const chain = await stage.runtime.jobs.get({ jobId: pack?.jobId ?? '' });
  expect(JSON.stringify(chain)).toContain(sha256Digest(bytes));
}

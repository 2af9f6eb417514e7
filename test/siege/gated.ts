// Runs that nobody may harm: a check fails, the remedy fixes the tree, a second person approves, the package is promoted.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { wait } from './attack.ts';
import type { Tally } from './attack.ts';
import { PLANS } from './ground.ts';
import type { Ground } from './ground.ts';
import { SOUND_PREFIX, storeTree } from './healthy.ts';

const GATE_WITHIN_MS = 60_000;
const END_WITHIN_MS = 60_000;
const STEP_MS = 250;

export async function runGatedRuns(
  ground: Ground,
  of: { readonly runs: number; readonly overMs: number; readonly tally: Tally },
): Promise<void> {
  const { runs, overMs, tally } = of;
  const never = new AbortController().signal;
  const documents = { plan: await planText() };
  const ends: Promise<void>[] = [];
  for (let at = 0; at < runs; at += 1) {
    ends.push(
      runOne(ground, documents, at).then(
        () => tally.count('promoted'),
        (error: unknown) => tally.find(`a gated run: ${String(error)}`),
      ),
    );
    await wait(overMs / runs, never);
  }
  await Promise.all(ends);
}

interface Documents {
  readonly plan: string;
}

/** The environment of the tests lists this plan, too. */
async function planText(): Promise<string> {
  const text = await readFile(join(PLANS, 'gated.plan.yaml'), 'utf8');
  return text.replace('name: gated', `name: ${SOUND_PREFIX}gated`);
}

async function runOne(ground: Ground, documents: Documents, at: number): Promise<void> {
  const { ada, grace } = ground.people;
  const workspace = await storeTree(ground);
  const { runId } = await ada.client.runs.submit({ ...documents, workspace, idempotencyKey: `gated-${at}` });
  const gate = await until(GATE_WITHIN_MS, `${runId} reached no gate`, async () => {
    const { gates } = await ada.client.gates.list({ runId });
    return gates[0];
  });
  const { gate: name, iteration, evidenceDigest } = gate;
  await grace.client.gates.decide({ runId, gate: name, iteration, evidenceDigest, verdict: 'approve' });
  const run = await until(END_WITHIN_MS, `${runId} did not finish`, async () => {
    const seen = await ada.client.runs.get(runId);
    return seen.state === 'finished' ? seen : undefined;
  });
  const isPromoted = run.result === 'success' && run.promotion?.done === true;
  if (!isPromoted) throw new Error(`${runId} finished with ${run.result}: ${JSON.stringify(run.tasks).slice(0, 400)}`);
}

async function until<Value>(withinMs: number, fault: string, ask: () => Promise<Value | undefined>): Promise<Value> {
  const endsAt = performance.now() + withinMs;
  const never = new AbortController().signal;
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    if (performance.now() > endsAt) throw new Error(`${fault} in ${withinMs / 1_000} s`);
    await wait(STEP_MS, never);
  }
}

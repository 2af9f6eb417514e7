// Runs of the gated plan: ada submits them, grace approves their gates, and all of that goes on while planes and brokers die.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory } from '@dome/archive';
import type { ControlClient } from '@dome/client';

import { PLANS } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { ANSWERED_MS, insist } from './crew.ts';
import { moment } from './dice.ts';
import { isOpen, runsOf } from './runs.ts';

export type Submit = (idempotencyKey: string) => Promise<string>;

/** What it gives back resolves with the id of the run. */
export async function submitterOf(ada: ControlClient, answeredMs = ANSWERED_MS): Promise<Submit> {
  const tree = await packDirectory(join(PLANS, '..', 'tree'), { include: 'all' });
  const workspace = await ada.artifacts.put(tree.bytes);
  const plan = await readFile(join(PLANS, 'gated.plan.yaml'), 'utf8');
  return async (idempotencyKey) => {
    const submit = () => ada.runs.submit({ plan, inputs: {}, workspace, idempotencyKey });
    return (await insist(submit, answeredMs)).runId;
  };
}

/** The second person approves every gate that waits now, on the evidence shown. */
export async function approveWaiting(grace: ControlClient, answeredMs = ANSWERED_MS): Promise<void> {
  const { gates } = await insist(() => grace.gates.list(), answeredMs);
  for (const { runId, gate, iteration, evidenceDigest } of gates) {
    const vote = { runId, gate, iteration, verdict: 'approve', evidenceDigest } as const;
    await insist(() => grace.gates.decide(vote), answeredMs);
  }
}

export async function approveAll(grace: ControlClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await approveWaiting(grace);
    await moment(100);
  }
}

export async function allFinished({ raw }: Stage, runIds: readonly string[]): Promise<boolean> {
  const runs = runsOf(await raw.read('RUN_EVENTS'));
  return runIds.every((runId) => !isOpen(runs.get(runId) ?? []));
}

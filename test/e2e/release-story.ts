// The release of the example, as its people run it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory } from '@dome/archive';
import type { ControlClient } from '@dome/client';
import type { RunView } from '@dome/contracts';
import { eventually } from '@dome/testkit';

import { EXAMPLES } from './stage.ts';

export const RELEASE_SKILLS = [
  'apply-patch',
  'git-diff-stat',
  'lint',
  'node-test',
  'pack',
  'promote',
  'sbom',
  'sql-migrate-check',
];
const example = (name: string): Promise<string> => readFile(join(EXAMPLES, name), 'utf8');

/** By `ada`, with the patch that its remedy applies; it promotes into a folder below `environments`. */
export async function submitRelease(ada: ControlClient, environments: string): Promise<string> {
  const tree = await packDirectory(join(EXAMPLES, 'checkout'), { include: 'all' });
  const workspace = await ada.artifacts.put(tree.bytes);
  const plan = await example('release.plan.yaml');
  const inputs = { patch: await example('checkout-fix.patch'), environments };
  const { runId } = await ada.runs.submit({ plan, inputs, workspace, idempotencyKey: 'the-release' });
  return runId;
}

/** The gate at which the run waits for people. */
export async function openGate(ada: ControlClient, runId: string) {
  return await eventually(
    async () => {
      const { gates } = await ada.gates.list();
      return gates.find((gate) => gate.runId === runId) ?? false;
    },
    { timeoutMs: 40_000, stepMs: 100 },
  );
}

export async function finishedRelease(ada: ControlClient, runId: string): Promise<RunView> {
  for await (const item of ada.followRun(runId, { signal: AbortSignal.timeout(30_000) })) {
    if (item.kind === 'unreadable') throw item.problem;
  }
  return await eventually(async () => {
    const run = await ada.runs.get(runId);
    return run.state === 'finished' && run;
  });
}

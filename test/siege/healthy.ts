// Work that nobody may harm: jobs of every kind, spread over the siege. Each must succeed and return what it was asked for.
import { packDirectory } from '@dome/archive';
import type { WorkspaceRef } from '@dome/contracts';
import { join } from 'node:path';

import type { Dice } from '../chaos/dice.ts';
import { wait } from './attack.ts';
import type { Tally } from './attack.ts';
import type { Ground } from './ground.ts';
import type { JobEnd, Strike } from './strikes.ts';

/** An observer recognizes the work that must succeed by the beginning of its run id. */
export const SOUND_PREFIX = 'siege-';
const RUN_ID = `${SOUND_PREFIX}healthy`;
const WITHIN_MS = 60_000;
const TREE = join(import.meta.dirname, '../fixtures/tree');

type Kind = 'count-process' | 'count-node' | 'tree-fix' | 'tree-pack';
const KINDS: readonly Kind[] = ['count-process', 'count-node', 'tree-fix', 'tree-pack'];

/** Resolves when all of them have ended. */
export async function runHealthyJobs(
  ground: Ground,
  of: { readonly jobs: number; readonly overMs: number; readonly tally: Tally; readonly workspace: WorkspaceRef },
): Promise<void> {
  const { jobs, overMs, tally, workspace } = of;
  const dice = ground.dice('healthy');
  const never = new AbortController().signal;
  const ends: Promise<void>[] = [];
  for (let at = 0; at < jobs; at += 1) {
    const strike = jobOf(at, dice, workspace);
    ends.push(
      ground.strikes.submit(strike).then(
        (end) => judge(strike, end, tally),
        (error: unknown) => tally.find(`${strike.key} was not submitted: ${String(error)}`),
      ),
    );
    await wait(overMs / jobs, never);
  }
  await Promise.all(ends);
}

export async function storeTree({ people }: Ground): Promise<WorkspaceRef> {
  const { bytes } = await packDirectory(TREE, { include: 'all' });
  return await people.ada.client.artifacts.put(bytes);
}

function jobOf(at: number, dice: Dice, workspace: WorkspaceRef): Strike {
  const kind = dice.pick(KINDS);
  const counts = { lines: dice.between(2, 400), seconds: dice.between(0, 1_000) / 1_000 };
  const isTree = kind === 'tree-fix' || kind === 'tree-pack';
  return {
    skill: kind,
    runId: RUN_ID,
    key: `${RUN_ID}_${at}`,
    withinMs: WITHIN_MS,
    input: isTree ? {} : counts,
    ...(isTree ? { more: { workspace } } : {}),
  };
}

function judge({ skill, key, input }: Strike, { phase, code, data }: JobEnd, tally: Tally): void {
  if (phase !== 'succeeded')
    return tally.find(`${skill} ended as ${phase} ${code} (${JSON.stringify(data['problem'] ?? {}).slice(0, 200)})`);
  tally.count(skill);
  const lines = input['lines'];
  if (typeof lines !== 'number') return;
  const logs = data['logs'] as { readonly lines?: number } | undefined;
  if (logs !== undefined && logs.lines !== lines)
    tally.find(`${key} printed ${lines} lines and ${logs.lines} are logged`);
}

// The jobs of a run that held one lock, in the order of their tokens. A job has its lock from before it starts until after
// it ends, so the times of two that exclude each other may not overlap.
import { CLOCKS } from '@dome/contracts';
import type { LockRecord } from '@dome/contracts';

import { claim } from './claim.ts';
import type { Claim } from './claim.ts';
import type { RunRecord } from './record.ts';

interface Held extends LockRecord {
  readonly jobId: string;
  readonly instance: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the clocks of two daemons may differ by: the margin of a lease. */
const MARGIN_MS = CLOCKS.lockLeaseMs / 10;

/** A claim for each lock that a job of the run held when it ended. */
export function lockClaims(record: RunRecord): Claim[] {
  return [...Map.groupBy(heldLocks(record), ({ key }) => key)].map(([key, held]) => {
    const inOrder = held.toSorted((a, b) => a.token - b.token);
    const jobs = inOrder.map(({ jobId, mode, token }) => `${jobId} (${mode}, token ${token})`).join(', then ');
    return claim(`lock ${key}: ${jobs}`, faultsOf(inOrder));
  });
}

function heldLocks({ jobs }: RunRecord): Held[] {
  return jobs.flatMap(({ event: { data } }) => {
    if (!('provenance' in data)) return [];
    const { locks = [], builder, startedAt, finishedAt } = data.provenance;
    const times = { fromMs: Date.parse(startedAt), toMs: Date.parse(finishedAt) };
    return locks.map((lock) => ({ ...lock, ...times, jobId: data.jobId, instance: builder.instance }));
  });
}

function faultsOf(inOrder: readonly Held[]): string[] {
  return inOrder.flatMap((later, index) =>
    inOrder.slice(0, index).flatMap((earlier) => {
      if (earlier.mode === later.mode && later.mode !== 'exclusive') return [];
      const both = `${earlier.jobId} and ${later.jobId}`;
      if (earlier.token === later.token) return [`${both} have the token ${later.token}`];
      const marginMs = earlier.instance === later.instance ? 0 : MARGIN_MS;
      return earlier.toMs <= later.fromMs + marginMs ? [] : [`${both} held it together`];
    }),
  );
}

// Decided gates newest first, page by page, from the stream: a list of them is asked for seldom, and there are more than
// anybody would keep in memory.
import { LIMITS } from '@dome/contracts';
import type { DecidedGateLine } from '@dome/contracts';
import { isoTime } from '@dome/runs';
import type { RunRef } from '@dome/runs';

import type { DecisionHistory, PastDecision } from '../ports.ts';
import { limitOf, paged, sequenceOf } from './page.ts';
import type { ListPage } from './page.ts';

export interface DecidedAsked {
  /** Undefined: those of all runs. */
  readonly run: RunRef | undefined;
  readonly limit: number | undefined;
  readonly after: string | undefined;
}

/** @throws DomeError INVALID_REQUEST (an invalid cursor), UNAVAILABLE */
export async function listDecidedGates(
  history: DecisionHistory,
  { run, limit, after }: DecidedAsked,
): Promise<ListPage<DecidedGateLine>> {
  const wanted = limitOf(limit);
  const found: PastDecision[] = [];
  let cursor = sequenceOf(after);
  let more = true;
  let read = 0;
  // Gates that asked people first have a decision that is not their last.
  while (more && found.length < wanted && read < LIMITS.listedRunsRead) {
    const past = await history.before(cursor, { run, limit: wanted });
    found.push(...past.decisions.filter(({ decision }) => decision.status !== 'NEEDS_HUMAN'));
    cursor = past.reached;
    read += wanted;
    more = past.more;
  }
  const page = paged(found, wanted, decidedLine);
  return page.next === undefined && more ? { ...page, next: String(cursor) } : page;
}

function decidedLine({ run, sequence, timeMs, decision }: PastDecision): DecidedGateLine[] {
  const { gate, iteration, status, reasonCodes, riskScore, decidedBy, decisionId, evidenceDigest } = decision;
  if (status === 'NEEDS_HUMAN') return [];
  return [
    {
      runId: run.runId,
      plan: run.plan,
      gate,
      iteration,
      status,
      reasonCodes,
      riskScore,
      decidedBy,
      decidedAt: isoTime(timeMs),
      decisionId,
      evidenceDigest,
      sequence,
    },
  ];
}

import type { GateDecideReply, RunApprovalGiven } from '@dome/contracts';
import { gateAt } from '@dome/runs';

import { identityOf } from '../approvals/identity.ts';
import { judgeVote } from '../approvals/vote.ts';
import type { CachedRun } from '../drive/run-cache.ts';
import type { Handler, ServiceParts } from './parts.ts';
import { requireRef, requireRun } from './runs.ts';

export function gateList({ index, caughtUp }: ServiceParts): Handler<'controlGateList'> {
  return async (request) => {
    await caughtUp();
    const { items, next } = index.gates(request);
    return { gates: items, ...(next === undefined ? {} : { next }) };
  };
}

/** Stores one vote; the handler of that event closes the gate. */
export function gateDecide({ cache, law, logger }: ServiceParts): Handler<'controlGateDecide'> {
  return async (request, stamp) => {
    const voter = identityOf(stamp);
    return await cache.open(requireRef(request.runId), async (cached): Promise<GateDecideReply> => {
      await cached.reload();
      for (;;) {
        const state = requireRun(cached.state, request.runId);
        const vote = judgeVote(state, request, { voter, law: await law.refresh() });
        if (vote.kind === 'existing') return replyOf(vote.vote.value, vote.vote.sequence, true);
        if (!(await cached.append({ type: 'dev.dome.run.approval-given.v1', data: vote.data }))) continue;
        const { runId, gate, verdict } = vote.data;
        logger.info({ runId, gate, verdict, by: voter.user }, 'vote stored');
        return replyOf(vote.data, sequenceOf(cached, vote.data), false);
      }
    });
  };
}

function sequenceOf({ state }: CachedRun, { gate, iteration, by }: RunApprovalGiven): number {
  const votes = state === undefined ? [] : (gateAt(state, gate, iteration)?.votes ?? []);
  return votes.find(({ value }) => value.by.user === by.user)?.sequence ?? state?.last.sequence ?? 0;
}

function replyOf(vote: RunApprovalGiven, sequence: number, existing: boolean): GateDecideReply {
  const { runId, gate, iteration, verdict, by } = vote;
  return { runId, gate, iteration, verdict, by: by.user, sequence, existing };
}

import { DomeError } from '@dome/contracts';
import type { ApprovalTally, GateDecideReply, GateListRequest, GateWithdrawReply } from '@dome/contracts';
import type { RunApprovalGiven } from '@dome/contracts';
import { gateAt } from '@dome/runs';
import type { Recorded, RunState } from '@dome/runs';

import { identityOf } from '../approvals/identity.ts';
import { judgeVote } from '../approvals/vote.ts';
import { waitsForVoter } from '../approvals/waits-for.ts';
import { judgeWithdrawal } from '../approvals/withdrawal.ts';
import { listDecidedGates } from '../views/decided-gates.ts';
import { gateDetail } from '../views/gate-detail.ts';
import { tallyView } from '../views/approvals.ts';
import { runFields } from '../tracing/run-trace.ts';
import type { Handler, ServiceParts } from './parts.ts';
import { requireRef, requireRun } from './runs.ts';

export function gateList({ index, decisions, law, caughtUp }: ServiceParts): Handler<'controlGateList'> {
  return async (request, stamp) => {
    await caughtUp(request.minSequence);
    if (request.mine === true) requireWaiting(request);
    if (request.state === 'decided') {
      const { runId, limit, after } = request;
      const run = runId === undefined ? undefined : requireRef(runId);
      const { items, next } = await listDecidedGates(decisions, { run, limit, after });
      return { gates: [], decided: items, ...(next === undefined ? {} : { next }) };
    }
    const mine = request.mine === true ? waitsForVoter(identityOf(stamp), await law.refresh()) : undefined;
    const { items, next } = index.gates({ ...request, ...(mine === undefined ? {} : { isListed: mine }) });
    return { gates: items, ...(next === undefined ? {} : { next }) };
  };
}

function requireWaiting({ state }: GateListRequest): void {
  if (state !== 'decided') return;
  throw new DomeError('INVALID_REQUEST', { detail: 'a gate that is decided waits for nobody', pointer: '/mine' });
}

/** Reads from the leader, so that a voter sees the vote that was stored before. */
export function gateGet({ cache, law, standings, caughtUp }: ServiceParts): Handler<'controlGateGet'> {
  return async ({ runId, gate, iteration }, stamp) => {
    const viewer = identityOf(stamp);
    const [read, current] = await Promise.all([
      cache.open(requireRef(runId), (cached) => cached.reload()),
      law.refresh(),
      caughtUp(),
    ]);
    const looking = { viewer, law: current, standings: standings() };
    return { gate: gateDetail(requireRun(read, runId), { gate, iteration }, looking) };
  };
}

/** Stores one vote; the handler of that event closes the gate if the vote is enough. */
export function gateDecide({ cache, law, logger }: ServiceParts): Handler<'controlGateDecide'> {
  return async (request, stamp) => {
    const voter = identityOf(stamp);
    return await cache.open(requireRef(request.runId), async (cached): Promise<GateDecideReply> => {
      await cached.reload();
      for (;;) {
        const state = requireRun(cached.state, request.runId);
        const vote = judgeVote(state, request, { voter, law: await law.refresh() });
        if (vote.kind === 'existing') return voteReply(state, vote.vote.value, { existing: true });
        if (!(await cached.append({ type: 'dev.dome.run.approval-given.v1', data: vote.data }))) continue;
        const { gate, verdict } = vote.data;
        logger.info({ ...runFields(state), gate, verdict, by: voter.user }, 'vote stored');
        return voteReply(requireRun(cached.state, request.runId), vote.data, { existing: false });
      }
    });
  };
}

/** Stores that a vote is taken back. */
export function gateWithdraw({ cache, logger }: ServiceParts): Handler<'controlGateWithdraw'> {
  return async (request, stamp) => {
    const by = identityOf(stamp);
    return await cache.open(requireRef(request.runId), async (cached): Promise<GateWithdrawReply> => {
      await cached.reload();
      for (;;) {
        const state = requireRun(cached.state, request.runId);
        const withdrawal = judgeWithdrawal(state, request, by);
        const existing = withdrawal.kind === 'existing';
        const data = existing ? withdrawal.withdrawal.value : withdrawal.data;
        if (!existing && !(await cached.append({ type: 'dev.dome.run.approval-withdrawn.v1', data }))) continue;
        const { runId, gate, iteration } = data;
        if (!existing) logger.info({ ...runFields(state), gate, by: by.user }, 'vote withdrawn');
        const now = requireRun(cached.state, request.runId);
        const sequence = sequenceOf(now, gateAt(now, gate, iteration)?.withdrawals, by.user);
        return { runId, gate, iteration, by: by.user, sequence, existing, ...approvalsIn(now, data) };
      }
    });
  };
}

/** Of the person's last one; another event may have followed it by now. */
const sequenceOf = (
  { last }: RunState,
  records: readonly Recorded<{ readonly by: { readonly user: string } }>[] = [],
  user: string,
): number => records.findLast(({ value }) => value.by.user === user)?.sequence ?? last.sequence;

function approvalsIn(
  state: RunState,
  { gate, iteration }: { readonly gate: string; readonly iteration: number },
): { approvals?: ApprovalTally } {
  const judged = gateAt(state, gate, iteration);
  const approvals = judged === undefined ? undefined : tallyView(judged);
  return approvals === undefined ? {} : { approvals };
}

function voteReply(state: RunState, vote: RunApprovalGiven, { existing }: { existing: boolean }): GateDecideReply {
  const { runId, gate, iteration, verdict, by } = vote;
  const sequence = sequenceOf(state, gateAt(state, gate, iteration)?.votes, by.user);
  return { runId, gate, iteration, verdict, by: by.user, sequence, existing, ...approvalsIn(state, vote) };
}

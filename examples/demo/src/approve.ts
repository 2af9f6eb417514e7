// The human gate: nobody may approve a run that they submitted, whatever name the request carries; somebody else may. All
// votes are plain requests of a stock client.

import { DomeError } from '@dome/contracts';
import type { GateDecideRequest, RunApprovalRequested } from '@dome/contracts';

import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';
import { castVote } from './vote.ts';
import type { VoteAnswer } from './vote.ts';

/** @throws DomeError INTERNAL when a vote does not get the expected answer */
export async function approveAsAnother(stage: Stage, asked: RunApprovalRequested, narrator: Narrator): Promise<void> {
  const { ada, grace } = stage;
  const { runId, gate, iteration, evidenceDigest } = asked;
  const request: GateDecideRequest = { runId, gate, iteration, verdict: 'approve', evidenceDigest };
  const own = await castVote(ada.nc, { ...request, reason: 'It is my release, and it is good.' });
  narrator.tell({
    who: ada.name,
    mark: 'bad',
    text: `asks to approve her own release: ${refusal(own)}`,
    below: [detailOf(own)],
  });
  const forged = await castVote(ada.nc, { ...request, reason: 'Grace said so.' }, grace.name);
  narrator.tell({
    who: ada.name,
    mark: 'bad',
    text: `forges the header to be ${grace.name}, the broker stamps over it: ${refusal(forged)}`,
    below: [detailOf(forged)],
  });
  const others = await castVote(grace.nc, { ...request, reason: 'The tests hold, and the fix is one line.' });
  if (others.isTaken) return;
  throw new DomeError('INTERNAL', { detail: `The vote of ${grace.name} was refused: ${others.problem.detail}` });
}

function refusal(answer: VoteAnswer): string {
  if (!answer.isTaken && answer.problem.code === 'SELF_APPROVAL') return answer.problem.code;
  const what = answer.isTaken ? 'was taken' : `was refused as ${answer.problem.code}`;
  throw new DomeError('INTERNAL', { detail: `The vote of the submitter ${what}, not as SELF_APPROVAL.` });
}

function detailOf(answer: VoteAnswer): string {
  return answer.isTaken ? '' : answer.problem.detail;
}

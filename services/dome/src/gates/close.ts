// NEEDS_HUMAN is closed by a second decision over the same evidence: by the votes that decide, or as the law says if there are
// too few in time. Pure over the events of the chain, whose order decides.
import { LIMITS, cutText } from '@dome/contracts';
import type { Decision, RunApprovalGiven } from '@dome/contracts';
import type { ApprovalRequest } from '@dome/runs';

import { sealDecision, sortedUnique } from './decide.ts';
import { reason } from '../reason-codes.ts';

const NOTE_CHARS = 1_024;

/** By the one vote that rejects, or by the approvals that count; the last one says under which law. */
export function closeByVotes(asked: Decision, votes: readonly RunApprovalGiven[]): Decision {
  const last = votes.at(-1);
  const isRejected = last?.verdict === 'reject';
  const said = votes.flatMap(({ by, reason: why }) =>
    why === undefined ? [] : [cutText(`${by.user}: ${why}`, NOTE_CHARS)],
  );
  const { decisionId: _, ...rest } = asked;
  return sealDecision({
    ...rest,
    status: isRejected ? 'REJECT' : 'APPROVE',
    reasonCodes: sortedUnique([...asked.reasonCodes, reason(isRejected ? 'REJECTED_BY_PEOPLE' : 'APPROVED_BY_PEOPLE')]),
    accessDigest: last?.accessDigest ?? asked.accessDigest,
    ...(last?.lawSequence === undefined ? {} : { lawSequence: last.lawSequence }),
    decidedBy: { kind: 'people', people: votes.map(({ by }) => by.user) },
    notes: [...asked.notes.slice(0, Math.max(0, LIMITS.notesPerDecision - said.length)), ...said],
  });
}

export function closeByExpiry(asked: Decision, status: ApprovalRequest['onExpiry']): Decision {
  const { decisionId: _, ...rest } = asked;
  return sealDecision({
    ...rest,
    status,
    reasonCodes: sortedUnique([...asked.reasonCodes, reason('APPROVAL_EXPIRED')]),
    decidedBy: { kind: 'policy' },
  });
}

// NEEDS_HUMAN is closed by a second decision over the same evidence: by the first vote that counts, or by the policy if
// nobody votes in time. Pure over the events of the chain, whose order decides.
import { cutText } from '@dome/contracts';
import type { Decision, RunApprovalGiven } from '@dome/contracts';

import { sealDecision, sortedUnique } from './decide.ts';
import { reason } from '../reason-codes.ts';

const NOTE_CHARS = 1_024;

/** One vote closes the gate: an approval approves, a rejection rejects. */
export function closeByVote(asked: Decision, vote: RunApprovalGiven): Decision {
  const approved = vote.verdict === 'approve';
  const code = approved ? reason('APPROVED_BY_PEOPLE') : reason('REJECTED_BY_PEOPLE');
  const note = vote.reason === undefined ? [] : [cutText(`${vote.by.user}: ${vote.reason}`, NOTE_CHARS)];
  const { decisionId: _, ...rest } = asked;
  return sealDecision({
    ...rest,
    status: approved ? 'APPROVE' : 'REJECT',
    reasonCodes: sortedUnique([...asked.reasonCodes, code]),
    accessDigest: vote.accessDigest,
    ...(vote.lawSequence === undefined ? {} : { lawSequence: vote.lawSequence }),
    decidedBy: { kind: 'people', people: [vote.by.user] },
    notes: [...asked.notes.slice(0, 63), ...note],
  });
}

export function closeByExpiry(asked: Decision): Decision {
  const { decisionId: _, ...rest } = asked;
  return sealDecision({
    ...rest,
    status: 'REJECT',
    reasonCodes: sortedUnique([...asked.reasonCodes, reason('APPROVAL_EXPIRED')]),
    decidedBy: { kind: 'policy' },
  });
}

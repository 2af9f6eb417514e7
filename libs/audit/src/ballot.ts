// What was asked of people at one gate, and what they answered: read from the chain in its order.
import type { Decision, RequiredRole, RunApprovalGiven, RunApprovalRequested } from '@dome/contracts';

import type { RunRecord } from './record.ts';

export interface AskedOfPeople {
  readonly required: readonly RequiredRole[];
  readonly evidenceDigest: string;
  /** What follows if they do not answer in time. */
  readonly onExpiry: 'REJECT' | 'APPROVE';
}

export interface Ballot {
  /** Undefined: nobody was asked. */
  readonly question: AskedOfPeople | undefined;
  /** Given and not taken back when the gate was decided, in the order of the chain. */
  readonly standing: readonly RunApprovalGiven[];
  /** Given after the deadline was said to be over. */
  readonly late: readonly RunApprovalGiven[];
  readonly isExpired: boolean;
}

/** The events before the one that closed the gate. */
export function ballotOf(run: RunRecord['run'], closing: { decision: Decision; sequence: number }): Ballot {
  const { gate, iteration } = closing.decision;
  let question: AskedOfPeople | undefined;
  let standing: RunApprovalGiven[] = [];
  const late: RunApprovalGiven[] = [];
  let isExpired = false;
  for (const { event, sequence } of run) {
    if (sequence >= closing.sequence || !('gate' in event.data)) continue;
    if (event.data.gate !== gate || event.data.iteration !== iteration) continue;
    if (event.type === 'dev.dome.run.approval-requested.v1') question = questionOf(event.data);
    else if (event.type === 'dev.dome.run.approval-given.v1') (isExpired ? late : standing).push(event.data);
    else if (event.type === 'dev.dome.run.approval-expired.v1') isExpired = true;
    else if (event.type === 'dev.dome.run.approval-withdrawn.v1') {
      const { user } = event.data.by;
      standing = standing.filter(({ by }) => by.user !== user);
    }
  }
  return { question, standing, late, isExpired };
}

const questionOf = (data: RunApprovalRequested): AskedOfPeople => ({
  required: data.approvals ?? data.required,
  evidenceDigest: data.evidenceDigest,
  onExpiry: data.onExpiry ?? 'REJECT',
});

/**
 * Whether each of the people can stand for one role so that all are covered, by Hall's condition: of any choice of roles, at
 * least as many people have one of them as these roles ask for. The control plane assigns people to roles; this does not.
 */
export function isEnough(
  required: readonly RequiredRole[],
  people: readonly Pick<RunApprovalGiven, 'roles'>[],
): boolean {
  return subsets(required).every((some) => {
    const wanted = some.reduce((sum, { count }) => sum + count, 0);
    return people.filter(({ roles }) => some.some(({ role }) => roles.includes(role))).length >= wanted;
  });
}

/** `2 release-manager and 1 security` */
export const peopleWords = (roles: readonly RequiredRole[]): string =>
  roles.map(({ role, count }) => `${count} ${role}`).join(' and ');

function subsets<Item>([first, ...others]: readonly Item[]): Item[][] {
  if (first === undefined) return [[]];
  const without = subsets(others);
  return [...without, ...without.map((some) => [first, ...some])];
}

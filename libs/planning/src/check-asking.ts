// How people are asked, in a policy and in an environment alike: what their schemas cannot check.
import { CLOCKS, LIMITS, durationMs, durationText } from '@dome/contracts';
import type { Environment, HumanGate, RequiredApprovals, RoleHolders } from '@dome/contracts';
import { peopleIn } from '@dome/runs';

import type { Fault } from './source.ts';
import { guessOf } from './typing/misfit.ts';

export function* humanFaults(pointer: string, human: HumanGate): Generator<Fault> {
  if ((human.role === undefined) === (human.approvals === undefined)) {
    yield { pointer, message: 'names either a role or approvals: one person of the role, or so many of each' };
  }
  yield* approvalFaults(pointer, human);
}

/** People whom the gate asks for and the law does not have: it would wait for them until its deadline. */
export function* roleFaults(pointer: string, human: HumanGate, holders: RoleHolders | undefined): Generator<Fault> {
  const { role, approvals = [] } = human;
  if (role !== undefined) yield* tooFewFaults(`${pointer}/role`, { role, count: 1 }, holders);
  for (const [index, one] of approvals.entries()) {
    yield* tooFewFaults(`${pointer}/approvals/${index}/role`, one, holders);
  }
}

/** Nothing is said while nobody knows who has which role. */
export function* tooFewFaults(
  pointer: string,
  { role, count }: RequiredApprovals,
  holders: RoleHolders | undefined,
): Generator<Fault> {
  if (holders === undefined) return;
  const there = Object.hasOwn(holders, role) ? (holders[role] ?? 0) : 0;
  if (there >= count) return;
  const { guess, hint } = guessOf(role, Object.keys(holders));
  if (there === 0) yield { pointer, message: `nobody has the role ${role}${guess}`, hint };
  else {
    const have = there === 1 ? '1 has it' : `${there} have it`;
    yield { pointer, message: `asks for ${count} people with the role ${role}, and ${have}` };
  }
}

export function* environmentPeopleFaults(environment: Environment): Generator<Fault> {
  yield* approvalFaults('', environment);
  if (environment.approvals !== undefined) return;
  for (const key of ['deadline', 'onExpiry', 'remindEvery'] as const) {
    if (environment[key] !== undefined) yield { pointer: `/${key}`, message: 'is for approvals, and there are none' };
  }
}

function* approvalFaults(pointer: string, asked: Omit<HumanGate, 'role' | 'always'>): Generator<Fault> {
  const { approvals = [], deadline, remindEvery } = asked;
  const roles = new Set<string>();
  for (const [index, { role }] of approvals.entries()) {
    // Nobody could say which of the two counts is meant.
    if (roles.has(role)) {
      yield { pointer: `${pointer}/approvals/${index}/role`, message: `the role ${role} stands here twice` };
    }
    roles.add(role);
  }
  const people = peopleIn(approvals);
  if (people > LIMITS.approvalsPerGate) {
    const message = `asks for ${people} people; at most ${LIMITS.approvalsPerGate} may be asked for`;
    yield { pointer: `${pointer}/approvals`, message };
  }
  const waitMs = deadline === undefined ? CLOCKS.approvalMs : (durationMs(deadline) ?? 0);
  if (!(waitMs >= 1 && waitMs <= LIMITS.approvalClockMs)) {
    const message = `${deadline} is not between 1ms and ${durationText(LIMITS.approvalClockMs)}`;
    yield { pointer: `${pointer}/deadline`, message };
  } else if (remindEvery !== undefined) yield* reminderFaults(`${pointer}/remindEvery`, remindEvery, waitMs);
}

function* reminderFaults(pointer: string, remindEvery: string, waitMs: number): Generator<Fault> {
  const everyMs = durationMs(remindEvery) ?? 0;
  if (everyMs >= waitMs) {
    yield {
      pointer,
      message: `${remindEvery} is not before the deadline, ${durationText(waitMs)} after they are asked`,
    };
  } else if (everyMs * LIMITS.remindersPerGate < waitMs) {
    const message = `${remindEvery} would remind more than ${LIMITS.remindersPerGate} times before the deadline`;
    yield { pointer, message };
  }
}

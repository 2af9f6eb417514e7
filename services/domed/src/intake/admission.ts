// L6, checked again for every command, whoever sent it: one of the versions served here has this descriptor, and its compiled schema accepts the input. Pure: announcements and time come in as values.
import { DomeError, LIMITS, backoffMs, lockKeyFor, toDomeError, valueAt } from '@dome/contracts';
import { PROMOTION_MEMBER, REHEARSAL_ENVIRONMENT, rehearsalLock } from '@dome/contracts';
import type { JsonObject, SelectionRefusal, SkillExecute } from '@dome/contracts';

import type { LoadedSkill } from '../catalogue/skill.ts';
import type { LockedVersion } from '../catalogue/skill-set.ts';
import type { Command } from '../job.ts';
import type { LockWish } from '../locks/wish.ts';
import type { ServedElsewhere } from '../ports.ts';
import type { ClaimProblem, Deadlines, Validity } from '../claim/claim-view.ts';

export interface AdmissionView {
  readonly command: Command;
  /** What decoding found: the command contradicts itself. */
  readonly fault: ClaimProblem | undefined;
  /** Among the versions that this daemon serves. */
  readonly locked: LockedVersion;
  /** What is known of other daemons that announce exactly this skill. */
  readonly elsewhere: () => ServedElsewhere;
  readonly driftGraceMs: number;
  /** How often this daemon failed on this command. */
  readonly breakdowns: number;
  readonly deliveryCount: number;
  readonly nowMs: number;
  /** Commands that wait for other daemons and come here meanwhile. */
  readonly foreign: number;
  /** From 0 to 1; see `elsewhere`. */
  readonly chance: number;
}

export type Admission =
  | {
      readonly validity: Extract<Validity, { state: 'ok' }>;
      readonly skill: LoadedSkill;
      readonly input: JsonObject;
      /** In the order of the manifest. */
      readonly locks: readonly LockWish[];
    }
  | {
      readonly validity: Exclude<Validity, { state: 'ok' }>;
      /** A daemon announces exactly this skill, and no clock of the job is over: there is nothing to write here. */
      readonly isForOthers: boolean;
    };

/**
 * A command served elsewhere may come here repeatedly if several daemons have other descriptors: it is put back for a
 * moment at first, and for at most this long, which is also how old the knowledge of other daemons may be.
 */
export const DRIFT_RETRY_MS_MAX = 1_000;
const DRIFT_RETRY_FIRST_MS = 50;
/** Tuning: one that waits alone comes about seven times a second, ten to fifty about seventy times together, and each of more about once. */
const DRIFT_RETRY_ALONE_MS = 200;
const DRIFT_RETRY_EACH_MS = 20;

export function admit(view: AdmissionView): Admission {
  const { command, fault, locked } = view;
  if (view.breakdowns >= LIMITS.breakdownsPerJob) {
    const detail = `this daemon broke ${view.breakdowns} times on the command without a verdict`;
    return { validity: { state: 'poison', problem: { code: 'INTERNAL', fields: { detail } } }, isForOthers: false };
  }
  if (fault !== undefined) return invalid(fault);
  if (!locked.ok) return elsewhere(view, problemOfRefusal(locked.refusal, command));
  const { skill } = locked.chosen;
  const accepted = skill.acceptInput(command.request.input);
  if (!accepted.ok) return invalid(problemOf(accepted.error, '/input'));
  const lacking = requirement(command, skill);
  if (lacking !== undefined) return invalid(lacking);
  const locks = locksOf(command, skill, accepted.value);
  if (locks instanceof DomeError) return invalid(problemOf(locks, '/input'));
  return { validity: { state: 'ok' }, skill, input: accepted.value, locks };
}

/** The error says which member of the input the key of a lock cannot be made of. */
function locksOf(
  { request: { concurrency, rehearsal } }: Command,
  { descriptor: { locks = [] } }: LoadedSkill,
  input: JsonObject,
): readonly LockWish[] | DomeError {
  try {
    // Whoever promotes does not wait for somebody who tries.
    const named = (key: string): string =>
      rehearsal === undefined ? lockKeyFor(key, input) : lockKeyFor(rehearsalLock(key), input);
    const own = locks.map(({ key, mode, waitMs }): LockWish => ({ key: named(key), mode, waitMs }));
    if (concurrency === undefined) return own;
    const { key, max } = concurrency;
    return [...own, { key: named(key), mode: 'limited', max }];
  } catch (thrown) {
    return toDomeError(thrown);
  }
}

function problemOfRefusal({ code, part, detail }: SelectionRefusal, { skill }: Command): ClaimProblem {
  // What every daemon announces is not known here.
  if (part === 'name') return { code, fields: { detail: `${skill} is not served`, pointer: '/skill/name' } };
  return { code, fields: { detail, pointer: part === 'digest' ? '/skill/descriptorDigest' : '/skill/version' } };
}

/**
 * A daemon that announces the skill gets the command by another delivery. If none does, one may be starting or
 * restarting: the grace period runs from when one last announced it. It ends before the timeouts of the job, which
 * would only say that time is up. Commands that were put back together come again at different times: if all came at once, a
 * daemon with one free slot would get one of them, and this one the others.
 */
function elsewhere(view: AdmissionView, problem: ClaimProblem): Admission {
  const { command, driftGraceMs, nowMs } = view;
  const { isServed, lastMs } = view.elsewhere();
  const { queueUntilMs, totalUntilMs } = deadlinesOf(command);
  const isLastLook = [queueUntilMs, totalUntilMs].some((endMs) => nowMs < endMs && endMs <= nowMs + DRIFT_RETRY_MS_MAX);
  const isGrace = nowMs < Math.max(command.storedAtMs, lastMs) + driftGraceMs && !isLastLook;
  if (!isServed && !isGrace) return invalid(problem);
  const crowdMs = Math.max(DRIFT_RETRY_ALONE_MS, view.foreign * DRIFT_RETRY_EACH_MS);
  const maxMs = Math.min(DRIFT_RETRY_MS_MAX, crowdMs);
  const atMostMs = backoffMs({ firstMs: DRIFT_RETRY_FIRST_MS, maxMs }, view.deliveryCount);
  const retryInMs = Math.round(atMostMs * (0.5 + view.chance / 2));
  const isInTime = nowMs < Math.min(queueUntilMs, totalUntilMs);
  return { validity: { state: 'unserved', retryInMs }, isForOthers: isServed && isInTime };
}

type Lack = Extract<ClaimProblem, object>['fields'];

/** A decision allows it, or it is tried: never both, and what is tried goes nowhere else. */
function promotionLack({ authorizedBy, rehearsal, input }: SkillExecute, skill: string): Lack | undefined {
  const to = valueAt(input, [PROMOTION_MEMBER, 'to']);
  const isIntoRehearsal = to === REHEARSAL_ENVIRONMENT;
  if (rehearsal === undefined && authorizedBy === undefined)
    return {
      detail: `${skill} promotes: its command carries the decision that authorises it`,
      pointer: '/authorizedBy',
    };
  if (rehearsal !== undefined && authorizedBy !== undefined)
    return { detail: `a rehearsal of ${skill} carries no decision`, pointer: '/rehearsal' };
  if ((rehearsal !== undefined) === isIntoRehearsal) return undefined;
  const detail = isIntoRehearsal
    ? `${skill} is told to promote into ${REHEARSAL_ENVIRONMENT}, and its command is no rehearsal`
    : `a rehearsal of ${skill} promotes into ${REHEARSAL_ENVIRONMENT} and nowhere else`;
  return { detail, pointer: '/input/promotion/to' };
}

function rehearsalLack({ rehearsal }: SkillExecute, skill: string): Lack | undefined {
  if (rehearsal === undefined) return undefined;
  return { detail: `${skill} does not promote: there is nothing to rehearse`, pointer: '/rehearsal' };
}

/** What the skill's descriptor requires of a command besides its input. */
function requirement({ request }: Command, { descriptor }: LoadedSkill): ClaimProblem | undefined {
  const unauthorized = descriptor.sideEffects.includes(PROMOTION_MEMBER)
    ? promotionLack(request, descriptor.name)
    : rehearsalLack(request, descriptor.name);
  if (unauthorized !== undefined) return { code: 'INVALID_REQUEST', fields: unauthorized };
  if (descriptor.needs.workspace !== 'none' && request.workspace === undefined) {
    return {
      code: 'WORKSPACE_MISSING',
      fields: { detail: `${descriptor.name} needs a workspace`, pointer: '/workspace' },
    };
  }
  return undefined;
}

function problemOf({ code, fields, message }: DomeError, below: string): ClaimProblem {
  const pointer = fields.pointer ?? '';
  return {
    code,
    fields: { ...fields, detail: message, pointer: pointer.startsWith(below) ? pointer : below + pointer },
  };
}

function invalid(problem: ClaimProblem): Admission {
  return { validity: { state: 'invalid', problem }, isForOthers: false };
}

/** The queue timeout ends by itself or at the command's `notAfter`, whichever is earlier. */
export function deadlinesOf({ request, storedAtMs }: Command): Deadlines {
  return {
    queueUntilMs: Math.min(storedAtMs + request.timeouts.queueMs, Date.parse(request.notAfter)),
    totalUntilMs: storedAtMs + request.timeouts.totalMs,
  };
}

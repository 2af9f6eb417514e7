// L6: dome dispatches only what discovery says exists. A plan is resolved once, when it is submitted: each
// `skill@range` to the highest announced version and its descriptor digest. The lock holds what dispatch needs, so that
// a run never asks again what its skills mean. Pure over the answers of discovery.
import { DomeError, clocksOver, durationMs, selectSkill, nearestName } from '@dome/contracts';
import type { Announcement, Descriptor, FaultBody, PlanLockEntry } from '@dome/contracts';
import { documentsError } from '@dome/documents';
import type { PlanShape, TaskNode } from '@dome/runs';

import { policyFaults } from './check-policy.ts';
import { promotionFault, rehearsalFault } from './check-promoting.ts';
import { skillFaults } from './check-skills.ts';
import type { CodedFault } from './check-skills.ts';
import type { ReadPlan } from './read-plan.ts';
import { inTextOrder } from './source.ts';
import type { Locate } from './source.ts';
import type { SkillOf } from './typing/scope-types.ts';

export interface Fleet {
  readonly announcements: readonly Announcement[];
  /** By descriptor digest: at least those that `wantedDigests` names. */
  readonly descriptors: ReadonlyMap<string, Descriptor>;
}

/** The announcement that each task is bound to. @throws DomeError CAPABILITY_MISSING with every `uses` that has none. */
export function bindTasks(
  shape: PlanShape,
  announcements: readonly Announcement[],
  locate: Locate,
): Map<string, Announcement> {
  const bound = new Map<string, Announcement>();
  const faults: CodedFault[] = [];
  for (const node of shape.tasks.values()) {
    const found = bindTask(node, announcements);
    if ('fault' in found) faults.push(found);
    else bound.set(node.taskId, found.announcement);
  }
  refuseFaults(faults, locate);
  return bound;
}

/** What was read of a plan, with the places of its members. */
export interface LockablePlan extends Pick<ReadPlan, 'shape' | 'locate' | 'policy' | 'locateInPolicy'> {
  /** A skill that promotes is tried: nothing else may be. */
  readonly isRehearsal?: boolean | undefined;
}

/**
 * The plan lock, one entry a task. The descriptors tell what the documents alone could not: whether inputs fit the skills, and
 * expressions of the plan and rules of the policy what the skills give.
 * @throws DomeError with every fault of the tasks and the rules, under the code of the first: CAPABILITY_MISSING, INPUT_INVALID
 * (an input breaks the skill's schema), MANIFEST_INVALID (the schema does not compile), PLAN_INVALID
 */
export function lockPlan(plan: LockablePlan, { announcements, descriptors }: Fleet): PlanLockEntry[] {
  const { shape, locate, isRehearsal = false } = plan;
  const bound = bindTasks(shape, announcements, locate);
  const found = new Map<string, Descriptor>();
  const faults: CodedFault[] = [];
  const lock = [...shape.tasks.values()].flatMap((node) => {
    const announcement = bound.get(node.taskId);
    const descriptor = announcement === undefined ? undefined : descriptors.get(announcement.descriptorDigest);
    if (announcement === undefined || descriptor === undefined) {
      const message = `the descriptor of ${node.uses} cannot be fetched`;
      faults.push({ code: 'CAPABILITY_MISSING', fault: { pointer: `${node.pointer}/uses`, message } });
      return [];
    }
    const misplaced = isRehearsal ? rehearsalFault(node, descriptor) : promotionFault(node, descriptor);
    // Of a skill in the wrong place, everything else would only distract from that.
    if (misplaced === undefined) found.set(node.taskId, descriptor);
    else faults.push({ code: 'PLAN_INVALID', fault: misplaced });
    return [entryOf(node, descriptor, announcement.descriptorDigest)];
  });
  const skillOf = (taskId: string): Descriptor | undefined => found.get(taskId);
  faults.push(...skillFaults(shape.document, skillOf, { isRehearsal }), ...writerFaults(shape, lock));
  refuseFaults(faults, locate, ruleFaultsOf(plan, skillOf));
  return lock;
}

function ruleFaultsOf({ shape, policy, locateInPolicy }: LockablePlan, skillOf: SkillOf): FaultBody[] {
  if (policy === undefined || locateInPolicy === undefined) return [];
  return inTextOrder([...policyFaults(policy, shape.document, { skillOf })].map(locateInPolicy));
}

/** @throws DomeError WORKSPACE_MISSING when a task needs the workspace that the run does not have. */
export function requireWorkspace(lock: readonly PlanLockEntry[], { tasks }: Pick<PlanShape, 'tasks'>): void {
  const needing = lock.filter(({ needsWorkspace }) => needsWorkspace !== 'none');
  const [first] = needing;
  if (first === undefined) return;
  throw new DomeError('WORKSPACE_MISSING', {
    detail: saidOf(first),
    pointer: '/workspace',
    hint: 'Submit with --workspace DIR.',
    faults: needing.map((entry) => ({
      document: 'plan',
      pointer: `${tasks.get(entry.taskId)?.pointer ?? ''}/uses`,
      message: saidOf(entry),
      ...(entry === first
        ? { hint: 'Submit with --workspace DIR, or name the folder in the plan: workspace: DIR' }
        : {}),
    })),
  });
}

const saidOf = ({ taskId, skill }: PlanLockEntry): string =>
  `the task ${taskId} (${skill}) needs a workspace and the run has none`;

/**
 * A document that is at fault itself is told so with the place; of the fleet and the skills the detail speaks alone. Faults of
 * the policy come after those of the plan.
 */
function refuseFaults(faults: readonly CodedFault[], locate: Locate, ofPolicy: readonly FaultBody[] = []): void {
  const placed = inTextOrder(faults.map(({ fault }) => locate(fault)));
  const first = faults.find(({ fault }) => fault.pointer === placed[0]?.pointer);
  if (first === undefined && ofPolicy.length === 0) return;
  const code = first?.code ?? 'PLAN_INVALID';
  const error = documentsError(code, [...placed, ...ofPolicy]);
  if (first === undefined || code === 'PLAN_INVALID') throw error;
  throw new DomeError(code, { ...error.fields, detail: first.fault.message });
}

type Binding = CodedFault | { readonly announcement: Announcement };

function bindTask({ taskId, skill, range, pool, pointer }: TaskNode, announcements: readonly Announcement[]): Binding {
  const selection = selectSkill(announcements, { name: skill, range, pool });
  if (selection.ok) return { announcement: selection.chosen };
  const { code, part, detail, hint } = selection.refusal;
  const near = part === 'name' ? nearestName(skill, [...new Set(announcements.map(({ name }) => name))]) : undefined;
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  return { code, fault: { pointer: `${pointer}/uses`, message: `${detail} (task ${taskId})${guess}`, hint } };
}

function entryOf(node: TaskNode, descriptor: Descriptor, descriptorDigest: string): PlanLockEntry {
  return {
    taskId: node.taskId,
    pool: node.pool,
    skill: descriptor.name,
    version: descriptor.version,
    descriptorDigest,
    purpose: node.purpose,
    timeouts: timeoutsOf(node, descriptor),
    retry: descriptor.retry,
    needsWorkspace: descriptor.needs.workspace,
    ...(node.concurrency === undefined ? {} : { concurrency: node.concurrency }),
  };
}

/** The clocks of the plan were checked when it was read. */
function timeoutsOf({ timeouts }: TaskNode, { timeouts: own }: Descriptor): PlanLockEntry['timeouts'] {
  const given = (text: string | undefined): number | undefined => (text === undefined ? undefined : durationMs(text));
  return clocksOver(own, {
    queueMs: given(timeouts.queue),
    executionMs: given(timeouts.execution),
    heartbeatMs: given(timeouts.heartbeat),
    totalMs: given(timeouts.total),
  });
}

/** Two trees cannot both be the next workspace. */
function* writerFaults(shape: PlanShape, lock: readonly PlanLockEntry[]): Generator<CodedFault> {
  const writers = new Set(lock.filter(({ needsWorkspace }) => needsWorkspace === 'rw').map(({ taskId }) => taskId));
  for (const wave of shape.remedyWaves) {
    const [first, second] = wave.filter((taskId) => writers.has(taskId));
    if (first === undefined || second === undefined) continue;
    const message = `${first} and ${second} both return a workspace: let one need the other`;
    yield { code: 'PLAN_INVALID', fault: { pointer: `/loop/remedy/tasks/${second}`, message } };
  }
}

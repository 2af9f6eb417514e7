// L6: dome dispatches only what discovery says exists. A plan is resolved once, when it is submitted: each
// `skill@range` to the highest announced version and its descriptor digest. The lock holds what dispatch needs, so that
// a run never asks again what its skills mean. Pure over the answers of discovery.
import { DomeError, clocksOver, durationMs, selectSkill, hasTemplates } from '@dome/contracts';
import type { Announcement, Descriptor, PlanLockEntry } from '@dome/contracts';
import type { PlanShape, TaskNode } from '@dome/runs';
import { nearestName } from '@dome/runtime';
import { assertSkillInput } from '@dome/skill-schema';

import { PROMOTION_GATE } from './check-plan.ts';

export interface Fleet {
  readonly announcements: readonly Announcement[];
  /** By descriptor digest: at least those that `wantedDigests` names. */
  readonly descriptors: ReadonlyMap<string, Descriptor>;
}

export type Located = (fault: { pointer: string; message: string; hint?: string | undefined }) => DomeError;

/** The announcement that each task is bound to. @throws DomeError CAPABILITY_MISSING with the pointer of `uses`. */
export function bindTasks(shape: PlanShape, announcements: readonly Announcement[]): Map<string, Announcement> {
  return new Map([...shape.tasks.values()].map((node) => [node.taskId, bindTask(node, announcements)]));
}

/**
 * The plan lock, one entry a task.
 * @throws DomeError CAPABILITY_MISSING, INPUT_INVALID (a literal input breaks the skill's schema), MANIFEST_INVALID (the
 * schema does not compile), PLAN_INVALID
 */
export function lockPlan(shape: PlanShape, fleet: Fleet, located: Located): PlanLockEntry[] {
  const bound = bindTasks(shape, fleet.announcements);
  const lock = [...shape.tasks.values()].map((node) => lockTask(node, { bound, fleet, located }));
  requireOneWriter(shape, lock, located);
  return lock;
}

/** @throws DomeError WORKSPACE_MISSING when a task needs the workspace that the run does not have. */
export function requireWorkspace(lock: readonly PlanLockEntry[]): void {
  const needing = lock.find(({ needsWorkspace }) => needsWorkspace !== 'none');
  if (needing === undefined) return;
  throw new DomeError('WORKSPACE_MISSING', {
    detail: `the task ${needing.taskId} (${needing.skill}) needs a workspace and the run has none`,
    pointer: '/workspace',
    hint: 'Submit with --workspace DIR.',
  });
}

function bindTask(
  { taskId, skill, range, pool, pointer }: TaskNode,
  announcements: readonly Announcement[],
): Announcement {
  const selection = selectSkill(announcements, { name: skill, range, pool });
  if (selection.ok) return selection.chosen;
  const { code, part, detail, hint } = selection.refusal;
  const near = part === 'name' ? nearestName(skill, [...new Set(announcements.map(({ name }) => name))]) : undefined;
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  throw new DomeError(code, {
    detail: `${detail} (task ${taskId})${guess}`,
    pointer: `${pointer}/uses`,
    ...(hint === undefined ? {} : { hint }),
  });
}

const missing = (pointer: string, detail: string): DomeError =>
  new DomeError('CAPABILITY_MISSING', { detail, pointer });

interface Locking {
  readonly bound: ReadonlyMap<string, Announcement>;
  readonly fleet: Fleet;
  readonly located: Located;
}

function lockTask(node: TaskNode, { bound, fleet, located }: Locking): PlanLockEntry {
  const announcement = bound.get(node.taskId);
  const descriptor = announcement === undefined ? undefined : fleet.descriptors.get(announcement.descriptorDigest);
  if (announcement === undefined || descriptor === undefined) {
    throw missing(`${node.pointer}/uses`, `the descriptor of ${node.uses} cannot be fetched`);
  }
  const promotes = descriptor.sideEffects.includes(PROMOTION_GATE);
  if (promotes && node.purpose !== 'promote') {
    const message = `${node.skill} promotes: it is allowed in the promotion step only`;
    throw located({ pointer: `${node.pointer}/uses`, message });
  }
  if (!promotes && node.purpose === 'promote') {
    const message = `${node.skill} does not promote: its manifest does not name promotion among its side effects`;
    throw located({ pointer: `${node.pointer}/uses`, message });
  }
  if (promotes && !takesPromotion(descriptor)) {
    const message = `${node.skill} promotes, and its input schema does not require promotion, which says what and where`;
    throw located({ pointer: `${node.pointer}/uses`, message });
  }
  checkLiteralInput(node, descriptor);
  return {
    taskId: node.taskId,
    pool: node.pool,
    skill: descriptor.name,
    version: descriptor.version,
    descriptorDigest: announcement.descriptorDigest,
    purpose: node.purpose,
    timeouts: timeoutsOf(node, descriptor),
    retry: descriptor.retry,
    needsWorkspace: descriptor.needs.workspace,
    ...(node.concurrency === undefined ? {} : { concurrency: node.concurrency }),
  };
}

/** What is promoted, and where, comes with the decision: a skill that does not read it might promote anything. */
function takesPromotion({ inputSchema }: Descriptor): boolean {
  const { required } = inputSchema;
  return Array.isArray(required) && required.includes(PROMOTION_GATE);
}

/** As the input of a promoting task has it; the digest is known when it is decided. */
const PROMOTION_SHOWN = { name: 'artifact', digest: `sha256:${'0'.repeat(64)}`, from: 'build', to: 'staging' };

/** An input with expressions has values only at dispatch, and is checked then. */
function checkLiteralInput(node: TaskNode, descriptor: Descriptor): void {
  if (hasTemplates(node.input)) return;
  const input = node.purpose === 'promote' ? { ...node.input, promotion: PROMOTION_SHOWN } : node.input;
  assertSkillInput(descriptor, input, `${node.pointer}/input`);
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
function requireOneWriter(shape: PlanShape, lock: readonly PlanLockEntry[], located: Located): void {
  const writers = new Set(lock.filter(({ needsWorkspace }) => needsWorkspace === 'rw').map(({ taskId }) => taskId));
  for (const wave of shape.remedyWaves) {
    const [first, second] = wave.filter((taskId) => writers.has(taskId));
    if (first === undefined || second === undefined) continue;
    const message = `${first} and ${second} both return a workspace: let one need the other`;
    throw located({ pointer: `/loop/remedy/tasks/${second}`, message });
  }
}

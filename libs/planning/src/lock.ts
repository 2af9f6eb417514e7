// L6: dome dispatches only what discovery says exists. A plan is resolved once, when it is submitted: each
// `skill@range` to the highest announced version and its descriptor digest. The lock holds what dispatch needs, so that
// a run never asks again what its skills mean. Pure over the answers of discovery.
import { DomeError, clocksOver, durationMs, selectSkill, hasTemplates, nearestName } from '@dome/contracts';
import type { Announcement, Descriptor, ErrorCode, PlanLockEntry } from '@dome/contracts';
import { documentsError } from '@dome/documents';
import type { PlanShape, TaskNode } from '@dome/runs';
import { assertSkillInput } from '@dome/skill-schema';

import { PROMOTION_GATE } from './check-plan.ts';
import { inTextOrder } from './source.ts';
import type { Fault, Locate } from './source.ts';

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
  const faults: LockFault[] = [];
  for (const node of shape.tasks.values()) {
    const found = bindTask(node, announcements);
    if ('fault' in found) faults.push(found);
    else bound.set(node.taskId, found.announcement);
  }
  refuseFaults(faults, locate);
  return bound;
}

/**
 * The plan lock, one entry a task.
 * @throws DomeError with every fault of the tasks, under the code of the first: CAPABILITY_MISSING, INPUT_INVALID (a literal
 * input breaks the skill's schema), MANIFEST_INVALID (the schema does not compile), PLAN_INVALID
 */
export function lockPlan(shape: PlanShape, fleet: Fleet, locate: Locate): PlanLockEntry[] {
  const bound = bindTasks(shape, fleet.announcements, locate);
  const faults: LockFault[] = [];
  const lock = [...shape.tasks.values()].flatMap((node) => {
    const announcement = bound.get(node.taskId);
    const descriptor = announcement === undefined ? undefined : fleet.descriptors.get(announcement.descriptorDigest);
    if (announcement === undefined || descriptor === undefined) {
      const message = `the descriptor of ${node.uses} cannot be fetched`;
      faults.push({ code: 'CAPABILITY_MISSING', fault: { pointer: `${node.pointer}/uses`, message } });
      return [];
    }
    faults.push(...taskFaults(node, descriptor));
    return [entryOf(node, descriptor, announcement.descriptorDigest)];
  });
  faults.push(...writerFaults(shape, lock));
  refuseFaults(faults, locate);
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

/** The code is that of the error, if the fault comes first. */
interface LockFault {
  readonly code: ErrorCode;
  readonly fault: Fault;
}

/** A plan that is at fault itself is told so with the place; of the fleet and the skills the detail speaks alone. */
function refuseFaults(faults: readonly LockFault[], locate: Locate): void {
  const placed = inTextOrder(faults.map(({ fault }) => locate(fault)));
  const first = faults.find(({ fault }) => fault.pointer === placed[0]?.pointer);
  if (first === undefined) return;
  const error = documentsError(first.code, placed);
  if (first.code === 'PLAN_INVALID') throw error;
  throw new DomeError(first.code, { ...error.fields, detail: first.fault.message });
}

type Binding = LockFault | { readonly announcement: Announcement };

function bindTask({ taskId, skill, range, pool, pointer }: TaskNode, announcements: readonly Announcement[]): Binding {
  const selection = selectSkill(announcements, { name: skill, range, pool });
  if (selection.ok) return { announcement: selection.chosen };
  const { code, part, detail, hint } = selection.refusal;
  const near = part === 'name' ? nearestName(skill, [...new Set(announcements.map(({ name }) => name))]) : undefined;
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  return { code, fault: { pointer: `${pointer}/uses`, message: `${detail} (task ${taskId})${guess}`, hint } };
}

function* taskFaults(node: TaskNode, descriptor: Descriptor): Generator<LockFault> {
  const message = promotionFault(node, descriptor);
  if (message !== undefined) yield { code: 'PLAN_INVALID', fault: { pointer: `${node.pointer}/uses`, message } };
  else yield* literalInputFaults(node, descriptor);
}

function promotionFault(node: TaskNode, descriptor: Descriptor): string | undefined {
  const promotes = descriptor.sideEffects.includes(PROMOTION_GATE);
  if (promotes && node.purpose !== 'promote') return `${node.skill} promotes: it is allowed in the promotion step only`;
  if (!promotes && node.purpose === 'promote')
    return `${node.skill} does not promote: its manifest does not name promotion among its side effects`;
  if (promotes && !takesPromotion(descriptor))
    return `${node.skill} promotes, and its input schema does not require promotion, which says what and where`;
  return undefined;
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

/** What is promoted, and where, comes with the decision: a skill that does not read it might promote anything. */
function takesPromotion({ inputSchema }: Descriptor): boolean {
  const { required } = inputSchema;
  return Array.isArray(required) && required.includes(PROMOTION_GATE);
}

/** As the input of a promoting task has it; the digest is known when it is decided. */
const PROMOTION_SHOWN = { name: 'artifact', digest: `sha256:${'0'.repeat(64)}`, from: 'build', to: 'staging' };

/** An input with expressions has values only at dispatch, and is checked then. */
function* literalInputFaults(node: TaskNode, descriptor: Descriptor): Generator<LockFault> {
  if (hasTemplates(node.input)) return;
  const input = node.purpose === 'promote' ? { ...node.input, promotion: PROMOTION_SHOWN } : node.input;
  const base = `${node.pointer}/input`;
  try {
    assertSkillInput(descriptor, input, base);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    const { code, message, fields } = error;
    yield { code, fault: { pointer: fields.pointer ?? base, message, hint: fields.hint } };
  }
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
function* writerFaults(shape: PlanShape, lock: readonly PlanLockEntry[]): Generator<LockFault> {
  const writers = new Set(lock.filter(({ needsWorkspace }) => needsWorkspace === 'rw').map(({ taskId }) => taskId));
  for (const wave of shape.remedyWaves) {
    const [first, second] = wave.filter((taskId) => writers.has(taskId));
    if (first === undefined || second === undefined) continue;
    const message = `${first} and ${second} both return a workspace: let one need the other`;
    yield { code: 'PLAN_INVALID', fault: { pointer: `/loop/remedy/tasks/${second}`, message } };
  }
}

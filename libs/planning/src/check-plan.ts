// What the schema of a plan cannot check: known names, circles, expressions. Errors come in the order of the document
// and the first is reported; each names its member, what is wrong with it and, if one is close, the right name.
import {
  LIMITS,
  durationMs,
  durationText,
  readLockKey,
  isName,
  parseSkillUse,
  rangeFault,
  nearestName,
  REHEARSAL_ENVIRONMENT,
} from '@dome/contracts';
import type { Plan } from '@dome/contracts';
import { circleFault, gateNeeds, layersOf, needsOf, promotionNode, remedyNodes, taskNodes } from '@dome/runs';
import type { NeedsGraph, TaskNode } from '@dome/runs';
import { compileSchema } from '@dome/skill-schema';

import { defaultFaults } from './check-defaults.ts';
import { checkInput } from './check-input.ts';
import { scopedNodes } from './scope-names.ts';
import type { ScopedNode } from './scope-names.ts';
import type { Fault } from './source.ts';
import { noSkill } from './typing/scope-types.ts';

export const PROMOTION_GATE = 'promotion';

/** Errors in a plan that its schema accepts. */
export function* planFaults(plan: Plan): Generator<Fault> {
  const checks = taskNodes(plan);
  const remedy = remedyNodes(plan);
  const promotion = promotionNode(plan);
  yield* inputsFaults(plan);
  yield* policyFaults(plan);
  yield* idFaults(plan, [...checks, ...remedy, ...(promotion === undefined ? [] : [promotion])]);
  yield* needsFaults(needsOf(checks), '/tasks', 'task');
  yield* needsFaults(needsOf(remedy), '/loop/remedy/tasks', 'remedy task');
  yield* needsFaults(gateNeeds(plan), '/gates', 'gate');
  yield* partFaults(plan, checks);
  for (const scoped of scopedNodes(plan, noSkill)) yield* taskFaults(scoped);
}

function* policyFaults({ policy }: Plan): Generator<Fault> {
  if (policy === undefined) return;
  const { name, range } = parseSkillUse(policy);
  const fault = rangeFault(name, range);
  if (fault !== undefined) yield { pointer: '/policy', message: fault.detail, hint: fault.hint };
}

function* inputsFaults(plan: Plan): Generator<Fault> {
  if (plan.inputs === undefined) return;
  const compiled = compileSchema(plan.inputs);
  if (compiled.ok) {
    yield* defaultFaults(plan.inputs);
    return;
  }
  const { pointer, says, hint } = compiled.defect;
  yield { pointer: `/inputs${pointer}`, message: says, ...(hint === undefined ? {} : { hint }) };
}

function* idFaults(plan: Plan, nodes: readonly TaskNode[]): Generator<Fault> {
  const seen = new Map<string, TaskNode>();
  for (const node of nodes) {
    const { taskId, pointer } = node;
    if (!isName(taskId)) yield { pointer, message: 'is not a name: a-z, 0-9 and -, at most 40 characters' };
    const before = seen.get(taskId);
    if (before !== undefined) yield { pointer, message: `the id ${taskId} stands at ${before.pointer} already` };
    seen.set(taskId, node);
  }
  for (const gate of Object.keys(plan.gates ?? {})) {
    const pointer = `/gates/${gate}`;
    if (!isName(gate)) yield { pointer, message: 'is not a name: a-z, 0-9 and -, at most 40 characters' };
    if (gate === PROMOTION_GATE) yield { pointer, message: 'is the name of the promotion decision itself' };
  }
  if (nodes.length > LIMITS.tasksPerPlan + 1) {
    yield { pointer: '/tasks', message: `a plan has at most ${LIMITS.tasksPerPlan} tasks, this one ${nodes.length}` };
  }
  const runs = nodes.length * (plan.loop?.maxIterations ?? 1);
  if (runs > LIMITS.taskRunsPerPlan) {
    const message = `${nodes.length} tasks in ${plan.loop?.maxIterations} iterations: more than ${LIMITS.taskRunsPerPlan} jobs`;
    yield { pointer: '/loop/maxIterations', message };
  }
}

function* needsFaults(needs: NeedsGraph, pointer: string, what: string): Generator<Fault> {
  const ids = [...needs.keys()];
  for (const [id, needed] of needs) {
    for (const [index, need] of needed.entries()) {
      if (needs.has(need)) continue;
      yield { pointer: `${pointer}/${id}/needs/${index}`, ...unknownName(what, need, ids) };
    }
  }
  if (ids.some((id) => (needs.get(id) ?? []).some((need) => !needs.has(need)))) return;
  const layering = layersOf(needs);
  if (!layering.ok) yield circleFault(layering.cycle, pointer);
}

/** Parts of a plan that make sense only together with others. */
function* partFaults(plan: Plan, checks: readonly TaskNode[]): Generator<Fault> {
  const gated = Object.keys(plan.gates ?? {}).length > 0;
  if (plan.loop !== undefined && !gated) yield { pointer: '/loop', message: 'a loop needs a gate that can reject' };
  const { promotion } = plan;
  if (promotion === undefined) return;
  if (!gated) yield { pointer: '/promotion', message: 'a promotion needs at least one gate' };
  for (const end of ['from', 'to'] as const)
    if (promotion[end] === REHEARSAL_ENVIRONMENT)
      yield {
        pointer: `/promotion/${end}`,
        message: `${REHEARSAL_ENVIRONMENT} is where skills are tried, not an environment`,
      };
  const ids = checks.map(({ taskId }) => taskId);
  const { task } = promotion.subject;
  if (!ids.includes(task)) yield { pointer: '/promotion/subject/task', ...unknownName('task', task, ids) };
  const needs = promotion.task.needs ?? [];
  if (promotion.task.input !== undefined && Object.hasOwn(promotion.task.input, PROMOTION_GATE)) {
    yield { pointer: '/promotion/task/input/promotion', message: 'is set from the decision, and not by the plan' };
  }
  if (needs.length > 0) {
    yield { pointer: '/promotion/task/needs', message: 'a promotion comes after every gate and needs no task by name' };
  }
}

function* taskFaults({ node, names }: ScopedNode): Generator<Fault> {
  const noRange = rangeFault(node.skill, node.range);
  if (noRange !== undefined) yield { pointer: `${node.pointer}/uses`, message: noRange.detail, hint: noRange.hint };
  for (const [clock, text] of Object.entries(node.timeouts)) {
    const ms = durationMs(text) ?? 0;
    if (ms >= 1 && ms <= LIMITS.taskClockMs) continue;
    const message = `${text} is not between 1ms and ${durationText(LIMITS.taskClockMs)}`;
    yield { pointer: `${node.pointer}/timeouts/${clock}`, message };
  }
  if (node.concurrency !== undefined) {
    const reading = readLockKey(node.concurrency.key);
    if (!reading.ok) yield { pointer: `${node.pointer}/concurrency/key`, message: reading.says };
  }
  yield* checkInput(node, names).faults;
}

export function unknownName(what: string, name: string, known: readonly string[]): Pick<Fault, 'message' | 'hint'> {
  const near = nearestName(name, known);
  const hint =
    near === undefined ? (known.length > 0 ? `There is: ${known.slice(0, 12).join(', ')}.` : undefined) : undefined;
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  return { message: `no ${what} is called ${name}${guess}`, ...(hint === undefined ? {} : { hint }) };
}

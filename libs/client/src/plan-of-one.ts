// Running a skill alone is a run of one task: the same messages, record and commands.
import { hasTemplates, templateOf } from '@dome/contracts/portable';
import type { Plan } from '@dome/contracts/portable';

export interface OneTask {
  readonly name: string;
  readonly range: string;
  readonly pool?: string;
  readonly input: Record<string, unknown>;
}

/**
 * Text that looks like a template would be taken for an expression of the plan, so values are passed as inputs of the
 * plan, and the task only refers to them.
 */
export function planOfOne(of: OneTask): { plan: Plan; planInputs: Record<string, unknown> } {
  const isIndirect = hasTemplates(of.input);
  const pointer = (key: string): string => templateOf(`inputs[${JSON.stringify(key)}]`);
  const input = isIndirect ? Object.fromEntries(Object.keys(of.input).map((key) => [key, pointer(key)])) : of.input;
  const task = { uses: `${of.name}@${of.range}`, input, ...(of.pool === undefined ? {} : { pool: of.pool }) };
  const plan: Plan = {
    apiVersion: 'dome/v1',
    kind: 'Plan',
    name: of.name,
    version: '1.0.0',
    ...(isIndirect ? { inputs: { type: 'object' } } : {}),
    tasks: { [of.name]: task },
  };
  return { plan, planInputs: isIndirect ? of.input : {} };
}

/** Where the input of the one task is, in the plan and in its inputs: faults are said of these. */
export const inputBases = (name: string): readonly string[] => [`/tasks/${name}/input`, '/inputs'];

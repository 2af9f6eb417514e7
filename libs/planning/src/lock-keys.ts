// The key of a lock is made of members of the input: a member that the input can never have, or that is no plain value, would
// refuse the job when it is accepted.
import { hasTemplates, readLockKey, segmentsOf, valueAt } from '@dome/contracts';
import type { TaskNode } from '@dome/runs';

import { PROMOTION_GATE } from './check-plan.ts';
import type { TypedTemplate } from './typing/fit-input.ts';
import { inWords } from './typing/misfit.ts';
import { schemaType, typeOfValue } from './typing/schema-type.ts';
import type { KnownSkill } from './typing/scope-types.ts';
import { ANYTHING } from './typing/type.ts';
import type { Kind, Type } from './typing/type.ts';

export interface KeyedTask {
  readonly node: TaskNode;
  readonly skill: KnownSkill;
  readonly templates: ReadonlyMap<string, TypedTemplate>;
  /** The control plane tells it what it promotes, and where. */
  readonly promotes: boolean;
}

export interface LockKeyMisfit {
  /** From the task. */
  readonly pointer: string;
  readonly message: string;
}

/** Of the task's own key, and of those that its skill declares. */
export function* lockKeyMisfits(of: KeyedTask): Generator<LockKeyMisfit> {
  const { node, skill } = of;
  const { concurrency } = node;
  const called = `${skill.name}@${skill.version}`;
  if (concurrency !== undefined) {
    for (const says of keyFaults(concurrency.key, of))
      yield { pointer: '/concurrency/key', message: `${concurrency.key} ${says}` };
  }
  for (const { key } of skill.locks ?? []) {
    for (const says of keyFaults(key, of)) yield { pointer: '/input', message: `the lock ${key} of ${called} ${says}` };
  }
}

/** Of these the text of a key is made. */
const PLAIN: readonly Kind[] = ['bool', 'double', 'int', 'string', 'uint'];

function* keyFaults(key: string, of: KeyedTask): Generator<string> {
  const reading = readLockKey(key);
  if (!reading.ok) return;
  for (const part of reading.parts) {
    if (part.kind !== 'input') continue;
    const segments = segmentsOf(part.pointer);
    const name = segments.join('.');
    const type = memberType(segments, of);
    if (type === 'never given') {
      // An input that the schema requires is missed for that already.
      if (!requires(of.skill, segments[0])) yield `needs the input ${name}, which the plan does not give`;
    } else if (!PLAIN.some((kind) => type.kinds.has(kind))) {
      yield `takes text, a number, true or false, and the input ${name} is ${inWords(type)}`;
    }
  }
}

function requires({ inputSchema: { required } }: KnownSkill, name: string | undefined): boolean {
  return Array.isArray(required) && required.includes(name);
}

/** What is known of that member of the input. */
function memberType(
  segments: readonly string[],
  { node, skill, templates, promotes }: KeyedTask,
): Type | 'never given' {
  for (let depth = 1; depth <= segments.length; depth += 1) {
    const value = valueAt(node.input, segments.slice(0, depth));
    if (typeof value !== 'string' || !hasTemplates(value)) continue;
    const typed = templates.get(value)?.type;
    return typed === undefined ? ANYTHING : (membersOf(typed, segments.slice(depth)) ?? 'never given');
  }
  const given = valueAt(node.input, segments);
  if (given !== undefined) return typeOfValue(given);
  const isOfDecision = promotes && segments[0] === PROMOTION_GATE;
  return isOfDecision ? ANYTHING : (filledIn(segments, skill) ?? 'never given');
}

/** A schema that has a default in it may fill in a member that is missing, unless it excludes it. */
function filledIn(segments: readonly string[], { inputSchema }: KnownSkill): Type | undefined {
  return JSON.stringify(inputSchema).includes('"default"') ? membersOf(schemaType(inputSchema), segments) : undefined;
}

const membersOf = (type: Type, segments: readonly string[]): Type | undefined =>
  segments.reduce<Type | undefined>((of, name) => of?.member(name), type);

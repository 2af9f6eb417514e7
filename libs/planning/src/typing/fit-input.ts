// An input with expressions has its values only when its task is dispatched. What is written out in it, and the kinds of what is
// not, are held against the schema of the skill before: whatever fits no value of the schema can be told now.
import { escapeSegment, expressionIn, hasTemplates, isJsonObject } from '@dome/contracts';
import { unfitMember } from '@dome/skill-schema';

import { guessOf, inWords, kindsInWords } from './misfit.ts';
import { schemaType, typeOfValue } from './schema-type.ts';
import type { KnownSkill } from './scope-types.ts';
import type { Kind, Type } from './type.ts';

/** An expression of the input: its value if it is a constant, its type, and how it is called in a sentence. */
export interface TypedTemplate {
  readonly text: string;
  readonly type: Type;
  readonly constant?: { readonly value: unknown } | undefined;
}

export interface FitInput {
  readonly input: Readonly<Record<string, unknown>>;
  readonly skill: KnownSkill;
  /** Of an expression; undefined if it is at fault itself. */
  readonly templateOf: (text: string) => TypedTemplate | undefined;
  /** Members that others than the plan give. */
  readonly given: ReadonlySet<string>;
}

/** What no value of the schema has. The pointer leads from the input. */
export interface InputMisfit {
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Pure; linear in the input. */
export function* inputMisfits(of: FitInput): Generator<InputMisfit> {
  const { input, skill, given } = of;
  const called = `${skill.name}@${skill.version}`;
  const type = schemaType(skill.inputSchema);
  for (const name of neededMembers(skill.inputSchema)) {
    if (Object.hasOwn(input, name) || given.has(name)) continue;
    yield { pointer: `/${escapeSegment(name)}`, message: `${called} needs the input ${name}` };
  }
  // Compiled only for what is written out.
  let exact: ReturnType<typeof unfitMember> | 'unread' = 'unread';
  for (const [name, value] of Object.entries(input)) {
    const at = { pointer: `/${escapeSegment(name)}`, path: name, called };
    const member = type.member(name);
    if (member === undefined) {
      const { guess, hint } = guessOf(name, type.names());
      yield { pointer: at.pointer, message: `${called} takes no input ${name}${guess}`, hint };
      continue;
    }
    const literal = literalOf(value, of);
    if (literal === undefined) {
      yield* misfits(value, { ...at, type: member, of });
      continue;
    }
    if (exact === 'unread') exact = unfitMember(skill.inputSchema);
    const fault = exact?.(name, literal.value);
    // A check that takes too many steps is none.
    if (fault === undefined || !fault.pointer.startsWith(at.pointer)) continue;
    const path = pathInWords(fault.pointer);
    yield { pointer: fault.pointer, message: `the input ${path} of ${called} ${fault.says}` };
  }
}

interface At {
  readonly pointer: string;
  /** As people write it: `files.0.name`. */
  readonly path: string;
  readonly called: string;
  readonly type: Type;
  readonly of: FitInput;
}

function* misfits(value: unknown, at: At): Generator<InputMisfit> {
  const { type, pointer, path, called } = at;
  const typed = typeof value === 'string' && expressionIn(value) !== undefined ? at.of.templateOf(value) : undefined;
  if (typeof value === 'string' && hasTemplates(value) && typed === undefined) return;
  const has = typed?.type ?? typeOfValue(value);
  if (!overlap(has, type)) {
    const what = typed === undefined ? `this is ${inWords(has)}` : `${typed.text} is ${inWords(has)}`;
    yield { pointer, message: `the input ${path} of ${called} takes ${inWords(type)}, and ${what}` };
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* misfits(item, { ...at, pointer: `${pointer}/${index}`, path: `${path}.${index}`, type: type.element() });
    }
  } else if (isJsonObject(value)) yield* memberMisfits(value, at);
}

function* memberMisfits(value: Readonly<Record<string, unknown>>, at: At): Generator<InputMisfit> {
  const { type, called } = at;
  for (const [name, member] of Object.entries(value)) {
    const below = { pointer: `${at.pointer}/${escapeSegment(name)}`, path: `${at.path}.${name}` };
    const of = type.member(name);
    if (of !== undefined) {
      yield* misfits(member, { ...at, ...below, type: of });
      continue;
    }
    const { guess, hint } = guessOf(name, type.names());
    yield { pointer: below.pointer, message: `the input ${at.path} of ${called} has no member ${name}${guess}`, hint };
  }
}

/** A value without expressions, or an expression that is a constant. */
function literalOf(value: unknown, { templateOf }: FitInput): { readonly value: unknown } | undefined {
  if (!hasTemplates(value)) return { value };
  return typeof value === 'string' ? templateOf(value)?.constant : undefined;
}

const NUMBERS: readonly Kind[] = ['double', 'int', 'uint'];
const isNumber = ({ kinds }: Type): boolean => NUMBERS.some((kind) => kinds.has(kind));

/** JSON has one kind of number. */
const overlap = (has: Type, takes: Type): boolean =>
  (isNumber(has) && isNumber(takes)) || [...has.kinds].some((kind) => takes.kinds.has(kind));

/** The kinds of CEL that no JSON stands for; a value of them is an error wherever JSON is needed. */
const WITHOUT_JSON: ReadonlySet<Kind> = new Set(['bytes', 'duration', 'timestamp', 'type']);

export function jsonMisfit({ kinds }: Type): Omit<InputMisfit, 'pointer'> | undefined {
  if (kinds.size === 0 || [...kinds].some((kind) => !WITHOUT_JSON.has(kind))) return undefined;
  const hint = kinds.has('type') ? undefined : 'string(…) makes text of it.';
  return { message: `is ${kindsInWords(kinds)}, which no input can hold`, hint };
}

/** Members that the schema requires and does not fill in itself. */
function neededMembers(schema: Readonly<Record<string, unknown>>): string[] {
  const { required, properties, allOf, $ref } = schema;
  if (!Array.isArray(required) || $ref !== undefined) return [];
  const parts = [
    properties,
    ...(Array.isArray(allOf) ? allOf.map((part) => isJsonObject(part) && part['properties']) : []),
  ];
  const isFilled = (name: string): boolean =>
    parts.some((of) => isJsonObject(of) && isJsonObject(of[name]) && Object.hasOwn(of[name], 'default'));
  return required.filter((name): name is string => typeof name === 'string' && !isFilled(name));
}

const pathInWords = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');

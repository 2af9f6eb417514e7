// Checks the inputs of a run against the schema in its plan. Both are untrusted, and neither may hold up the control
// plane (L11): the schema is compiled under limits, and the cost of a check is counted.
import {
  cutText,
  DomeError,
  escapeSegment,
  isJsonObject,
  LIMITS,
  nearestName,
  segmentsOf,
  UNKNOWN_MEMBER,
  valueAt,
} from '@dome/contracts';
import type { FaultBody, SchemaFault } from '@dome/contracts';
import { compileSchema, invalidValue, memberFaults } from '@dome/skill-schema';

import { requireBounded } from './value-bounds.ts';

/**
 * The inputs with the defaults of the schema filled in; the argument stays as it is.
 * @throws DomeError INPUT_INVALID with every input at fault, each by a pointer below `/inputs`; PAYLOAD_TOO_LARGE,
 * PLAN_INVALID.
 */
export function checkInputs(
  schema: Record<string, unknown> | undefined,
  inputs: Record<string, unknown>,
): Record<string, unknown> {
  if (schema === undefined) {
    if (Object.keys(inputs).length > 0) throw takesNone(inputs);
    return {};
  }
  requireBounded(inputs, 'inputs');
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new DomeError('PLAN_INVALID', { detail: compiled.defect.says, pointer: '/inputs' });
  const checked = compiled.check(inputs);
  if (!checked.ok) throw invalidInputs(schema, inputs, checked.fault);
  requireBounded(checked.value, 'inputs');
  return checked.value;
}

const BASE = '/inputs';
const INPUTS = { code: 'INPUT_INVALID', subject: 'the input of the run', base: BASE } as const;

function takesNone(inputs: Record<string, unknown>): DomeError {
  const names = Object.keys(inputs).slice(0, LIMITS.problemFaults);
  const faults = names.map((name) => faultAt(pointerOf(name), 'is given, and the plan takes no inputs'));
  const detail = `the plan takes no inputs, ${String(names[0]).slice(0, NAME_CHARS_MAX)} was given`;
  return new DomeError('INPUT_INVALID', { detail, pointer: BASE, faults });
}

/** How much of a name that somebody made up an error repeats. */
const NAME_CHARS_MAX = 64;

function invalidInputs(
  schema: Record<string, unknown>,
  inputs: Record<string, unknown>,
  fault: SchemaFault,
): DomeError {
  const { missing, unfit } = memberFaults(schema, inputs, LIMITS.problemFaults);
  const known = isJsonObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const faults = [
    ...missing.map((name) => faultAt(pointerOf(name), 'is missing', `Give it with -i ${name}=VALUE.`)),
    ...unfit.map((one) => (known.includes(nameIn(one)) ? memberAt(one, inputs) : strangerAt(one, known))),
  ];
  const own = faults.length === 0 ? [faultAt(fault.pointer, fault.says)] : faults;
  const error = invalidValue(INPUTS, fault);
  return new DomeError('INPUT_INVALID', { ...error.fields, detail: error.message, faults: own });
}

const pointerOf = (name: string): string => `/${escapeSegment(name)}`;
const nameIn = ({ pointer }: SchemaFault): string => segmentsOf(pointer)[0] ?? '';

/** With the value that was probably meant. */
function memberAt({ pointer, says }: SchemaFault, inputs: Record<string, unknown>): FaultBody {
  const [, allowed] = /^must be one of (.*)$/.exec(says) ?? [];
  const value = valueAt(inputs, segmentsOf(pointer));
  const texts = (allowed ?? '').split(', ').map((text) => text.replace(/^"(.*)"$/, '$1'));
  const near = allowed === undefined || typeof value !== 'string' ? undefined : nearestName(value, texts);
  return faultAt(pointer, near === undefined ? says : `${says}; did you mean ${near}?`);
}

/** A member that the schema does not name; it may be refused for that, or for its value. */
function strangerAt(fault: SchemaFault, known: readonly string[]): FaultBody {
  if (fault.pointer !== pointerOf(nameIn(fault)) || fault.says !== UNKNOWN_MEMBER) {
    return faultAt(fault.pointer, fault.says);
  }
  const near = nearestName(nameIn(fault), known);
  const guess = near === undefined ? '' : `; did you mean ${near}?`;
  const hint = near === undefined && known.length > 0 ? `The inputs are ${known.join(', ')}.` : undefined;
  return faultAt(fault.pointer, `is no input of the plan${guess}`, hint);
}

function faultAt(pointer: string, says: string, hint?: string): FaultBody {
  const at = cutText(`${BASE}${pointer}`, LIMITS.problemPointerChars);
  return { document: 'inputs', pointer: at, message: `${at} ${says}`, ...(hint === undefined ? {} : { hint }) };
}

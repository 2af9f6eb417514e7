// Checks the inputs of a run against the schema in its plan. Both are untrusted, and neither may hold up the control
// plane (L11): the schema is compiled under limits, and the cost of a check is counted.
import { DomeError } from '@dome/contracts';
import { compileSchema, invalidValue } from '@dome/skill-schema';

import { requireBounded } from './value-bounds.ts';

/**
 * The inputs with the defaults of the schema filled in; the argument stays as it is.
 * @throws DomeError INPUT_INVALID with a pointer below `/inputs`; PAYLOAD_TOO_LARGE, PLAN_INVALID.
 */
export function checkInputs(
  schema: Record<string, unknown> | undefined,
  inputs: Record<string, unknown>,
): Record<string, unknown> {
  if (schema === undefined) {
    const [extra] = Object.keys(inputs);
    if (extra === undefined) return {};
    const detail = `the plan takes no inputs, ${extra.slice(0, 64)} was given`;
    throw new DomeError('INPUT_INVALID', { detail, pointer: '/inputs' });
  }
  requireBounded(inputs, 'inputs');
  const compiled = compileSchema(schema);
  if (!compiled.ok) throw new DomeError('PLAN_INVALID', { detail: compiled.defect.says, pointer: '/inputs' });
  const checked = compiled.check(inputs);
  if (!checked.ok) throw invalidValue(INPUTS, checked.fault);
  requireBounded(checked.value, 'inputs');
  return checked.value;
}

const INPUTS = { code: 'INPUT_INVALID', subject: 'the input of the run', base: '/inputs' } as const;

// The inputs of a run against the schema that the plan gives them. Both are somebody's text, and neither may hold up the
// control plane (L11): patterns run on a linear-time engine, equal items are found without comparing each with each, what
// both come to together is bounded before anything is checked; allErrors and $data are never on.
import { DomeError, canonicalText, escapeSegment } from '@dome/contracts';
import { RE2JS } from '@bufbuild/re2';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { measured } from '../expressions/expression.ts';
import { patternSteps, spend, textSteps } from '../expressions/meter.ts';
import { requireBounded } from '../value-bounds.ts';
import { schemaSize } from './schema-size.ts';

export type Compiled =
  | { readonly ok: true; readonly validate: ValidateFunction }
  | { readonly ok: false; readonly detail: string };

export function compileInputs(schema: Record<string, unknown>, options: Pick<Options, 'useDefaults'> = {}): Compiled {
  const ajv = new Ajv2020({ ...OPTIONS, ...options });
  // The module is CommonJS: its default export is the function itself, or holds it under `default`.
  const plugin = typeof addFormats === 'function' ? addFormats : addFormats.default;
  plugin(ajv);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({ keyword: 'uniqueItems', type: 'array', schemaType: 'boolean', validate: areUnique, errors: false });
  try {
    return { ok: true, validate: ajv.compile(schema) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Why nobody could say how much work the schema is, or undefined. */
export function unboundedFault(schema: Record<string, unknown>): string | undefined {
  try {
    schemaSize(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The inputs with the defaults of the schema filled in; the argument stays as it is.
 * @throws DomeError INPUT_INVALID with a pointer below `/inputs`; PAYLOAD_TOO_LARGE.
 */
export function checkInputs(
  schema: Record<string, unknown> | undefined,
  inputs: Record<string, unknown>,
): Record<string, unknown> {
  if (schema === undefined) {
    const [extra] = Object.keys(inputs);
    if (extra === undefined) return {};
    throw new DomeError('INPUT_INVALID', {
      detail: `the plan takes no inputs, ${extra} was given`,
      pointer: '/inputs',
    });
  }
  requireBounded(inputs, 'inputs');
  const work = schemaSize(schema) * nodesOf(inputs);
  if (work > CHECKS_MAX) throw tooMuchWork(`${work} checks, the limit is ${CHECKS_MAX}`);
  const compiled = compileInputs(schema, { useDefaults: true });
  if (!compiled.ok) throw new DomeError('PLAN_INVALID', { detail: compiled.detail, pointer: '/inputs' });
  const filled = structuredClone(inputs);
  if (!holds(compiled.validate, filled)) {
    throw inputFault(compiled.validate.errors?.[0], 'the inputs schema of the plan', '/inputs');
  }
  requireBounded(filled, 'inputs');
  return filled;
}

/** Checks of the nodes of a schema against the nodes of the inputs. */
const CHECKS_MAX = 20_000_000;

const nodesOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, member) => sum + nodesOf(member), 1)
    : 1;

/** @throws DomeError INPUT_INVALID when it is too much work to say. */
export function holds(validate: ValidateFunction, inputs: Record<string, unknown>): boolean {
  try {
    return measured(() => validate(inputs));
  } catch (cause) {
    throw tooMuchWork('patterns on long texts', cause);
  }
}

const tooMuchWork = (what: string, cause?: unknown): DomeError =>
  new DomeError(
    'INPUT_INVALID',
    { detail: `checking the inputs is too much work: ${what}`, pointer: '/inputs' },
    { cause },
  );

/** What a JSON Schema found first, as INPUT_INVALID with its pointer below `base`. */
export function inputFault(fault: ErrorObject | null | undefined, schemaName: string, base: string): DomeError {
  const params: Record<string, unknown> = fault?.params ?? {};
  const member = params['missingProperty'] ?? params['additionalProperty'];
  const below = typeof member === 'string' ? `/${escapeSegment(member)}` : '';
  const pointer = `${base}${fault?.instancePath ?? ''}${below}`;
  const allowed = params['allowedValues'];
  const values = Array.isArray(allowed) ? `: ${allowed.map((value) => JSON.stringify(value)).join(', ')}` : '';
  const detail = `${pointer} ${fault?.message ?? 'is not valid'}${values} (${schemaName})`;
  return new DomeError('INPUT_INVALID', { detail, pointer });
}

const areUnique = (isWanted: boolean, items: readonly unknown[]): boolean =>
  !isWanted || new Set(items.map((item) => canonicalText({ item }))).size === items.length;

const linear = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(pattern);
    return {
      test(text: string): boolean {
        spend(textSteps(text.length) * patternSteps(pattern));
        return compiled.test(text);
      },
      // The compiler keeps patterns by their text.
      toString: () => pattern,
    };
  },
  { code: 'linear' },
);

const OPTIONS: Options = {
  strict: false,
  allErrors: false,
  logger: false,
  validateFormats: true,
  code: { regExp: linear },
};

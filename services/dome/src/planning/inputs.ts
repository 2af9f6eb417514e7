// The inputs of a run against the schema that the plan gives them. The schema is somebody's text: its patterns run on a
// linear-time engine, so that neither a schema nor an input can hold up the control plane; it never sees allErrors or $data.
import { DomeError } from '@dome/contracts';
import { RE2JS } from '@bufbuild/re2';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, Options, ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export type Compiled =
  | { readonly ok: true; readonly validate: ValidateFunction }
  | { readonly ok: false; readonly detail: string };

export function compileInputs(schema: Record<string, unknown>, options: Pick<Options, 'useDefaults'> = {}): Compiled {
  const ajv = new Ajv2020({ ...OPTIONS, ...options });
  // The module is CommonJS: its default export is the function itself, or holds it under `default`.
  const plugin = typeof addFormats === 'function' ? addFormats : addFormats.default;
  plugin(ajv);
  try {
    return { ok: true, validate: ajv.compile(schema) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The inputs with the defaults of the schema filled in; the argument stays as it is.
 * @throws DomeError INPUT_INVALID with a pointer below `/inputs`.
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
  const compiled = compileInputs(schema, { useDefaults: true });
  if (!compiled.ok) throw new DomeError('PLAN_INVALID', { detail: compiled.detail, pointer: '/inputs' });
  const filled = structuredClone(inputs);
  if (compiled.validate(filled)) return filled;
  throw inputFault(compiled.validate.errors?.[0], 'the inputs schema of the plan', '/inputs');
}

/** What a JSON Schema found first, as INPUT_INVALID with its pointer below `base`. */
export function inputFault(fault: ErrorObject | null | undefined, schemaName: string, base: string): DomeError {
  const params: Record<string, unknown> = fault?.params ?? {};
  const member = params['missingProperty'] ?? params['additionalProperty'];
  const below = typeof member === 'string' ? `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
  const pointer = `${base}${fault?.instancePath ?? ''}${below}`;
  const allowed = params['allowedValues'];
  const values = Array.isArray(allowed) ? `: ${allowed.map((value) => JSON.stringify(value)).join(', ')}` : '';
  const detail = `${pointer} ${fault?.message ?? 'is not valid'}${values} (${schemaName})`;
  return new DomeError('INPUT_INVALID', { detail, pointer });
}

const linear = Object.assign((pattern: string) => RE2JS.compile(pattern), { code: 'linear' });

const OPTIONS: Options = {
  strict: false,
  allErrors: false,
  logger: false,
  validateFormats: true,
  code: { regExp: linear },
};

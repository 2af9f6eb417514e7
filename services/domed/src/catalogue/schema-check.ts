// Schemas of skills are compiled only here, at load, and only from the catalogue: a schema is code to Ajv. Strict, so
// that a misspelt keyword is refused; the first fault ends the check, so that a large bad value costs little.
import { DomeError, escapeSegment } from '@dome/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import type { Accepted, SchemaCheck } from './skill.ts';

type Schema = Readonly<Record<string, unknown>>;

/**
 * A check that fills defaults in, on a copy: the value given keeps the digest it came with.
 * @throws Error of Ajv when the schema itself does not hold.
 */
export function compileSchema(schema: Schema, code: 'INPUT_INVALID' | 'OUTPUT_INVALID'): SchemaCheck {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, useDefaults: true, validateFormats: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const hasDefaults = mentionsDefault(schema);
  return (value): Accepted => {
    const candidate: unknown = hasDefaults ? structuredClone(value) : value;
    if (validate(candidate) && isObject(candidate)) return { ok: true, value: candidate };
    return { ok: false, error: faultOf(validate.errors?.[0], code) };
  };
}

const nouns = { INPUT_INVALID: 'the input', OUTPUT_INVALID: 'the output' } as const;

function faultOf(fault: ErrorObject | undefined, code: keyof typeof nouns): DomeError {
  const params: Readonly<Record<string, unknown>> = fault?.params ?? {};
  const member = params['missingProperty'] ?? params['additionalProperty'] ?? params['propertyName'];
  const pointer = `${fault?.instancePath ?? ''}${typeof member === 'string' ? `/${escapeSegment(member)}` : ''}`;
  const allowed = Array.isArray(params['allowedValues']) ? `: ${params['allowedValues'].join(', ')}` : '';
  const detail = `${nouns[code]} ${pointer === '' ? '' : `at ${pointer} `}${fault?.message ?? 'is not an object'}${allowed}`;
  return new DomeError(code, { detail: detail.slice(0, 4_096), pointer: pointer.slice(0, 1_024) });
}

function mentionsDefault(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.hasOwn(node, 'default') || Object.values(node).some(mentionsDefault);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// The input and output of a skill are objects that its schemas accept, with their defaults filled in.
import { isJsonObject } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import { invalidValue } from '@dome/skill-schema';
import type { SchemaCheck } from '@dome/skill-schema';

export type Accepted =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: DomeError };

/** It never throws: bad values are normal, and the error names the member (L12). */
export type AcceptValue = (value: unknown) => Accepted;

const SUBJECTS = { INPUT_INVALID: 'the input', OUTPUT_INVALID: 'the output' } as const;

export function acceptBy(check: SchemaCheck, code: keyof typeof SUBJECTS): AcceptValue {
  const of = { code, subject: SUBJECTS[code] };
  return (value) => {
    const checked = check(value);
    if (!checked.ok) return { ok: false, error: invalidValue(of, checked.fault) };
    if (isJsonObject(checked.value)) return { ok: true, value: checked.value };
    return { ok: false, error: invalidValue(of, { pointer: '', says: 'is not an object' }) };
  };
}

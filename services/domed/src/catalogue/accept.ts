// The input and output of a skill are objects that its schemas accept, with their defaults filled in.
import { isJsonObject } from '@dome/contracts';
import { invalidValue } from '@dome/skill-schema';
import type { SchemaCheck } from '@dome/skill-schema';

import type { AcceptValue } from './skill.ts';

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

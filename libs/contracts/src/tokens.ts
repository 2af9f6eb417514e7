// The one place where a value becomes a subject token. Names, ids and phases share this outer grammar. It is checked
// here although callers hold branded ids, because subjects are also built from untrusted input.
import { DomeError } from './errors.ts';

const TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

/** @throws DomeError INVALID_REQUEST when the value could change the meaning of a subject. */
export function subjectToken(value: string, parameter: string): string {
  if (TOKEN.test(value)) return value;
  throw new DomeError('INVALID_REQUEST', {
    detail: `${JSON.stringify(value.slice(0, 80))} cannot be the ${parameter} of a subject (${TOKEN.source})`,
    pointer: `/${parameter}`,
  });
}

/** A token, or `*` if the parameter is left open. */
export function subjectWildcard(value: string | undefined, parameter: string): string {
  return value === undefined ? '*' : subjectToken(value, parameter);
}

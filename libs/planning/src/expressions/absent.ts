// "field not found: output" is true and no help to the author of a rule: only the maker of the scope knows why the field is
// missing. The reason is kept under a symbol of the object that lacks the member, which no expression can see.
import type { Reference, Scope } from './expression.ts';

export const ABSENT = Symbol('absent');

/** A sentence for each missing member, by its name, that says why it is missing. */
export type Absent = Readonly<Record<string, string>>;

const NOT_FOUND = /^field not found: (\w+)$/;

/** The detail of an error, with the reason why the member it names is missing. */
export function withReason(detail: string, references: readonly Reference[], scope: Scope): string {
  const [, name = ''] = NOT_FOUND.exec(detail) ?? [];
  for (const { root, member } of references) {
    const reason = absentIn(memberOf(memberOf(scope, root), member))?.[name];
    if (reason !== undefined) return `${detail}: ${reason}`;
  }
  return detail;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const member: unknown = Reflect.get(value, name);
  return member;
}

function absentIn(value: unknown): Absent | undefined {
  return typeof value === 'object' && value !== null && ABSENT in value && isAbsent(value[ABSENT])
    ? value[ABSENT]
    : undefined;
}

const isAbsent = (value: unknown): value is Absent => typeof value === 'object' && value !== null;

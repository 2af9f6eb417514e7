// "field not found: output" is true and of no use to whoever wrote the rule: why there is none is known to whoever made the
// scope. It is said in a symbol of the object that lacks the member, which no expression can see.
import type { Reference, Scope } from './expression.ts';

export const ABSENT = Symbol('absent');

/** Why a member is not there, by its name: a sentence about it. */
export type Absent = Readonly<Record<string, string>>;

const NOT_FOUND = /^field not found: (\w+)$/;

/** The detail of an error, with the reason why what it could not find is not there. */
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

// A check ends at its first fault (L11), and a person wants all of them. So the members of an object are checked one by one,
// under the steps of one check, and what is missing is read off the schema.
import type { SchemaFault } from '@dome/contracts';

import { unfitMember } from './member.ts';

export interface MemberFaults {
  readonly missing: readonly string[];
  readonly unfit: readonly SchemaFault[];
}

/** Of an object that its schema refuses; both may be empty, if only its members together are at fault. */
export function memberFaults(
  schema: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
  most: number,
): MemberFaults {
  const { required } = schema;
  const names = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  const missing = names.filter((name) => !Object.hasOwn(value, name)).slice(0, most);
  const check = unfitMember(schema);
  const unfit: SchemaFault[] = [];
  for (const [name, member] of check === undefined ? [] : Object.entries(value)) {
    const fault = check?.(name, member);
    if (fault !== undefined) unfit.push(fault);
    if (unfit.length >= most) break;
  }
  return { missing, unfit };
}

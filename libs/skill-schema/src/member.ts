// A person types text, and only the schema says whether text is meant. So one member is checked on its own: what the schema
// says about the whole object (which members are required, which belong together) waits until it is complete.
import type { SchemaFault } from '@dome/contracts';

import { compileSchema } from './compile.ts';
import { SharedSteps } from './meter.ts';

/** The part of the schema that constrains a member, and what it may refer to. */
const ABOUT_MEMBERS: ReadonlySet<string> = new Set([
  '$defs',
  'additionalProperties',
  'definitions',
  'patternProperties',
  'properties',
]);

export type MemberCheck = (member: string, value: unknown) => boolean;
type MemberFault = (member: string, value: unknown) => SchemaFault | undefined;

/**
 * Whether an object's schema allows a value as a member; undefined if it says nothing about members. All calls together
 * take no more steps than one check of the whole object may.
 */
export function memberCheck(schema: Readonly<Record<string, unknown>>): MemberCheck | undefined {
  const faultOf = unfitMember(schema);
  return faultOf === undefined ? undefined : (member, value) => faultOf(member, value) === undefined;
}

/** The same, with what is wrong with the value as a member. */
export const unfitMember = (schema: Readonly<Record<string, unknown>>): MemberFault | undefined =>
  faultsBy(schema, new SharedSteps());

function faultsBy(schema: Readonly<Record<string, unknown>>, shared?: SharedSteps): MemberFault | undefined {
  const about = Object.entries(schema).filter(([keyword]) => ABOUT_MEMBERS.has(keyword));
  if (about.length === 0) return undefined;
  const compiled = compileSchema({ type: 'object', ...Object.fromEntries(about) });
  if (!compiled.ok) return undefined;
  return (member, value) => {
    const checked = compiled.check({ [member]: value }, shared);
    return checked.ok ? undefined : checked.fault;
  };
}

/** The same for one member, where each value has the steps of a check. */
export function memberAccepts(
  schema: Readonly<Record<string, unknown>>,
  member: string,
): ((value: unknown) => boolean) | undefined {
  const faultOf = faultsBy(schema);
  return faultOf === undefined ? undefined : (value) => faultOf(member, value) === undefined;
}

// A person types text, and only the schema says whether text is meant. So one member is checked on its own: what the schema
// says about the whole object (which members are required, which belong together) waits until it is complete.
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

/**
 * Whether an object's schema allows a value as a member; undefined if it says nothing about members. All calls together
 * take no more steps than one check of the whole object may.
 */
export const memberCheck = (schema: Readonly<Record<string, unknown>>): MemberCheck | undefined =>
  checkOf(schema, new SharedSteps());

function checkOf(schema: Readonly<Record<string, unknown>>, shared?: SharedSteps): MemberCheck | undefined {
  const about = Object.entries(schema).filter(([keyword]) => ABOUT_MEMBERS.has(keyword));
  if (about.length === 0) return undefined;
  const compiled = compileSchema({ type: 'object', ...Object.fromEntries(about) });
  return compiled.ok ? (member, value) => compiled.check({ [member]: value }, shared).ok : undefined;
}

/** The same for one member, where each value has the steps of a check. */
export function memberAccepts(
  schema: Readonly<Record<string, unknown>>,
  member: string,
): ((value: unknown) => boolean) | undefined {
  const check = checkOf(schema);
  return check === undefined ? undefined : (value) => check(member, value);
}

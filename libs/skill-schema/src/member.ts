// Whoever types a value writes text, and only the schema says whether text is meant. So one member is looked at on its own:
// what is said of the object as a whole (which members are required, which belong together) waits until it is complete.
import { compileSchema } from './compile.ts';
import { SharedSteps } from './meter.ts';

/** What says which values a member may have, and what its parts may refer to. */
const ABOUT_MEMBERS: ReadonlySet<string> = new Set([
  '$defs',
  'additionalProperties',
  'definitions',
  'patternProperties',
  'properties',
]);

export type MemberCheck = (member: string, value: unknown) => boolean;

/**
 * Whether the schema of an object allows a value as a member; undefined where it says nothing of members. All that it is ever
 * asked takes no more steps than one check of the whole object may.
 */
export const memberCheck = (schema: Readonly<Record<string, unknown>>): MemberCheck | undefined =>
  checkOf(schema, new SharedSteps());

function checkOf(schema: Readonly<Record<string, unknown>>, shared?: SharedSteps): MemberCheck | undefined {
  const about = Object.entries(schema).filter(([keyword]) => ABOUT_MEMBERS.has(keyword));
  if (about.length === 0) return undefined;
  const compiled = compileSchema({ type: 'object', ...Object.fromEntries(about) });
  return compiled.ok ? (member, value) => compiled.check({ [member]: value }, shared).ok : undefined;
}

/** The same for one member, and each value has the steps of a check. */
export function memberAccepts(
  schema: Readonly<Record<string, unknown>>,
  member: string,
): ((value: unknown) => boolean) | undefined {
  const check = checkOf(schema);
  return check === undefined ? undefined : (value) => check(member, value);
}

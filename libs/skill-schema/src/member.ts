// Whoever types a value writes text, and only the schema says whether text is meant. So one member is looked at on its own:
// what is said of the object as a whole (which members are required, which belong together) waits until it is complete.
import { compileSchema } from './compile.ts';

/** What says which values a member may have, and what its parts may refer to. */
const ABOUT_MEMBERS: ReadonlySet<string> = new Set([
  '$defs',
  'additionalProperties',
  'definitions',
  'patternProperties',
  'properties',
]);

/** Whether the schema of an object allows a value as that member; undefined where it says nothing of members. */
export function memberAccepts(
  schema: Readonly<Record<string, unknown>>,
  member: string,
): ((value: unknown) => boolean) | undefined {
  const about = Object.entries(schema).filter(([keyword]) => ABOUT_MEMBERS.has(keyword));
  if (about.length === 0) return undefined;
  const compiled = compileSchema({ type: 'object', ...Object.fromEntries(about) }, { isStrict: false });
  return compiled.ok ? (value) => compiled.check({ [member]: value }).ok : undefined;
}

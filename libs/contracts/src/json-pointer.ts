// JSON pointers (RFC 6901): how a member of a document is named in an error, and found again.

/** A member name as it stands in a pointer. */
export const escapeSegment = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

export const unescapeSegment = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** The names on the way; none for the document itself. */
export const segmentsOf = (pointer: string): string[] => pointer.split('/').slice(1).map(unescapeSegment);

/** The value of that member, or undefined where there is none. */
export function valueAt(document: unknown, segments: readonly string[]): unknown {
  let value = document;
  for (const key of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    const member: unknown = Reflect.get(value, key);
    value = member;
  }
  return value;
}

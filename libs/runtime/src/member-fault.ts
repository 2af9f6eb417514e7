// Describes what a schema found wrong in a document in its author's terms: at the member that the author meant.
import { nearestName, segmentsOf, UNKNOWN_MEMBER, valueAt } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';

export interface MemberFault {
  /** JSON pointer of the member in the document, or of the object that lacks one. */
  readonly pointer: string;
  /** Follows the pointer in a sentence. */
  readonly message: string;
}

/**
 * @param error of `checkDocument`
 * @param known names of members anywhere in such a document
 */
export function memberFault(
  error: DomeError,
  { value, document, known }: { readonly value: unknown; readonly document: string; readonly known: readonly string[] },
): MemberFault {
  const pointer = error.fields.pointer ?? '';
  const field = pointer.split('/').at(-1) ?? '';
  const worded = error.message.replace(`${document} `, '');
  const message = pointer === '' ? worded : worded.replace(`${pointer} `, '');
  if (message.includes(UNKNOWN_MEMBER)) {
    const others = known.filter((name) => name !== field);
    return { pointer, message: notAField(nearestName(field, others)) };
  }
  if (!message.includes('required property')) return { pointer, message };
  // A missing field is often there under another name, which is the better place to report.
  const parent = pointer.slice(0, -field.length - 1);
  const object = valueAt(value, segmentsOf(parent));
  const near = nearestName(field, typeof object === 'object' && object !== null ? Object.keys(object) : []);
  if (near === undefined) return { pointer: parent, message: `${field} is missing` };
  return { pointer: `${parent}/${near}`, message: notAField(field) };
}

const notAField = (meant: string | undefined): string =>
  `is not a field here${meant === undefined ? '' : `; did you mean ${meant}?`}`;

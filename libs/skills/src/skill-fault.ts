// What is wrong with a skill, in the words that its daemon and the command line share. One skill may have many faults, and
// its writer is told all of them at once, each with its place (L12).
import { DomeError } from '@dome/contracts';
import type { FaultBody } from '@dome/contracts';

export interface SkillFault {
  /** JSON pointer of the member of the manifest. Undefined: the text as such, or the folder as a whole. */
  readonly pointer?: string;
  readonly message: string;
  readonly hint?: string;
  /** In the manifest, from 1, in UTF-16 code units, as editors count. Undefined: the file as such. */
  readonly at?: { readonly line: number; readonly column: number };
  readonly cause?: unknown;
}

/** A folder that is no skill, or looks like one and is none. */
export interface SkillRefusal {
  /** The manifest, or what stands in its place. */
  readonly file: string;
  /** At least one, in the order of the text. */
  readonly faults: readonly SkillFault[];
  /** What the places count in, if the manifest could be read. */
  readonly text?: string;
}

/**
 * The refusal as one error, MANIFEST_INVALID: the detail is that of the first fault, and begins with `file:line:column`; the
 * member `faults` has them all.
 */
export function skillRefused({ file, faults }: SkillRefusal): DomeError {
  const [first = { message: 'is no skill' }, ...others] = faults;
  const { pointer, hint, at, cause } = first;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const fields = {
    detail: `${placeOf(file, first)}: ${first.message}${more}`,
    file,
    ...at,
    ...(pointer === undefined ? {} : { pointer }),
    ...(hint === undefined ? {} : { hint }),
    faults: faults.map((fault) => bodyOf(file, fault)),
  };
  return new DomeError('MANIFEST_INVALID', fields, { cause });
}

function bodyOf(file: string, { pointer = '', message, hint, at }: SkillFault): FaultBody {
  return { document: file, pointer, ...at, message, ...(hint === undefined ? {} : { hint }) };
}

function placeOf(file: string, { at }: SkillFault): string {
  return at === undefined ? file : `${file}:${at.line}:${at.column}`;
}

import { DomeError, cutText, LIMITS } from '@dome/contracts';
import type { SchemaFault } from '@dome/contracts';

export interface WhatWasChecked {
  readonly code: 'INPUT_INVALID' | 'OUTPUT_INVALID';
  /** Such as `the input of deploy@1.2.0`. */
  readonly subject: string;
  /** Where the value stands in what the reader has before them; nothing where it is all of that. */
  readonly base?: string;
  readonly hint?: string;
}

/** The error that names the member and what is wrong with it, as every refusal of a value by a schema says it. */
export function invalidValue({ code, subject, base = '', hint }: WhatWasChecked, fault: SchemaFault): DomeError {
  const pointer = cutText(`${base}${fault.pointer}`, LIMITS.problemPointerChars);
  const where = pointer === '' ? '' : ` at ${pointer}`;
  const detail = `${subject}${where} ${fault.says}`;
  return new DomeError(code, { detail, pointer, ...(hint === undefined ? {} : { hint }) });
}

import { DomeError, cutText, LIMITS } from '@dome/contracts';
import type { SchemaFault } from '@dome/contracts';

export interface WhatWasChecked {
  readonly code: 'INPUT_INVALID' | 'OUTPUT_INVALID';
  /** Such as `the input of deploy@1.2.0`. */
  readonly subject: string;
  /** The place of the value in the reader's document; empty if it is the whole document. */
  readonly base?: string;
  readonly hint?: string;
}

/** The error that names the member and what is wrong with it, in the form that every schema refusal of a value has. */
export function invalidValue({ code, subject, base = '', hint }: WhatWasChecked, fault: SchemaFault): DomeError {
  const pointer = cutText(`${base}${fault.pointer}`, LIMITS.problemPointerChars);
  const where = pointer === '' ? '' : ` at ${pointer}`;
  const detail = `${subject}${where} ${fault.says}`;
  return new DomeError(code, { detail, pointer, ...(hint === undefined ? {} : { hint }) });
}

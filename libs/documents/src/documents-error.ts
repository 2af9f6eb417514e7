// Everything that is wrong with the documents of a request, as one error.
import { DomeError, LIMITS } from '@dome/contracts';
import type { ErrorCode, FaultBody } from '@dome/contracts';

import type { DocumentFault } from './fault.ts';

/** The fault of a document that is called so: `plan`, `policy`, or the name of its file. */
export function faultBody(called: string, fault: Omit<DocumentFault, 'isTooLarge' | 'cause'>): FaultBody {
  const { pointer, line, column, message, hint } = fault;
  const said = pointer === '' ? message : `${pointer} ${message}`;
  return { document: called, pointer, line, column, message: said, ...(hint === undefined ? {} : { hint }) };
}

/**
 * @param faults at least one, in the order of the documents; detail, pointer and hint are those of the first
 * @param left how many more there are that were not looked at
 */
export function documentsError(code: ErrorCode, faults: readonly FaultBody[], left = 0): DomeError {
  const [first] = faults;
  if (first === undefined) throw new RangeError('an error of documents has a fault');
  const { pointer, line, column, hint } = first;
  const listed = faults.slice(0, LIMITS.problemFaults);
  const more = left + faults.length - listed.length;
  const place = line === undefined ? '' : ` ${line}:${column}`;
  return new DomeError(code, {
    detail: `${first.document}${place}: ${first.message}`,
    pointer,
    ...(line === undefined ? {} : { line, column }),
    ...(hint === undefined ? {} : { hint }),
    faults: listed,
    ...(more === 0 ? {} : { moreFaults: more }),
  });
}

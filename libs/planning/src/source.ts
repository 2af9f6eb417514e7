// A plan, policy or document of law as a value, and its faults as errors of the catalogue, each with its line and column (L12).
import { DomeError, LIMITS } from '@dome/contracts';
import { readDocument } from '@dome/documents';
import type { DocumentFault } from '@dome/documents';

import { VALUE_DEPTH_MAX } from './value-bounds.ts';

export interface Fault {
  /** JSON pointer of the member at fault. */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface SourceDocument {
  /** What errors call it: `plan`, or the name of its file. */
  readonly called: string;
  readonly value: unknown;
  /** The fault as an error of the catalogue, with the line and column of the nearest member that exists in the text. */
  readonly error: (fault: Fault, cause?: unknown) => DomeError;
}

const BOUNDS = { bytesMax: LIMITS.planBytes, depthMax: VALUE_DEPTH_MAX };

/**
 * YAML 1.2 or JSON (JSON is YAML), as text or as the bytes of a file.
 * @throws DomeError PLAN_INVALID with line and column; PAYLOAD_TOO_LARGE.
 */
export function readSource(source: Uint8Array | string, called: string): SourceDocument {
  const read = readDocument(source, BOUNDS);
  if (!read.ok) throw documentError(called, read.fault);
  const { value, positionOf } = read.document;
  const error: SourceDocument['error'] = (fault, cause) =>
    placed(called, fault, { ...positionOf(fault.pointer), cause });
  return { called, value, error };
}

function documentError(called: string, fault: DocumentFault): DomeError {
  if (fault.isTooLarge) return new DomeError('PAYLOAD_TOO_LARGE', { detail: `the ${called} ${fault.message}` });
  return placed(called, fault, fault);
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly cause?: unknown;
}

function placed(called: string, fault: Fault, place: Place): DomeError {
  const { line, column, cause } = place;
  const where = fault.pointer === '' ? '' : `${fault.pointer} `;
  const detail = `${called} ${line}:${column}: ${where}${fault.message}`;
  const hint = fault.hint === undefined ? {} : { hint: fault.hint };
  return new DomeError('PLAN_INVALID', { detail, pointer: fault.pointer, line, column, ...hint }, { cause });
}

// A document of a plan, a policy or law, with everything that its text and its schema say is wrong with it. What more is
// wrong is found in the parts that hold, and gets its place from here (L12).
import { DomeError, LIMITS } from '@dome/contracts';
import type { FaultBody } from '@dome/contracts';
import { faultBody, readDocument } from '@dome/documents';
import type { DocumentRead, WrittenDocument } from '@dome/documents';

import { VALUE_DEPTH_MAX } from './value-bounds.ts';

export interface Fault {
  /** JSON pointer of the member at fault. */
  readonly pointer: string;
  /** Follows the pointer in a sentence. */
  readonly message: string;
  readonly hint?: string | undefined;
}

/** The fault with its document, and the line and column of the nearest member that exists in the text. */
export type Locate = (fault: Fault) => FaultBody;

const BOUNDS = { bytesMax: LIMITS.planBytes, depthMax: VALUE_DEPTH_MAX };

/**
 * YAML 1.2 or JSON (JSON is YAML), as text or as the bytes of a file.
 * @param called what errors call it: `plan`, or the name of its file
 * @throws DomeError PAYLOAD_TOO_LARGE
 */
export function openDocument(source: Uint8Array | string, called: string): DocumentRead {
  const read = readDocument(source, BOUNDS);
  if (read.ok || !read.fault.isTooLarge) return read;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail: `the ${called} ${read.fault.message}` });
}

export const locateIn =
  (document: WrittenDocument, called: string): Locate =>
  (fault) =>
    faultBody(called, { ...fault, ...document.positionOf(fault.pointer) });

/** In the order of the text; what is said of a member twice is said once. */
export function inTextOrder(faults: readonly FaultBody[]): FaultBody[] {
  const said = new Map(faults.map((fault) => [`${fault.pointer} ${fault.message}`, fault]));
  return [...said.values()].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

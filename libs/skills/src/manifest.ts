// Reads skill.yaml from bytes to a manifest that the schema allows and whose members fit each other.
import { LIMITS, checkDocument, toDomeError } from '@dome/contracts';
import type { SkillManifest } from '@dome/contracts';
import { readDocument } from '@dome/documents';
import type { SourcePosition } from '@dome/documents';
import { memberFault } from '@dome/runtime';

import { manifestFaults } from './manifest-rules.ts';
import type { SkillFault } from './skill-fault.ts';

export type ManifestRead =
  | { readonly ok: false; readonly faults: readonly SkillFault[] }
  | {
      readonly ok: true;
      readonly manifest: SkillManifest;
      /** Of its members against each other; the rest of the skill can be looked at all the same. */
      readonly faults: readonly SkillFault[];
      /** Where the member begins, or the nearest existing one around it. */
      readonly positionOf: (pointer: string) => SourcePosition;
    };

const BOUNDS = { bytesMax: LIMITS.manifestBytes, depthMax: LIMITS.jsonDepth };

/** It never throws. */
export function readSkillManifest(bytes: Uint8Array): ManifestRead {
  const read = readDocument(bytes, BOUNDS);
  if (!read.ok) {
    const { pointer, message, hint, line, column, cause } = read.fault;
    const more = { ...(pointer === '' ? {} : { pointer }), ...(hint === undefined ? {} : { hint }) };
    return { ok: false, faults: [{ message, at: { line, column }, cause, ...more }] };
  }
  const { value, positionOf } = read.document;
  const placed = (fault: SkillFault): SkillFault => ({ ...fault, at: positionOf(fault.pointer ?? '') });
  try {
    const manifest = checkDocument('SkillManifest', value);
    return { ok: true, manifest, positionOf, faults: [...manifestFaults(manifest)].map(placed) };
  } catch (thrown) {
    const cause = toDomeError(thrown);
    const { pointer, message } = memberFault(cause, { value, document: 'SkillManifest', known: FIELDS });
    const said = `SkillManifest ${pointer === '' ? '' : `${pointer} `}${message}`;
    return { ok: false, faults: [placed({ pointer, message: said, cause })] };
  }
}

/** Every member that a manifest may have, at whatever depth. */
const FIELDS = `
  apiVersion kind name version title description tags annotations inputSchema outputSchema docs examples input output result
  runs using command main isolation grace needs workspace network permissions sideEffects materials from unpack
  secrets as
  timeouts queue execution heartbeat total logs size rate artifacts path mediaType optional
  retry initialInterval backoffCoefficient maximumInterval maximumAttempts nonRetryable locks key mode waitMs
  readOnlyHint destructiveHint idempotentHint openWorldHint
`
  .trim()
  .split(/\s+/);

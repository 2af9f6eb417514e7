// Reads skill.yaml from bytes to a manifest that the schema allows and whose members fit each other.
import { LIMITS } from '@dome/contracts';
import type { SkillManifest } from '@dome/contracts';
import { readWritten } from '@dome/documents';
import type { DocumentFault, SourcePosition } from '@dome/documents';

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
  const read = readWritten(bytes, 'SkillManifest', BOUNDS);
  if (!read.ok) return { ok: false, faults: read.faults.map(asSkillFault) };
  const { value: manifest, document } = read;
  const { positionOf } = document;
  const placed = (fault: SkillFault): SkillFault => ({ ...fault, at: positionOf(fault.pointer ?? '') });
  return { ok: true, manifest, positionOf, faults: [...manifestFaults(manifest)].map(placed) };
}

function asSkillFault({ pointer, message, hint, line, column, cause }: DocumentFault): SkillFault {
  return {
    message: pointer === '' ? message : `${pointer} ${message}`,
    at: { line, column },
    cause,
    ...(pointer === '' ? {} : { pointer }),
    ...(hint === undefined ? {} : { hint }),
  };
}

// How a folder of documents differs from the law in force, in words. A difference is no fault: the law is what was
// applied, and a folder only proposes.
import { documentId } from '@dome/planning';
import type { NewLaw } from '@dome/planning';

import { inForce } from './law-state.ts';
import type { LawState } from './law-state.ts';

/** One sentence for each document of the folder that is not in force as it stands there. */
export function lawDrift(law: LawState, documents: readonly NewLaw[]): string[] {
  return documents.flatMap((proposed) => {
    const { kind, name, version, digest, source } = proposed;
    const there = law.versions.get(documentId(proposed))?.get(version);
    const current = inForce(law, proposed);
    if (there !== undefined && there.digest !== digest) {
      return [`${source}: the ${kind} ${name}@${version} was applied with other content`];
    }
    if (current?.version === version) return [];
    if (current === undefined) return [`${source}: the ${kind} ${name} is not in the law`];
    return [`${source}: the ${kind} ${name} is in force as ${current.version}, not as ${version}`];
  });
}

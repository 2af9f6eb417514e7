// Everything that is asked of the objects of one installation, whoever rendered them.
import { containerComplaints } from './rules/containers.ts';
import { lifetimeComplaints } from './rules/lifetimes.ts';
import { referenceComplaints } from './rules/references.ts';
import { restrictedComplaints } from './rules/restricted.ts';
import { secretComplaints } from './rules/secrets.ts';
import { variableComplaints } from './rules/variables.ts';
import type { Readers } from './rules/variables.ts';
import type { Manifest } from './manifest.ts';

/** What is wrong, each in a sentence that begins with the object. */
export function policyComplaints(manifests: readonly Manifest[], readers: Readers): string[] {
  return [
    ...restrictedComplaints(manifests),
    ...containerComplaints(manifests),
    ...lifetimeComplaints(manifests),
    ...referenceComplaints(manifests),
    ...secretComplaints(manifests),
    ...variableComplaints(manifests, readers),
  ];
}

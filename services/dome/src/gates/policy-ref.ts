import { structureDigest } from '@dome/contracts';
import type { Policy, PolicyRef, RunSubmitted } from '@dome/contracts';

/** The policy of a run as its decisions and views name it: one that came along is said to be so. */
export function policyRef(
  policy: Policy,
  submitted: Pick<RunSubmitted, 'policyDigest' | 'policyOrigin' | 'submittedBy'>,
): PolicyRef {
  const { name, version } = policy;
  const digest = submitted.policyDigest ?? structureDigest(policy);
  const ofLaw = submitted.policyOrigin === 'law';
  return { name, version, digest, ...(ofLaw ? {} : { submittedBy: submitted.submittedBy.user }) };
}

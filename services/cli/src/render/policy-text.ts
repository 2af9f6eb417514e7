import type { PolicyRef } from '@dome/contracts';

import { harmless } from '../terminal/style.ts';

/** A policy that came along with the plan is said to be so wherever it is named. */
export function policyText({
  name,
  version,
  submittedBy,
}: Pick<PolicyRef, 'name' | 'version' | 'submittedBy'>): string {
  return `${name}@${version}${submittedBy === undefined ? '' : ` submitted by ${harmless(submittedBy)}`}`;
}

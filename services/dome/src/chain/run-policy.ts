import { DomeError } from '@dome/contracts';
import type { PolicyRef } from '@dome/contracts';
import type { RunState } from '@dome/runs';

import { policyRef } from '../gates/policy-ref.ts';

/** A run with gates has a policy; it would have been refused without one. @throws DomeError INTERNAL */
export function policyOf({ policy, submitted }: RunState): PolicyRef {
  if (policy === undefined) throw new DomeError('INTERNAL', { detail: 'the stored run has gates and no policy' });
  return policyRef(policy, submitted.value);
}

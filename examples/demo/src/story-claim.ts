// What is true of this story beyond what is true of every run: a record without it comes from another story.

import { claim, peopleClaims, wayBack } from '@dome/audit';
import type { Claim, RunRecord } from '@dome/audit';

export function storyClaim(record: RunRecord): Claim {
  const way = wayBack(record);
  const { digest } = way?.decided.event.data.subject ?? {};
  const reported = way?.moved.map(({ event }) => event.data.output?.['digest']) ?? [];
  const decisions = peopleClaims(record).length;
  return claim('its skills printed, people decided once, and the promotion reports what it moved', [
    ...(record.logs.length === 0 ? ['no line was logged at all'] : []),
    ...(decisions === 1 ? [] : [`people decided ${decisions} times`]),
    ...(digest !== undefined && reported.every((one) => one === digest) ? [] : [`it reports ${reported.join(', ')}`]),
  ]);
}

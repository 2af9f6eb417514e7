import { forEachAtOnce } from '@dome/bus';
import type { Descriptor, PlanLockEntry } from '@dome/contracts';
import type { PlanTexts, Planning } from '@dome/planning';

import type { Discovery } from '../ports.ts';

/** Descriptors requested in parallel. */
const ASKED_MAX = 16;

export interface Resolving {
  readonly discovery: Discovery;
  readonly planning: Pick<Planning, 'bind' | 'lock'>;
}

/**
 * Asks discovery for the skills of the plan and locks it. @throws as `lockPlan`; UNAVAILABLE when no daemon answers.
 */
export async function resolvePlan(
  texts: PlanTexts,
  { discovery, planning }: Resolving,
  { isRehearsal = false }: { readonly isRehearsal?: boolean } = {},
): Promise<PlanLockEntry[]> {
  const announcements = await discovery.announcements();
  const digests = await planning.bind({ texts, announcements });
  const descriptors = new Map<string, Descriptor>();
  await forEachAtOnce(digests, ASKED_MAX, async (digest) => {
    descriptors.set(digest, await discovery.descriptor(digest));
  });
  return await planning.lock({ texts, fleet: { announcements, descriptors }, isRehearsal });
}

import type { Descriptor, PlanLockEntry } from '@dome/contracts';

import { bindTasks, lockPlan } from './lock.ts';
import type { Located } from './lock.ts';
import type { PlanShape } from './shape.ts';
import type { Discovery } from '../ports.ts';

/** Asks discovery for what the plan uses and locks it. @throws as `lockPlan`; UNAVAILABLE when no daemon answers. */
export async function resolvePlan(shape: PlanShape, discovery: Discovery, located: Located): Promise<PlanLockEntry[]> {
  const announcements = await discovery.announcements();
  const digests = new Set([...bindTasks(shape, announcements).values()].map((one) => one.descriptorDigest));
  const found = await Promise.all(
    [...digests].map(async (digest): Promise<[string, Descriptor]> => [digest, await discovery.descriptor(digest)]),
  );
  return lockPlan(shape, { announcements, descriptors: new Map(found) }, located);
}

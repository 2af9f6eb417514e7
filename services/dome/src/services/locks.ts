import { identityOf } from '../approvals/identity.ts';
import type { Handler, ServiceParts } from './parts.ts';

/** Whoever may change the law may take a lock from its holder: both set aside what others rely on. */
export function breakLock({ law, locks, logger }: ServiceParts): Handler<'controlLockBreak'> {
  return async (request, stamp) => {
    const by = identityOf(stamp);
    law.law.access.requirePermission('law', by);
    const reply = await locks.takeLock({ ...request, by });
    logger.info({ lock: request.lock, by: by.user, broken: reply.broken.length }, 'lock broken');
    return reply;
  };
}

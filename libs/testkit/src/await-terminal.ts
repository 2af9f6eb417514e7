import type { FollowedEvent, JobsOfInterest, RuntimeClient } from '@dome/client';
import { DomeError, EVENTS } from '@dome/contracts';

/** The terminal transition of one job, even if it was stored before. @throws DomeError TIMEOUT */
export async function awaitTerminal(
  client: Pick<RuntimeClient, 'followJobEvents'>,
  job: JobsOfInterest & { readonly jobId: string },
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<FollowedEvent> {
  for await (const item of client.followJobEvents(job, { signal: AbortSignal.timeout(timeoutMs) })) {
    if (item.kind === 'event' && EVENTS[item.event.type].terminal) return item;
  }
  throw new DomeError('TIMEOUT', { detail: `The job ${job.jobId} has not ended within ${timeoutMs} ms.` });
}

// A run that was submitted before those that the page begins with: read from its own beginning when somebody asks for it.
import { followFiltered } from '@dome/client/portable';
import type { FollowedEvent } from '@dome/client/portable';
import { filters, STREAMS } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { awaitRun, foldRuns } from './run-store.ts';
import { endsFor } from './stream-ends.ts';

/** False: nothing is stored of a run of this name. */
export async function readOlderRun(session: Session, runId: string): Promise<boolean> {
  const letGo = awaitRun(runId);
  try {
    const of = { stream: STREAMS.RUN_EVENTS, filters: [filters.runEvent({ runId })] };
    const options = { untilCaughtUp: true, ...endsFor(session, STREAMS.RUN_EVENTS) };
    const stored: FollowedEvent[] = [];
    for await (const item of followFiltered(session.control, of, options)) if (item.kind === 'event') stored.push(item);
    await foldRuns(stored);
    return stored.length > 0;
  } finally {
    letGo();
  }
}

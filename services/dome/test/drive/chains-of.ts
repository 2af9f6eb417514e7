import type { StoredRunEvent } from '@dome/runs';
import { startRun } from '../world.ts';
import { passing } from './scenarios.ts';

const chains = new Map<string, Promise<readonly StoredRunEvent[]>>();

/** Copies of one run under other names, one after the other in the stream: people are asked, or nobody answered them. */
export async function chainsOf(
  names: readonly string[],
  until: 'waiting' | 'finished',
  afterSequence = 0,
): Promise<StoredRunEvent[]> {
  const made = chains.get(until) ?? chainUntil(until);
  chains.set(until, made);
  const chain = await made;
  return names.flatMap((runId, index) =>
    chain.map((stored) => ({
      ...stored,
      sequence: afterSequence + stored.sequence + index * chain.length,
      event: { ...stored.event, data: { ...stored.event.data, runId } } as StoredRunEvent['event'],
    })),
  );
}

async function chainUntil(until: 'waiting' | 'finished'): Promise<readonly StoredRunEvent[]> {
  const world = await startRun({ answer: passing });
  await world.pump();
  if (until === 'finished') await world.pass(8_000_000);
  return world.store.of(world.runId);
}

// A stream in memory that keeps the rules of the real one: the last sequence over a run's subjects is compared before an
// event is stored, and only bytes that the contract's validators accept are stored.
import { openEvent, sealEvent, sha256Digest } from '@dome/contracts';

import type { RunEvent, RunRef, StoredRunEvent } from '@dome/runs';
import type { AppendAt, RunDraft, RunStore } from '../src/ports.ts';

export interface MemoryStore extends RunStore {
  readonly events: readonly StoredRunEvent[];
  of(runId: string): StoredRunEvent[];
  onStored(listener: (stored: StoredRunEvent) => void): void;
  /** The next appends fail as with a broker that is away. */
  failNext(error: Error): void;
}

export function createMemoryStore(nowMs: () => number): MemoryStore {
  const events: StoredRunEvent[] = [];
  const listeners: ((stored: StoredRunEvent) => void)[] = [];
  let failure: Error | undefined;
  const of = (runId: string): StoredRunEvent[] => events.filter(({ event }) => event.data.runId === runId);
  return {
    events,
    of,
    onStored: (listener) => void listeners.push(listener),
    failNext: (error) => {
      failure = error;
    },
    read: async (run, from) => of(run.runId).filter(({ sequence }) => sequence >= from),
    async append(run: RunRef, draft: RunDraft, at: AppendAt) {
      await Promise.resolve();
      if (failure !== undefined) {
        const error = failure;
        failure = undefined;
        throw error;
      }
      if ((of(run.runId).at(-1)?.sequence ?? 0) !== at.expectedLast) return undefined;
      const bytes = sealEvent({
        type: draft.type,
        id: `${run.runId}.${draft.type}.${events.length}`,
        source: '/dome/test',
        subject: run.runId,
        timeMs: nowMs(),
        runId: run.runId,
        causationId: at.causationId,
        traceparent: at.traceparent,
        tracestate: at.tracestate,
        data: draft.data,
      });
      const stored = { sequence: events.length + 1, digest: sha256Digest(bytes), event: openEvent(bytes) as RunEvent };
      events.push(stored);
      for (const listener of listeners) listener(stored);
      return stored;
    },
  };
}

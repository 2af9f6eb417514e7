// The events of the jobs of the run that is shown: read once, and then live. Notes beside the chains say what a job waits for.
import { followJobEvents } from '@dome/client/portable';
import type { FollowedEvent } from '@dome/client/portable';
import { toDomeError } from '@dome/contracts/portable';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { session } from './session.ts';

export interface RunJobs {
  readonly runId: string;
  /** By job, in the order of the stream. */
  readonly byJob: ReadonlyMap<string, readonly FollowedEvent[]>;
  readonly fault?: string;
}

const NONE: RunJobs = { runId: '', byJob: new Map() };
/** Tuning: a frame, so that many events are one change. */
const GATHER_MS = 16;

const shown = signal<RunJobs>(NONE);

/** Follows them while the component is there. */
export function useRunJobs(runId: string): RunJobs {
  const opened = session.value;
  useEffect(() => {
    if (opened === undefined) return undefined;
    const ending = new AbortController();
    let gathered: FollowedEvent[] = [];
    shown.value = { runId, byJob: new Map() };
    const flush = (): void => {
      const next = new Map(shown.value.byJob);
      for (const item of gathered) {
        const { jobId } = item.event.data as { readonly jobId: string };
        next.set(jobId, [...(next.get(jobId) ?? []), item]);
      }
      gathered = [];
      if (!ending.signal.aborted) shown.value = { runId, byJob: next };
    };
    const follow = async (): Promise<void> => {
      const view = opened.runtime;
      for await (const item of followJobEvents(view, { runId, notes: true }, { signal: ending.signal })) {
        if (item.kind !== 'event') continue;
        if (gathered.length === 0) setTimeout(flush, GATHER_MS);
        gathered.push(item);
      }
    };
    follow().catch((error: unknown) => {
      if (!ending.signal.aborted) shown.value = { ...shown.value, fault: toDomeError(error).message };
    });
    return () => ending.abort();
  }, [runId, opened]);
  return shown.value.runId === runId ? shown.value : NONE;
}

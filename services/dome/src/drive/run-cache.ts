// The states of runs, cached while they are in use. Within this process, work on a run is serialised, so replicas
// conflict with each other and never with themselves. A cached state may be stale: a write finds out, because the chain
// refuses an event that does not follow its last one, and a caller that needs certainty reloads.
import { cursorAfter } from '@dome/contracts';
import { fold } from '@dome/runs';
import type { RunRef, RunState } from '@dome/runs';

import type { RunDraft, RunStore, WriteCause } from '../ports.ts';

/** Bounds memory: a state that was dropped is read again from its chain. */
const RUNS_MAX = 2_000;

export interface CachedRun {
  readonly run: RunRef;
  /** The state as far as this process has seen; undefined if it has seen nothing. */
  readonly state: RunState | undefined;
  /** Reads newer events from the leader. */
  reload(): Promise<RunState | undefined>;
  /**
   * Stores the event after the last one of `state`. @returns false when another writer was first; its state is then
   * reloaded.
   */
  append(draft: RunDraft, cause?: WriteCause): Promise<boolean>;
}

export interface RunCache {
  open<T>(run: RunRef, work: (cached: CachedRun) => Promise<T>): Promise<T>;
}

export function createRunCache(store: RunStore, runsMax = RUNS_MAX): RunCache {
  const entries = new Map<string, CacheEntry>();
  return {
    open(run, work) {
      const entry = entries.get(run.runId) ?? new CacheEntry(run, store);
      entries.delete(run.runId);
      entries.set(run.runId, entry);
      for (const [runId, old] of entries) {
        if (entries.size <= runsMax) break;
        if (old.idle) entries.delete(runId);
      }
      return entry.after(() => work(entry));
    },
  };
}

class CacheEntry implements CachedRun {
  readonly run: RunRef;
  readonly #store: RunStore;
  #state: RunState | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(run: RunRef, store: RunStore) {
    this.run = run;
    this.#store = store;
  }

  get state(): RunState | undefined {
    return this.#state;
  }

  get idle(): boolean {
    return this.#waiting === 0;
  }

  after<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const done = this.#queue.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async reload(): Promise<RunState | undefined> {
    const events = await this.#store.read(this.run, cursorAfter(this.#state?.last.sequence ?? 0));
    this.#state = fold(events, this.#state);
    return this.#state;
  }

  async append(draft: RunDraft, cause: WriteCause = {}): Promise<boolean> {
    const last = this.#state?.last;
    const causationId = cause.causationId ?? last?.id;
    const stored = await this.#store.append(this.run, draft, {
      ...cause,
      expectedLast: last?.sequence ?? 0,
      ...(causationId === undefined ? {} : { causationId }),
    });
    if (stored === undefined) {
      await this.reload();
      return false;
    }
    this.#state = fold([stored], this.#state);
    return true;
  }
}

// The states of runs, kept while they are in use. One piece of work at a time works on a run in this process, so replicas
// conflict with each other and never with themselves. A state that was kept may be old: writing finds out, because the chain
// refuses what does not follow its last event, and whoever needs certainty reloads.
import { fold } from '@dome/runs';
import type { RunRef, RunState } from '@dome/runs';

import type { RunDraft, RunStore } from '../ports.ts';

/** Memory: a fold that is not kept is read again from its chain. */
const PAGES_MAX = 2_000;

export interface RunPage {
  readonly run: RunRef;
  /** As far as this process has seen; undefined: nothing seen yet. */
  readonly state: RunState | undefined;
  /** Reads from the leader what was written since. */
  reload(): Promise<RunState | undefined>;
  /** Stores the event after the last one of `state`. @returns false when somebody wrote first; the page is reloaded then. */
  append(draft: RunDraft, causationId?: string): Promise<boolean>;
}

export interface RunBook {
  open<T>(run: RunRef, work: (page: RunPage) => Promise<T>): Promise<T>;
}

export function createRunBook(store: RunStore, pagesMax = PAGES_MAX): RunBook {
  const pages = new Map<string, Page>();
  return {
    open(run, work) {
      const page = pages.get(run.runId) ?? new Page(run, store);
      pages.delete(run.runId);
      pages.set(run.runId, page);
      for (const [runId, old] of pages) {
        if (pages.size <= pagesMax) break;
        if (old.idle) pages.delete(runId);
      }
      return page.after(() => work(page));
    },
  };
}

class Page implements RunPage {
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
    const events = await this.#store.read(this.run, this.#state?.last.sequence ?? 0);
    this.#state = fold(events, this.#state);
    return this.#state;
  }

  async append(draft: RunDraft, causationId?: string): Promise<boolean> {
    const last = this.#state?.last;
    const cause = causationId ?? last?.id;
    const stored = await this.#store.append(this.run, draft, {
      expectedLast: last?.sequence ?? 0,
      ...(cause === undefined ? {} : { causationId: cause }),
    });
    if (stored === undefined) {
      await this.reload();
      return false;
    }
    this.#state = fold([stored], this.#state);
    return true;
  }
}

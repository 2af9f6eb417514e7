// Keeps the planes of a stack running while somebody develops. One that ends is started again, a little later each time. When
// the catalogue has changed, new daemons take the place of the old ones as in a fleet: the old ones go on serving the runs
// that began with their skills, and end with the last of them.
import { backoffMs, toDomeError } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { showDuration } from '../durations.ts';
import type { StackPlane } from './plane-process.ts';
import type { Stack } from './stack.ts';

export interface SupervisorOptions {
  readonly stack: Pick<Stack, 'planes' | 'startPlane' | 'provisionSkills'>;
  readonly clock: Clock;
  /** Whether a run is open that was submitted before that moment. */
  readonly hasOpenRuns: (beforeMs: number) => Promise<boolean>;
  readonly tell: (line: string) => void;
}

/** A place in the stack, and the process that fills it now. */
interface Post {
  readonly kind: StackPlane['plane'];
  /** Its first process is called so. */
  readonly name: string;
  plane: StackPlane;
  generation: number;
  startedMs: number;
  /** In a row. */
  failures: number;
}

const AGAIN = { firstMs: 500, maxMs: 30_000 };
/** After so long it counts as having run, and the next failure as the first one. */
const RAN_MS = 60_000;
const LOOK_AT_RUNS_MS = 500;

export class Supervisor implements Disposable {
  readonly #options: SupervisorOptions;
  readonly #posts: readonly Post[];
  readonly #timers = new Set<Disposable>();
  #replacing: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    const startedMs = options.clock.monotonicMs();
    this.#posts = options.stack.planes.map((plane) => ({
      kind: plane.plane,
      name: plane.name,
      plane,
      generation: 1,
      startedMs,
      failures: 0,
    }));
    for (const post of this.#posts) this.#watch(post);
  }

  /** Resolves when new daemons serve the catalogue as it is now, or could not be started. */
  async replaceDaemons(changed: readonly string[]): Promise<void> {
    this.#replacing = this.#replacing.then(() => this.#replaceAll(changed));
    await this.#replacing;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const timer of this.#timers) timer[Symbol.dispose]();
  }

  #watch(post: Post): void {
    const { plane } = post;
    void plane.ended.then((how) => {
      // It may have been replaced.
      if (post.plane === plane) this.#startAgainLater(post, `${plane.name} ${how}`);
    });
  }

  #startAgainLater(post: Post, why: string): void {
    if (this.#isOver) return;
    const { clock, tell } = this.#options;
    post.failures = clock.monotonicMs() - post.startedMs > RAN_MS ? 1 : post.failures + 1;
    const waitMs = backoffMs(AGAIN, post.failures);
    tell(`${why}; it is started again in ${showDuration(waitMs)}`);
    const { plane } = post;
    this.#after(waitMs, () => {
      if (post.plane === plane) void this.#startAgain(post);
    });
  }

  async #startAgain(post: Post): Promise<void> {
    const { name, generation } = post;
    try {
      const plane = await this.#start(post, generation);
      this.#options.tell(`${plane.name} is running again (${plane.pid})`);
    } catch (error) {
      this.#startAgainLater(post, `${instanceOf(name, generation)} did not start: ${toDomeError(error).message}`);
    }
  }

  async #replaceAll(changed: readonly string[]): Promise<void> {
    if (this.#isOver) return;
    const { stack, clock, tell } = this.#options;
    const startedMs = clock.monotonicMs();
    try {
      await stack.provisionSkills();
      const daemons = this.#posts.filter(({ kind }) => kind === 'domed');
      const started = await Promise.allSettled(daemons.map((post) => this.#replace(post)));
      this.#retire(
        started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
        clock.now(),
      );
      for (const one of started) if (one.status === 'rejected') throw one.reason;
      if (!this.#isOver)
        tell(`${changed.join(', ')} changed: served anew after ${showDuration(clock.monotonicMs() - startedMs)}`);
    } catch (error) {
      if (!this.#isOver) tell(`${changed.join(', ')} changed and cannot be served: ${toDomeError(error).message}`);
    }
  }

  /** Resolves with the one that was replaced. */
  async #replace(post: Post): Promise<StackPlane> {
    const old = post.plane;
    await this.#start(post, post.generation + 1);
    return old;
  }

  async #start(post: Post, generation: number): Promise<StackPlane> {
    const { stack, clock } = this.#options;
    const plane = await stack.startPlane(post.kind, instanceOf(post.name, generation));
    Object.assign(post, { plane, generation, startedMs: clock.monotonicMs() });
    this.#watch(post);
    return plane;
  }

  /** A run is locked to the skills that were announced when it was submitted. */
  #retire(old: readonly StackPlane[], replacedMs: number): void {
    if (old.length === 0) return;
    const look = async (): Promise<void> => {
      const isNeeded = await this.#options.hasOpenRuns(replacedMs).catch(() => true);
      if (this.#isOver) return;
      if (isNeeded) this.#after(LOOK_AT_RUNS_MS, () => void look());
      else await Promise.all(old.map((plane) => plane.end()));
    };
    void look();
  }

  #after(ms: number, run: () => void): void {
    const timer = this.#options.clock.after(ms, () => {
      this.#timers.delete(timer);
      if (!this.#isOver) run();
    });
    this.#timers.add(timer);
  }
}

/** Two daemons of one place are told apart, in logs and announcements. */
const instanceOf = (name: string, generation: number): string => (generation === 1 ? name : `${name}-${generation}`);

// All locks of one job, taken one after the other in the order of their keys, which is the same for every job, so that
// two jobs never wait for each other. A job that waits for its second lock holds its first.
import type { LockRecord } from '@dome/contracts';

import type { Lease } from '../lease.ts';
import type { JobIdentity } from '../job.ts';
import type { Locks } from './locks.ts';
import type { LockPlace } from './place.ts';
import { holdersMax } from './table.ts';
import type { LockWish } from './wish.ts';

export class JobLocks {
  /** In the order in which they were wished for; a key that was wished for twice has one lock. */
  readonly #wishes: readonly LockWish[];
  readonly #places = new Map<string, LockPlace>();
  readonly #lost = new AbortController();
  /** Resolves once it holds all of them; never if it is released before. */
  readonly all: Promise<void>;
  /** Whether it held them all as soon as it asked. */
  readonly first: Promise<'holds' | 'waits'>;
  readonly #onWait = new Set<() => void>();
  #isReleased = false;

  constructor(job: JobIdentity, wishes: readonly LockWish[], locks: Locks) {
    this.#wishes = wishes;
    const { promise: first, resolve } = Promise.withResolvers<'holds' | 'waits'>();
    this.first = first;
    this.all = this.#takeAll(job, locks, () => {
      resolve('waits');
      for (const listener of this.#onWait) listener();
    });
    void this.all.then(() => resolve('holds'));
  }

  /** The lock that it waits for. */
  get waitsFor(): { readonly wish: LockWish; readonly place: LockPlace } | undefined {
    const place = [...this.#places.values()].find(({ state }) => state === 'waits');
    const wish = this.#wishes.find(({ key }) => key === place?.key);
    return place === undefined || wish === undefined ? undefined : { wish, place };
  }

  /** Each time that it begins to wait for one of them. */
  onWait(listener: () => void): void {
    this.#onWait.add(listener);
  }

  /** Aborts, with a LOCK_CONFLICT, when one of them is lost. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** A daemon that was stopped may come here before its timers tell what is over. */
  lookAtClock(): void {
    for (const place of this.#places.values()) place.loseInTime();
  }

  /** In the order in which they were wished for. */
  get held(): readonly { readonly key: string; readonly token: number }[] {
    return this.#wishes.map(({ key }) => ({ key, token: this.#places.get(key)?.token ?? 0 }));
  }

  /** What the provenance record says of them, in the order of their keys. */
  get records(): readonly LockRecord[] {
    return [...this.#places.values()].map(({ key, ticket: { mode }, token, waitedMs }) => {
      return { key, mode, token, waitedMs };
    });
  }

  /** Of the lock whose lease ends first. */
  get lease(): Lease {
    const places = [...this.#places.values()];
    return {
      untilMs: () => Math.min(...places.map(({ untilMs }) => untilMs)),
      onRenewed: (listener) => {
        const listening = places.map((place) => place.onRenewed(listener));
        return { [Symbol.dispose]: () => listening.forEach((one) => one[Symbol.dispose]()) };
      },
    };
  }

  /** Safe to repeat. Resolves when they are given back, or cannot be now. */
  async release(): Promise<void> {
    this.#isReleased = true;
    await Promise.all([...this.#places.values()].map((place) => place.leave()));
  }

  async #takeAll(job: JobIdentity, locks: Locks, onWait: () => void): Promise<void> {
    for (const wish of inOrder(this.#wishes)) {
      if (this.#isReleased) return await new Promise(() => undefined);
      const place = locks.enter(job, wish);
      this.#places.set(wish.key, place);
      place.lost.addEventListener('abort', () => this.#lost.abort(place.lost.reason), { once: true });
      if ((await place.first) === 'waits') onWait();
      await place.held;
    }
  }
}

/** Each key once, with the stricter of its modes. */
function inOrder(wishes: readonly LockWish[]): LockWish[] {
  const byKey = new Map<string, LockWish>();
  for (const wish of wishes) {
    const known = byKey.get(wish.key);
    if (known === undefined || holdersMax(wish) < holdersMax(known)) byKey.set(wish.key, wish);
  }
  return [...byKey.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

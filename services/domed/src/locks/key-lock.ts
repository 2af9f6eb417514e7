// One daemon at one lock. It compares what the table says with what its jobs want, writes the difference by
// compare-and-set, and tells each place what came of it; a conflict only means that it reads and decides again. All jobs
// of the daemon share one write, and one step runs at a time.
import { LIMITS } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

import type { LockStore } from '../ports.ts';
import type { LockPlace } from './place.ts';
import { lookAgainAt, reconcile } from './reconcile.ts';
import type { LeaseTimes } from './reconcile.ts';
import { emptyTable } from './table.ts';
import type { LockTable, LockTicket } from './table.ts';

export interface KeyLockOptions {
  readonly key: string;
  readonly store: LockStore;
  readonly lease: LeaseTimes;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Tuning: how soon a step that the broker did not answer is tried again. */
const AGAIN_MS = 250;
/** Tuning: others win so many times in a row only where what is read is not what is stored. */
const CONFLICTS_MAX = 64;

interface Known {
  readonly revision: number;
  readonly table: LockTable;
}

export class KeyLock implements Disposable {
  readonly #options: KeyLockOptions;
  /** In order of asking. */
  readonly #places = new Set<LockPlace>();
  /** Tickets that are being given back. */
  readonly #left = new Set<string>();
  #known: Known;
  /** The newest revision that was heard of. */
  #heard = 0;
  #isStale = false;
  #running: Promise<void> | undefined;
  #isPoked = false;
  /** In a row. */
  #conflicts = 0;
  #timer: Disposable | undefined;

  constructor(options: KeyLockOptions) {
    this.#options = options;
    // Most locks are free, so the first write expects nothing, and a conflict tells otherwise.
    this.#known = { revision: 0, table: emptyTable(options.key) };
  }

  get isIdle(): boolean {
    return this.#places.size === 0 && this.#left.size === 0 && this.#running === undefined;
  }

  enter(place: LockPlace): void {
    this.#places.add(place);
    void this.#poke();
  }

  /** Resolves when the lock is given back, or cannot be now: then its lease ends. */
  async leave(place: LockPlace): Promise<void> {
    this.#places.delete(place);
    this.#left.add(place.ticket.ticket);
    await this.#poke();
  }

  /** The lock has changed, somewhere. */
  hear(revision: number): void {
    this.#heard = Math.max(this.#heard, revision);
    if (this.#places.size > 0) void this.#poke();
  }

  /** What was missed is read. */
  doubt(): void {
    this.#isStale = true;
    if (this.#places.size > 0) void this.#poke();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #poke(): Promise<void> {
    this.#isPoked = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    this.#timer?.[Symbol.dispose]();
    let waitMs = 0;
    try {
      while (this.#isPoked && this.#conflicts < CONFLICTS_MAX) {
        this.#isPoked = false;
        await this.#step();
      }
      waitMs = this.#isPoked ? AGAIN_MS : this.#nextLookMs();
      this.#conflicts = 0;
    } catch (err) {
      this.#options.logger.warn({ err, lock: this.#options.key }, 'the lock cannot be read or changed now');
      this.#isStale = true;
      waitMs = AGAIN_MS;
    }
    this.#running = undefined;
    if (Number.isFinite(waitMs)) this.#timer = this.#options.clock.after(waitMs, () => void this.#poke());
  }

  async #step(): Promise<void> {
    const { store, key, clock, lease } = this.#options;
    for (const place of this.#places) place.loseInTime();
    if (this.#isStale || this.#heard > this.#known.revision) {
      this.#isStale = false;
      const heard = this.#heard;
      const read = await store.read(key);
      // What was heard while the answer was on its way is news.
      if (this.#heard === heard) this.#heard = read.revision;
      this.#learn(read);
    }
    const next = reconcile({ ...this.#view(), nowMs: clock.now() });
    if (next === this.#known.table) {
      this.#left.clear();
      return this.#tellOthers();
    }
    const written = await store.write(next, { expected: this.#known.revision, deadlineMs: lease.leaseMs / 3 });
    this.#isPoked = true;
    if (written.status === 'conflict') {
      this.#isStale = true;
      this.#conflicts += 1;
    } else {
      this.#conflicts = 0;
      this.#learn({ revision: written.revision, table: next });
    }
  }

  #view() {
    const { lease } = this.#options;
    return { table: this.#known.table, wanted: this.#wanted(), left: this.#left, lease };
  }

  /** Those that hold, and the first of the others: the table stays small however many jobs want the lock. */
  #wanted(): LockTicket[] {
    const live = [...this.#places].filter(({ state }) => state !== 'lost');
    const holding = live.filter(({ state }) => state === 'holds');
    const others = live.filter(({ state }) => state !== 'holds');
    return [...holding, ...others.slice(0, LIMITS.lockTicketsPerDaemon)].map(({ ticket }) => ticket);
  }

  #learn(known: Known): void {
    this.#known = known;
    for (const place of this.#places) place.see(known.table, known.revision);
  }

  /** Those without a ticket wait behind those with one. */
  #tellOthers(): void {
    const wanted = new Set(this.#wanted());
    for (const place of this.#places) if (!wanted.has(place.ticket)) place.wait();
  }

  #nextLookMs(): number {
    return Math.max(1, lookAgainAt(this.#view()) - this.#options.clock.now());
  }
}

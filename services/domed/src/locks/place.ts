// The place of one job at one lock, from its ticket to its end. It holds the lock from the first table that says so until
// it leaves, or until the lease is over by the monotonic clock, which is before anybody else may enter.
import { DomeError, LIMITS } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { standingOf } from './table.ts';
import type { LockTable, LockTicket } from './table.ts';

/** A lost place stays at the lock, without being renewed, until the attempt is dead and leaves it. */
export type LockPlaceState = 'asked' | 'waits' | 'holds' | 'lost' | 'over';

export interface LockPlaceSpec {
  readonly key: string;
  /** Its expiry is set with every write. */
  readonly ticket: LockTicket;
  readonly clock: Clock;
  /** How long before the end of its lease the holder gives up. */
  readonly safetyMs: number;
  /** It wants nothing of the lock any more. Resolves when the lock is given back, or cannot be now. */
  readonly onLeave: (place: LockPlace) => Promise<void>;
}

export class LockPlace {
  readonly key: string;
  readonly ticket: LockTicket;
  /** Whether the first table had it among the holders. */
  readonly first: Promise<'holds' | 'waits'>;
  /** Settles when it holds the lock; never if it is left before. */
  readonly held: Promise<void>;
  readonly #spec: LockPlaceSpec;
  readonly #first = Promise.withResolvers<'holds' | 'waits'>();
  readonly #held = Promise.withResolvers<void>();
  readonly #lost = new AbortController();
  readonly #onRenewed = new Set<(untilMs: number) => void>();
  #state: LockPlaceState = 'asked';
  #token = 0;
  #waitedMs = 0;
  #untilMs = Infinity;
  #timer: Disposable | undefined;
  #table: LockTable | undefined;

  constructor(spec: LockPlaceSpec) {
    this.#spec = spec;
    this.key = spec.key;
    this.ticket = spec.ticket;
    this.first = this.#first.promise;
    this.held = this.#held.promise;
  }

  get state(): LockPlaceState {
    return this.#state;
  }

  /** A revision of the lock at which it was held: it grows from holder to holder. */
  get token(): number {
    return this.#token;
  }

  /** From the asking to the entry, once it holds the lock. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Monotonic: when the lease is over for its holder. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** Aborts with a LOCK_CONFLICT when the lock was held and is lost; not when it is left. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** The lock as it was last seen. */
  get table(): LockTable | undefined {
    return this.#table;
  }

  onRenewed(listener: (untilMs: number) => void): Disposable {
    this.#onRenewed.add(listener);
    return { [Symbol.dispose]: () => void this.#onRenewed.delete(listener) };
  }

  /** A table that was read, or stored, at this revision. */
  see(table: LockTable, revision: number): void {
    if (this.#state === 'over' || this.#state === 'lost') return;
    this.#table = table;
    const { ticket } = this.ticket;
    const entry = table.holders.find((holder) => holder.ticket === ticket);
    if (entry === undefined && this.#state === 'holds') return this.#lose('its lease was over', false);
    if (entry === undefined) return standingOf(table, ticket) === 'waits' ? this.wait() : undefined;
    if (entry.isBroken === true) return this.#lose('someone broke it', true);
    this.#hold(entry, revision);
  }

  wait(): void {
    if (this.#state !== 'asked') return;
    this.#state = 'waits';
    this.#first.resolve('waits');
  }

  async leave(): Promise<void> {
    if (this.#state === 'over') return;
    this.#end('over');
    await this.#spec.onLeave(this);
  }

  /** A daemon that was stopped may run this before its timers. */
  loseInTime(): void {
    const isOver = this.#spec.clock.monotonicMs() >= this.#untilMs;
    if (this.#state === 'holds' && isOver) this.#lose('its lease was not renewed in time', false);
  }

  #hold(entry: LockTicket, revision: number): void {
    const { clock, safetyMs } = this.#spec;
    this.#untilMs = entry.expiresAtMs - (clock.now() - clock.monotonicMs()) - safetyMs;
    if (this.#state !== 'holds') {
      this.#state = 'holds';
      this.#token = revision;
      // Another daemon may have let it in, by a clock that differs a little.
      this.#waitedMs = Math.min(LIMITS.taskClockMs, Math.max(0, entry.sinceMs - this.ticket.sinceMs));
      this.#first.resolve('holds');
      this.#held.resolve();
    }
    this.#timer?.[Symbol.dispose]();
    this.#timer = clock.after(Math.max(0, this.#untilMs - clock.monotonicMs()), () => this.loseInTime());
    for (const listener of this.#onRenewed) listener(this.#untilMs);
  }

  #lose(why: string, isBroken: boolean): void {
    const fields = { detail: `The lock ${this.key} is lost: ${why}.`, lock: this.key, isBroken };
    this.#end('lost');
    this.#lost.abort(new DomeError('LOCK_CONFLICT', fields));
  }

  #end(state: 'lost' | 'over'): void {
    this.#state = state;
    this.#timer?.[Symbol.dispose]();
    this.#onRenewed.clear();
  }
}

// Whether this machine can run jobs. It is looked at slowly while all is well, and at once when a job met a fault of it. Until
// that look has ended nothing is taken; while the fault lasts nothing is announced either, so a daemon that cannot work never
// draws the work of others to itself because it fails fastest.
import { CLOCKS, backoffMs } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

export interface Machine extends Disposable {
  readonly isTaking: boolean;
  /** What is wrong, for a person; undefined while the machine is whole. */
  readonly fault: DomeError | undefined;
  /** A job met a fault. */
  suspect(): void;
  /** Looks for the first time, and at an interval from then on. Settles when it has looked. */
  watch(): Promise<void>;
}

export interface MachineOptions {
  /** The fault that it finds. It never rejects, and ends in bounded time. */
  readonly look: () => Promise<DomeError | undefined>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly onBroken: () => void;
  /** Called after each look that finds it whole and lets it take work again. */
  readonly onWhole: () => void;
}

/** Tuning: a machine that is broken is looked at sooner, a little later each time. */
const ofBroken = { firstMs: 500, maxMs: CLOCKS.machineLookMs };

export function createMachine(options: MachineOptions): Machine {
  return new WatchedMachine(options);
}

class WatchedMachine implements Machine {
  readonly #options: MachineOptions;
  #fault: DomeError | undefined;
  /** From a fault that a job met until the end of a look that began after it. */
  #isSuspected = false;
  #isSuspectedAnew = false;
  #isOver = false;
  /** Of a machine that is not whole: the next look, later each time. */
  /** Looks in a row that found the same machine broken. */
  #brokenLooks = 0;
  #timer: Disposable | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  get isTaking(): boolean {
    return !this.#isSuspected && this.#fault === undefined;
  }

  get fault(): DomeError | undefined {
    return this.#fault;
  }

  suspect(): void {
    this.#isSuspected = true;
    this.#isSuspectedAnew = true;
    void this.watch();
  }

  watch(): Promise<void> {
    this.#looking ??= this.#lookAll().finally(() => {
      this.#looking = undefined;
      this.#lookLater();
    });
    return this.#looking;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
  }

  /** A fault that was met during a look may be younger than what the look saw. */
  async #lookAll(): Promise<void> {
    do {
      this.#isSuspectedAnew = false;
      this.#found(await this.#options.look());
    } while (this.#isSuspectedAnew && !this.#isOver);
  }

  #found(fault: DomeError | undefined): void {
    if (this.#isOver) return;
    const { logger, onBroken, onWhole } = this.#options;
    const before = this.#fault;
    this.#fault = fault;
    this.#isSuspected = this.#isSuspectedAnew;
    if (fault === undefined) {
      this.#brokenLooks = 0;
      if (before !== undefined) logger.info({ was: before.message }, 'the machine is whole again, work is taken');
      if (!this.#isSuspected) onWhole();
      return;
    }
    if (before?.message !== fault.message)
      logger.error({ err: fault }, 'the machine cannot run jobs, no work is taken');
    if (before === undefined) onBroken();
  }

  #lookLater(): void {
    if (this.#isOver) return;
    this.#timer?.[Symbol.dispose]();
    if (this.#fault !== undefined) this.#brokenLooks += 1;
    const waitMs = this.#fault === undefined ? CLOCKS.machineLookMs : backoffMs(ofBroken, this.#brokenLooks);
    this.#timer = this.#options.clock.after(waitMs, () => void this.watch());
  }
}

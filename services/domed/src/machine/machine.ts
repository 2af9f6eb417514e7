// Whether this machine can run jobs. It is checked at long intervals while all is well, and at once when a job met a
// fault of it. Until that check has ended no work is accepted; while the fault lasts nothing is announced either, so
// that a broken daemon never attracts the work of others because it fails fastest.
import { CLOCKS, backoffMs } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';
import type { Clock, Logger } from '@dome/runtime';

export interface Machine extends Disposable {
  readonly isTaking: boolean;
  /** What is wrong, for a person; undefined while the machine is healthy. */
  readonly fault: DomeError | undefined;
  /** A job met a fault. */
  suspect(): void;
  /** Runs the first check, and repeats it at an interval. Settles when the first has ended. */
  watch(): Promise<void>;
}

export interface MachineOptions {
  /** The fault found. It never rejects, and ends in bounded time. */
  readonly probe: () => Promise<DomeError | undefined>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly onBroken: () => void;
  /** Called after each check that finds the machine healthy and ready for work again. */
  readonly onRecovered: () => void;
}

/** Tuning: a broken machine is checked sooner, a little later each time. */
const PROBE_BACKOFF = { firstMs: 500, maxMs: CLOCKS.machineProbeMs };

export function createMachine(options: MachineOptions): Machine {
  return new WatchedMachine(options);
}

class WatchedMachine implements Machine {
  readonly #options: MachineOptions;
  #fault: DomeError | undefined;
  /** True from a fault that a job met until the end of a check that began after it. */
  #isSuspected = false;
  #isSuspectedAnew = false;
  #isOver = false;
  /** While the machine is faulty: the next check, later each time. */
  /** Undefined if there is one, or if only running it can tell. */
  #failedProbes = 0;
  #timer: Disposable | undefined;
  #probing: Promise<void> | undefined;

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
    this.#probing ??= this.#probeAll().finally(() => {
      this.#probing = undefined;
      this.#probeLater();
    });
    return this.#probing;
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#timer?.[Symbol.dispose]();
  }

  /** A fault met during a check may be more recent than what the check saw. */
  async #probeAll(): Promise<void> {
    do {
      this.#isSuspectedAnew = false;
      this.#found(await this.#options.probe());
    } while (this.#isSuspectedAnew && !this.#isOver);
  }

  #found(fault: DomeError | undefined): void {
    if (this.#isOver) return;
    const { logger, onBroken, onRecovered } = this.#options;
    const before = this.#fault;
    this.#fault = fault;
    this.#isSuspected = this.#isSuspectedAnew;
    if (fault === undefined) {
      this.#failedProbes = 0;
      if (before !== undefined) logger.info({ was: before.message }, 'the machine is whole again, work is taken');
      if (!this.#isSuspected) onRecovered();
      return;
    }
    if (before?.message !== fault.message)
      logger.error({ err: fault }, 'the machine cannot run jobs, no work is taken');
    if (before === undefined) onBroken();
  }

  #probeLater(): void {
    if (this.#isOver) return;
    this.#timer?.[Symbol.dispose]();
    if (this.#fault !== undefined) this.#failedProbes += 1;
    const waitMs = this.#fault === undefined ? CLOCKS.machineProbeMs : backoffMs(PROBE_BACKOFF, this.#failedProbes);
    this.#timer = this.#options.clock.after(waitMs, () => void this.watch());
  }
}

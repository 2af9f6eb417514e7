// What is in hand, and what happens to it: a slot or a wait, a redelivery, a lost hold, a drain. One delivery is one
// `JobInHand`; a redelivery of a job in hand replaces its delivery and starts nothing.
import { LIMITS, backoffMs, toDomeError } from '@dome/contracts';
import type { DomeError } from '@dome/contracts';

import type { Machine } from '../machine/machine.ts';
import type { LiveJobs } from '../ports.ts';
import { fieldsOf } from '../tracing/log-fields.ts';
import { carry } from './carry.ts';
import type { CarryPorts } from './carry.ts';
import type { CommandMessage } from './command.ts';
import { createForeignCommands } from './foreign-commands.ts';
import { createJobsInHand } from './jobs-in-hand.ts';
import type { JobsInHand } from './jobs-in-hand.ts';
import type { Holds, Settleable } from './holds.ts';
import type { Slot } from './locked-claim.ts';
import { JobInHand } from './job-in-hand.ts';
import type { Slots } from './slots.ts';

export interface IntakePorts extends CarryPorts {
  readonly slots: Slots;
  readonly holds: Holds;
  readonly live: LiveJobs;
  readonly machine: Pick<Machine, 'isTaking' | 'suspect'>;
  /** There may be room for more. */
  readonly onRoom: () => void;
}

export interface Arrival {
  readonly message: CommandMessage;
  readonly deliveryCount: number;
  readonly settling: Settleable;
  readonly ackWaitMs: number;
}

export interface Intake extends AsyncDisposable {
  accept(arrival: Arrival): void;
  /**
   * Gives back waiting jobs; lets running ones continue for `graceMs`, then gives them back too. Nothing is in hand
   * afterwards.
   */
  drain(graceMs: number): Promise<void>;
  readonly inHand: number;
  /** Jobs in hand that wait for locks, without a slot. */
  readonly lockWaits: number;
}

/**
 * A job that waits longer than this for a slot may find one elsewhere. It returns here only on a pull that was sent
 * while a slot was free, so a daemon that stays full gets no more than it asked for.
 */
const WAIT_IN_HAND_MS_MAX = 250;
const HAND_BACK_DELAY_MS = 1;
const BACKOFF = { firstMs: 1_000, maxMs: 30_000 };
const BREAKDOWNS_KEPT_MAX = 10_000;

export function createIntake(ports: IntakePorts): Intake {
  return new CommandIntake(ports);
}

class CommandIntake implements Intake {
  readonly #ports: IntakePorts;
  readonly #jobs: JobsInHand;
  /** Redeliveries of attempts that are being killed: each starts when the dead one is gone. */
  readonly #successors = new Map<number, JobInHand>();
  readonly #breakdowns = new Map<number, number>();
  readonly #foreign = createForeignCommands();
  /** In order of arrival. */
  #waiting: JobInHand[] = [];
  /** Jobs that hold their locks and want a slot again, in order; each is told whether it has one. */
  #returning: ((hasSlot: boolean) => void)[] = [];
  #lockWaits = 0;
  #impatience: Disposable | undefined;
  #isDraining = false;
  #emptied: PromiseWithResolvers<void> | undefined;

  constructor(ports: IntakePorts) {
    this.#ports = ports;
    this.#jobs = createJobsInHand(ports);
  }

  get inHand(): number {
    return this.#jobs.size;
  }

  get lockWaits(): number {
    return this.#lockWaits;
  }

  accept(arrival: Arrival): void {
    const { message } = arrival;
    const sequence = message.streamSequence;
    const existing = this.#successors.get(sequence) ?? this.#jobs.get(sequence);
    if (existing !== undefined && !existing.isSilenced) return replace(existing, arrival);
    const job = this.#take(arrival);
    if (existing === undefined) this.#begin(job);
    else this.#successors.set(sequence, job);
  }

  async drain(graceMs: number): Promise<void> {
    this.#isDraining = true;
    for (const job of this.#waiting.splice(0)) this.#handBack(job, 'draining');
    for (const job of this.#jobs.all) if (job.state === 'locking') job.wake();
    for (const tell of this.#returning.splice(0)) tell(false);
    if (this.#jobs.size === 0) return;
    this.#emptied ??= Promise.withResolvers<void>();
    using _grace = this.#ports.clock.after(graceMs, () => {
      for (const job of this.#jobs.all) job.stop('drain');
    });
    await this.#emptied.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.drain(0);
    this.#impatience?.[Symbol.dispose]();
    this.#jobs[Symbol.dispose]();
  }

  #take({ message, deliveryCount, settling, ackWaitMs }: Arrival): JobInHand {
    const job = new JobInHand(message, { deliveryCount, ackWaitMs, arrivedMs: this.#ports.clock.monotonicMs() });
    job.hold = this.#ports.holds.take({
      settling,
      ackWaitMs,
      listener: { onHeartbeat: () => void this.#jobs.ask(job), onLost: () => this.#onLost(job) },
    });
    return job;
  }

  #begin(job: JobInHand): void {
    this.#jobs.add(job);
    if (this.#isDraining) this.#handBack(job, 'draining');
    else if (!this.#ports.machine.isTaking) this.#handBack(job, 'the machine is looked after');
    else if (this.#ports.slots.tryTake()) void this.#work(job);
    else this.#wait(job);
  }

  #wait(job: JobInHand): void {
    this.#waiting.push(job);
    this.#watchWaiting();
  }

  #watchWaiting(): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#impatience !== undefined) return;
    const { clock } = this.#ports;
    const leftMs = first.arrivedMs + WAIT_IN_HAND_MS_MAX - clock.monotonicMs();
    this.#impatience = clock.after(Math.max(0, leftMs), () => {
      this.#impatience = undefined;
      const untilMs = clock.monotonicMs() - WAIT_IN_HAND_MS_MAX;
      for (const job of this.#waiting.filter(({ arrivedMs }) => arrivedMs <= untilMs)) {
        this.#stopWaiting(job);
        this.#handBack(job, 'no slot became free');
      }
      this.#watchWaiting();
    });
  }

  #handBack(job: JobInHand, why: string): void {
    job.hold.nak(HAND_BACK_DELAY_MS);
    this.#ports.logger.debug({ commandSequence: job.message.streamSequence, why }, 'command handed back');
    this.#end(job);
  }

  #onLost(job: JobInHand): void {
    const { state, command, message } = job;
    job.silence('heartbeat-lost');
    const fields = { ...fieldsOf(command), commandSequence: message.streamSequence, state };
    this.#ports.logger.warn(fields, 'heartbeats unconfirmed for an ack wait, the delivery is not ours any more');
    if (this.#stopWaiting(job)) this.#end(job);
  }

  #stopWaiting(job: JobInHand): boolean {
    const isWaiting = job.state === 'waiting' && this.#waiting.includes(job);
    if (isWaiting) this.#waiting = this.#waiting.filter((other) => other !== job);
    return isWaiting;
  }

  /** Never rejects: on any error the command is left to the broker. */
  async #work(job: JobInHand): Promise<void> {
    const sequence = job.message.streamSequence;
    job.startClaiming();
    const slot = this.#slotOf();
    try {
      const breakdowns = this.#breakdowns.get(sequence) ?? 0;
      await carry({ job, jobs: this.#jobs, slot, breakdowns, foreign: this.#foreign }, this.#ports);
      this.#breakdowns.delete(sequence);
    } catch (thrown) {
      this.#broke(job, toDomeError(thrown));
    } finally {
      slot[Symbol.dispose]();
      this.#end(job);
      this.#next();
    }
  }

  /** Of a job that has one now. */
  #slotOf(): Slot & Disposable {
    let hasSlot = true;
    const isDraining = (): boolean => this.#isDraining;
    const mayWait = (): boolean => this.#lockWaits < LIMITS.lockWaitsPerDaemon;
    const change = (has: boolean): void => {
      if (hasSlot === has) return;
      hasSlot = has;
      this.#lockWaits += has ? -1 : 1;
    };
    return {
      get isDraining() {
        return isDraining();
      },
      get mayWait() {
        return mayWait();
      },
      giveBack: () => {
        if (!hasSlot) return;
        change(false);
        this.#ports.slots.giveBack();
        this.#next();
      },
      takeAgain: async () => {
        if (isDraining()) return false;
        const { promise, resolve } = Promise.withResolvers<boolean>();
        this.#returning.push(resolve);
        this.#next();
        const isTaken = await promise;
        if (isTaken) change(true);
        return isTaken;
      },
      [Symbol.dispose]: () => {
        if (hasSlot) this.#ports.slots.giveBack();
        else change(true);
      },
    };
  }

  /** A job that others wait for, because it holds their lock, comes before any that has not begun. */
  #next(): void {
    while (this.#returning.length > 0 && this.#ports.slots.tryTake()) this.#returning.shift()?.(true);
    while (this.#waiting.length > 0 && this.#ports.machine.isTaking && this.#ports.slots.tryTake()) {
      const job = this.#waiting.shift();
      if (job !== undefined) void this.#work(job);
    }
    this.#ports.onRoom();
  }

  /** Only failures of our own code count toward parking; an absent broker does not. */
  #broke(job: JobInHand, error: DomeError): void {
    const sequence = job.message.streamSequence;
    const times = (this.#breakdowns.get(sequence) ?? 0) + 1;
    if (this.#breakdowns.size >= BREAKDOWNS_KEPT_MAX) this.#breakdowns.clear();
    if (error.disposition === 'park') this.#breakdowns.set(sequence, times);
    const delayMs = backoffMs(BACKOFF, times);
    const fields = { ...fieldsOf(job.command), commandSequence: sequence, delayMs };
    this.#ports.logger.error({ err: error, ...fields }, 'command not settled');
    job.hold.nak(delayMs);
  }

  #end(job: JobInHand): void {
    const sequence = job.message.streamSequence;
    job.end();
    job.hold.letGo();
    this.#jobs.remove(job);
    const successor = this.#successors.get(sequence);
    if (successor !== undefined) {
      this.#successors.delete(sequence);
      if (!successor.isSilenced) this.#begin(successor);
    }
    if (this.#jobs.size === 0) this.#emptied?.resolve();
  }
}

/** An older delivery may come after a newer one: both lay unread while this daemon was stalled. */
function replace(job: JobInHand, { deliveryCount, settling }: Arrival): void {
  if (deliveryCount < job.deliveryCount) return;
  job.deliveryCount = deliveryCount;
  job.hold.replace(settling);
}

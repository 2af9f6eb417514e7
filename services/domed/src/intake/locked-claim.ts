// The claim of a job that needs locks. They are taken before the first `started`, so that a job that waits has not begun:
// its queue clock runs, a cancel finds it queued, and a daemon that dies while it waits costs no attempt. While it waits
// it holds no slot, and whatever happens to it is decided by the claim, asked again. See docs/decisions/a-lock-is-one-document.md.
import type { Worker } from '@dome/contracts';
import type { Logger } from '@dome/runtime';

import { claimJob, lookAtClaim } from '../claim/claiming.ts';
import type { Claimed, ClaimLook, ClaimPorts, ClaimRequest } from '../claim/claiming.ts';
import type { Opening } from '../claim/claim-view.ts';
import type { Command } from '../job.ts';
import { JobLocks } from '../locks/job-locks.ts';
import type { LockWish } from '../locks/wish.ts';
import type { Locks } from '../locks/locks.ts';
import { waitOpening, waitingData, waitUntilMs } from '../locks/waiting.ts';
import { fieldsOf } from '../tracing/log-fields.ts';
import type { JobInHand } from './job-in-hand.ts';

export interface LockedClaimPorts extends ClaimPorts {
  readonly locks: Locks;
  readonly logger: Logger;
}

/** The slot of a job, which it has when its work begins. */
export interface Slot {
  readonly isDraining: boolean;
  /** False if too many jobs of the daemon wait already. */
  readonly mayWait: boolean;
  /** Safe to repeat. */
  giveBack(): void;
  /** Before any job that has not begun. False if the daemon ends. */
  takeAgain(): Promise<boolean>;
}

export interface LockedClaim {
  readonly claimed: Claimed;
  /** Held by a job that runs, unless it was canceled before. */
  readonly locks: JobLocks | undefined;
}

export interface LockedJob {
  readonly job: JobInHand;
  readonly slot: Slot;
  readonly command: Command;
  readonly wishes: readonly LockWish[];
  readonly opening: Opening;
  readonly worker: Worker;
}

export async function claimLocked(of: LockedJob, ports: LockedClaimPorts): Promise<LockedClaim> {
  const seeking = new Seeking(of, ports);
  try {
    const given = await seeking.wait();
    if (given !== undefined) return await seeking.without(given);
    const claimed = await claimJob(seeking.request(), ports);
    return claimed.kind === 'run' && !seeking.hasGivenUp
      ? { claimed, locks: seeking.locks }
      : await seeking.without(claimed);
  } catch (thrown) {
    await seeking.locks.release();
    throw thrown;
  }
}

/** Tuning: by then some of those who wait have had their turn. */
const CROWDED_DELAY_MS = 1_000;

type Event = 'held' | 'waits' | 'lost' | 'news' | 'late';

class Seeking {
  readonly #of: LockedJob;
  readonly #ports: LockedClaimPorts;
  #locks: JobLocks;
  /** Without its slot. */
  #isWaiting = false;
  /** The lock that everybody was told it waits for. */
  #told: string | undefined;
  #hasGivenUp = false;
  #look: Extract<ClaimLook, { kind: 'due' }> | undefined;

  constructor(of: LockedJob, ports: LockedClaimPorts) {
    this.#of = of;
    this.#ports = ports;
    this.#locks = this.#ask();
  }

  /** The job is canceled, and its attempt ends before anything runs. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp;
  }

  get locks(): JobLocks {
    return this.#locks;
  }

  request(): ClaimRequest {
    const { command, job, worker } = this.#of;
    return { command, opening: this.#opening(), deliveryCount: job.deliveryCount, worker };
  }

  /** Undefined once it holds its locks and a slot, or is canceled and needs none; else what to do with the delivery. */
  async wait(): Promise<Claimed | undefined> {
    const { job, slot } = this.#of;
    for (;;) {
      const event = await this.#next();
      job.forgetNews();
      if (job.isSilenced) return { kind: 'letGo', why: 'the delivery was lost while it waited for a lock' };
      if (slot.isDraining) return { kind: 'nak', delayMs: 0, why: 'draining' };
      if (this.#locks.lost.aborted) {
        if (this.#isWaiting) slot.giveBack();
        await this.#locks.release();
        this.#locks = this.#ask();
      } else if (event === 'held') {
        if (!this.#isWaiting) return undefined;
        if (!(await slot.takeAgain())) return { kind: 'nak', delayMs: 0, why: 'draining' };
        if (!this.#locks.lost.aborted) return undefined;
      } else {
        const look = await lookAtClaim(this.request(), this.#ports);
        if (look.kind !== 'due') return look;
        this.#look = look;
        job.startLocking(look.lastSequence);
        // What is canceled is started only to be ended, and needs no lock for that.
        if (job.cancel !== undefined) return await this.#giveUp();
        if (event === 'waits') {
          if (!slot.mayWait)
            return { kind: 'nak', delayMs: CROWDED_DELAY_MS, why: 'too many jobs wait for locks here' };
          this.#isWaiting = true;
          slot.giveBack();
        }
        if (this.#isWaiting) await this.#tellWait();
      }
    }
  }

  async without(claimed: Claimed): Promise<LockedClaim> {
    await this.#locks.release();
    return { claimed, locks: undefined };
  }

  #ask(): JobLocks {
    const { command, wishes, job } = this.#of;
    // The one after the first is news: by then nobody waits for `first` any more.
    const locks = new JobLocks(command, wishes, this.#ports.locks);
    locks.onWait(() => job.wake());
    return locks;
  }

  async #next(): Promise<Event> {
    const { job } = this.#of;
    const late = Promise.withResolvers<void>();
    const { clock } = this.#ports;
    using _timer = clock.after(Math.max(1, this.#untilMs() - clock.now()), late.resolve);
    const lost = Promise.withResolvers<void>();
    const onLost = (): void => lost.resolve();
    this.#locks.lost.addEventListener('abort', onLost, { once: true });
    const waits = this.#isWaiting ? [] : [this.#locks.first.then((first) => (first === 'waits' ? 'waits' : 'held'))];
    const event = await Promise.race<Event>([
      this.#locks.all.then(() => 'held'),
      ...(waits as Promise<Event>[]),
      lost.promise.then(() => 'lost'),
      job.news.then(() => 'news'),
      late.promise.then(() => 'late'),
    ]);
    this.#locks.lost.removeEventListener('abort', onLost);
    return event;
  }

  /** Once for each lock: who holds it meanwhile is asked, and not noted. */
  async #tellWait(): Promise<void> {
    const { command } = this.#of;
    const data = waitingData(command, this.#locks);
    if (data === undefined || data.lock === this.#told) return;
    this.#told = data.lock;
    const fields = fieldsOf(command);
    this.#ports.logger.debug({ ...fields, lock: data.lock, before: data.before }, 'job waits for a lock');
    await this.#ports.jobs
      .note(command, { note: 'waiting', data }, command.cause)
      .catch((err: unknown) => this.#ports.logger.warn({ err, ...fields }, 'nobody can be told that a job waits'));
  }

  async #giveUp(): Promise<undefined> {
    this.#hasGivenUp = true;
    await this.#locks.release();
    if (this.#isWaiting) await this.#of.slot.takeAgain();
    return undefined;
  }

  #opening(): Opening {
    return waitOpening(this.#of.opening, { locks: this.#locks, nowMs: this.#ports.clock.now() });
  }

  #untilMs(): number {
    return waitUntilMs(this.#of.opening, { locks: this.#locks, hasRun: this.#look?.hasRun ?? false });
  }
}

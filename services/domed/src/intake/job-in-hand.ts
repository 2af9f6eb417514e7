// One command in hand, from its delivery to its settling. It knows the three things that decide its fate: whether the
// delivery is still ours, whether its attempt still belongs to the job, and whether it was asked to stop.
import type { Command } from '../job.ts';
import type { JobNotes } from '../ports.ts';
import { decideAttempt } from '../claim/cancel.ts';
import { STOP_REASONS } from '../stop-reasons.ts';
import type { SilentReason, StopReason } from '../stop-reasons.ts';
import type { CommandMessage } from './command.ts';
import type { Hold } from './holds.ts';
import { moveState } from './job-state.ts';
import type { JobState } from './job-state.ts';

export class JobInHand {
  readonly message: CommandMessage;
  /** Of the current delivery. */
  deliveryCount: number;
  readonly ackWaitMs: number;
  readonly arrivedMs: number;
  command: Command | undefined;
  #state: JobState = 'waiting';
  #hold: Hold | undefined;
  #epoch = 0;
  #cancel: JobNotes['cancel'];
  #isSilenced = false;
  #isEnding = false;
  /** Asked for before the attempt ran. */
  #wanted: StopReason | undefined;
  #news = Promise.withResolvers<void>();
  readonly #stop = new AbortController();

  constructor(message: CommandMessage, of: Pick<JobInHand, 'deliveryCount' | 'ackWaitMs' | 'arrivedMs'>) {
    this.message = message;
    this.deliveryCount = of.deliveryCount;
    this.ackWaitMs = of.ackWaitMs;
    this.arrivedMs = of.arrivedMs;
  }

  get state(): JobState {
    return this.#state;
  }

  get hold(): Hold {
    if (this.#hold === undefined) throw new Error('a job in hand has its hold from the first moment');
    return this.#hold;
  }

  set hold(hold: Hold) {
    this.#hold = hold;
  }

  /** Aborts with a StopReason. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** The attempt no longer belongs to the job, or the delivery is no longer ours: nothing is written or sent. */
  get isSilenced(): boolean {
    return this.#isSilenced;
  }

  /** The daemon is shutting down: what cannot be written now is left to another. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  get cancel(): JobNotes['cancel'] {
    return this.#cancel;
  }

  startClaiming(): void {
    this.#state = moveState(this.#state, 'claiming');
  }

  /** From now on, changes on the chain after `lastSequence` are news. */
  startLocking(lastSequence: number): void {
    if (this.#state !== 'locking') this.#state = moveState(this.#state, 'locking');
    this.#epoch = lastSequence;
  }

  /** Resolves when the chain has changed, a cancel was noted, or the job must stop, since `forgetNews`. */
  get news(): Promise<void> {
    return this.#news.promise;
  }

  forgetNews(): void {
    this.#news = Promise.withResolvers<void>();
  }

  /** Whoever waits for news looks again. */
  wake(): void {
    this.#news.resolve();
  }

  /** From now on, changes on the chain after `epoch` end this attempt. */
  startRunning(epoch: number): void {
    this.#state = moveState(this.#state, 'running');
    this.#epoch = epoch;
    if (this.#cancel !== undefined) this.stop('cancel');
    else if (this.#wanted !== undefined) this.stop(this.#wanted);
  }

  /** From here on the chain decides, not live messages. */
  startSettling(): void {
    this.#state = moveState(this.#state, 'settling');
  }

  end(): void {
    this.#state = moveState(this.#state, 'ended');
  }

  /** There is news about the job's chain. */
  learn({ lastSequence, cancel }: { readonly lastSequence: number; readonly cancel: JobNotes['cancel'] }): void {
    const isNewCancel = cancel !== undefined && this.#cancel === undefined;
    if (cancel !== undefined) this.#cancel = cancel;
    if (this.#state === 'locking' && (lastSequence > this.#epoch || isNewCancel)) this.wake();
    if (this.#state !== 'running') return;
    switch (decideAttempt({ epoch: this.#epoch, lastSequence, cancelNoted: this.#cancel !== undefined })) {
      case 'superseded':
        return this.silence('superseded');
      case 'cancel':
        return this.stop('cancel');
      case 'goOn':
        return;
    }
  }

  stop(reason: StopReason): void {
    if (STOP_REASONS[reason].ends === 'handed-back') this.#isEnding = true;
    this.wake();
    if (this.#state === 'waiting' || this.#state === 'claiming' || this.#state === 'locking') this.#wanted = reason;
    else if (this.#state === 'running' && !this.signal.aborted) this.#stop.abort(reason);
  }

  silence(reason: SilentReason): void {
    this.#isSilenced = true;
    this.wake();
    if (!this.signal.aborted) this.#stop.abort(reason);
  }
}

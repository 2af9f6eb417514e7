// One command in hand, from its delivery to its settling. It knows three things that decide over it: whether the delivery
// is still ours, whether its attempt is still the job's, and whether somebody asked it to stop.
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
  /** Of the delivery that is held now. */
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

  /** The attempt is not the job's, or the delivery is not ours, any more: nothing is written, nothing is said. */
  get isSilenced(): boolean {
    return this.#isSilenced;
  }

  /** The daemon ends: what cannot be written now is left to another. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  get cancel(): JobNotes['cancel'] {
    return this.#cancel;
  }

  startClaiming(): void {
    this.#state = moveState(this.#state, 'claiming');
  }

  /** From now on what happens on the chain after `epoch` ends this attempt. */
  startRunning(epoch: number): void {
    this.#state = moveState(this.#state, 'running');
    this.#epoch = epoch;
    if (this.#cancel !== undefined) this.stop('cancel');
    else if (this.#wanted !== undefined) this.stop(this.#wanted);
  }

  /** From here on the chain decides, not what is heard of it. */
  startSettling(): void {
    this.#state = moveState(this.#state, 'settling');
  }

  end(): void {
    this.#state = moveState(this.#state, 'ended');
  }

  /** Something was heard or read about the job's chain. */
  learn({ lastSequence, cancel }: { readonly lastSequence: number; readonly cancel: JobNotes['cancel'] }): void {
    if (cancel !== undefined) this.#cancel = cancel;
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
    if (this.#state === 'waiting' || this.#state === 'claiming') this.#wanted = reason;
    else if (this.#state === 'running' && !this.signal.aborted) this.#stop.abort(reason);
  }

  silence(reason: SilentReason): void {
    this.#isSilenced = true;
    if (!this.signal.aborted) this.#stop.abort(reason);
  }
}

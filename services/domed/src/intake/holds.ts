// A hold is a delivery that this daemon has in hand. JetStream does not fence acknowledgements: a stale one still takes
// effect after a redelivery. So each hold knows, on the monotonic clock, until when the delivery is certainly its own,
// and sends nothing to the broker after that. A heartbeat goes out every third of the ack wait; if none is confirmed
// for a whole ack wait, the hold is lost, which is also what everyone else will conclude.
import type { Clock } from '@dome/runtime';

/** The part of a delivery that a hold settles by. */
export interface Settleable {
  ack(): void;
  nak(delayMs: number): void;
  working(timeoutMs: number): Promise<boolean>;
}

export interface HoldListener {
  /** The broker confirmed a heartbeat. */
  onHeartbeat(): void;
  /** Nothing may be sent about this delivery any more. Called once. */
  onLost(): void;
}

export interface Hold {
  /** False once the ack wait passed without a confirmation. */
  readonly isMine: boolean;
  /** A redelivery of the same command replaces the delivery. */
  replace(settling: Settleable): void;
  /** Both end the hold, and send nothing if it is no longer ours. */
  ack(): void;
  nak(delayMs: number): void;
  /** Ends the hold silently: the broker redelivers the command when the ack wait is over. */
  letGo(): void;
}

export interface HoldSpec {
  readonly settling: Settleable;
  readonly ackWaitMs: number;
  readonly listener: HoldListener;
}

export interface Holds extends Disposable {
  take(spec: HoldSpec): Hold;
  readonly count: number;
}

/** Tuning: how finely an ack wait is watched, and the shortest step of a test's clock. */
const TICKS_PER_ACK_WAIT = 12;
const HEARTBEATS_PER_ACK_WAIT = 3;
const TICK_MS_MIN = 10;

export function createHolds(clock: Clock): Holds {
  const held = new Set<HeldDelivery>();
  let timer: Disposable | undefined;
  let tickMs = Infinity;

  /** One timer for all holds: most jobs end long before their first heartbeat and should pay for no timer at all. */
  const tick = (): void => {
    timer = undefined;
    const nowMs = clock.monotonicMs();
    for (const hold of held) hold.tick(nowMs);
    if (held.size > 0) timer = clock.after(tickMs, tick);
  };
  return {
    take: (spec) => {
      const hold = new HeldDelivery(spec, clock, (ended) => void held.delete(ended));
      held.add(hold);
      const neededMs = Math.max(TICK_MS_MIN, spec.ackWaitMs / TICKS_PER_ACK_WAIT);
      if (neededMs < tickMs) {
        tickMs = neededMs;
        timer?.[Symbol.dispose]();
        timer = undefined;
      }
      timer ??= clock.after(tickMs, tick);
      return hold;
    },
    get count() {
      return held.size;
    },
    [Symbol.dispose]: () => {
      timer?.[Symbol.dispose]();
      for (const hold of held) hold.letGo();
    },
  };
}

class HeldDelivery implements Hold {
  readonly #clock: Clock;
  readonly #ackWaitMs: number;
  readonly #listener: HoldListener;
  readonly #ended: (hold: HeldDelivery) => void;
  #settling: Settleable;
  /** When the last confirmed heartbeat was sent, or the delivery came. */
  #confirmedMs: number;
  #beatAtMs: number;
  #beating = false;
  #over = false;

  constructor(spec: HoldSpec, clock: Clock, ended: (hold: HeldDelivery) => void) {
    this.#clock = clock;
    this.#ackWaitMs = spec.ackWaitMs;
    this.#listener = spec.listener;
    this.#settling = spec.settling;
    this.#ended = ended;
    this.#confirmedMs = clock.monotonicMs();
    this.#beatAtMs = this.#confirmedMs + this.#everyMs;
  }

  get isMine(): boolean {
    return !this.#over && this.#clock.monotonicMs() - this.#confirmedMs < this.#ackWaitMs;
  }

  replace(settling: Settleable): void {
    this.#settling = settling;
    this.#confirm(this.#clock.monotonicMs());
  }

  ack(): void {
    if (this.isMine) this.#settling.ack();
    this.letGo();
  }

  nak(delayMs: number): void {
    if (this.isMine) this.#settling.nak(Math.max(1, delayMs));
    this.letGo();
  }

  letGo(): void {
    this.#over = true;
    this.#ended(this);
  }

  tick(nowMs: number): void {
    if (nowMs - this.#confirmedMs >= this.#ackWaitMs) {
      this.letGo();
      this.#listener.onLost();
    } else if (nowMs >= this.#beatAtMs && !this.#beating) void this.#beat(nowMs);
  }

  async #beat(sentMs: number): Promise<void> {
    this.#beating = true;
    const settling = this.#settling;
    const isConfirmed = await settling.working(this.#everyMs).catch(() => false);
    this.#beating = false;
    if (this.#over || !isConfirmed) return;
    this.#confirm(sentMs);
    this.#listener.onHeartbeat();
  }

  #confirm(atMs: number): void {
    this.#confirmedMs = Math.max(this.#confirmedMs, atMs);
    this.#beatAtMs = this.#confirmedMs + this.#everyMs;
  }

  get #everyMs(): number {
    return this.#ackWaitMs / HEARTBEATS_PER_ACK_WAIT;
  }
}

// The requests of a service on their way to its handlers: each kind of work has a lane, and in each lane the persons take
// turns. A request refused here costs a header and a reply; its sender is told, and it is counted.

import { createThrottle, DomeError, LANES } from '@dome/contracts';
import type { LaneName, Throttle } from '@dome/contracts';

import { FairTurns } from './fair-turns.ts';
import type { FairLimits, FairWork, Refusal } from './fair-turns.ts';
import type { BusLogger } from './logger.ts';
import type { RequestInfo } from './request-info.ts';
import { createTurnBudget } from './turn-budget.ts';
import type { TurnBudget } from './turn-budget.ts';

export interface LaneWork extends FairWork {
  /** Resolves when the request is answered, whatever the answer; never rejects. */
  readonly serve: () => Promise<void>;
  readonly refuse: (error: DomeError) => void;
}

export interface Lanes {
  admit(lane: LaneName, work: Omit<LaneWork, 'atMs'>): void;
  /** Resolves when nothing is queued or in hand. */
  idle(): Promise<void>;
}

export interface LanesOptions {
  readonly limits?: Partial<Readonly<Record<LaneName, FairLimits>>>;
  readonly nowMs: () => number;
  /** Calls back in the next turn of the event loop. */
  readonly nextTurn: (run: () => void) => unknown;
  readonly logger: BusLogger;
}

/** How often a lane logs that it refuses. */
const SAID_EVERY_MS = 1_000;
const HINT = 'Wait for the answers to what was asked, then ask again.';

export function createLanes({ limits, nowMs, nextTurn, logger }: LanesOptions): Lanes {
  const budget = createTurnBudget(nowMs, nextTurn);
  const lanes = new Map<LaneName, Lane>();
  const laneOf = (name: LaneName): Lane => {
    const lane =
      lanes.get(name) ?? new Lane({ name, limits: limits?.[name] ?? LANES[name], nowMs, nextTurn, logger, budget });
    lanes.set(name, lane);
    return lane;
  };
  return {
    admit: (name, work) => laneOf(name).admit({ ...work, atMs: nowMs() }),
    idle: async () => {
      await Promise.all([...lanes.values()].map((lane) => lane.idle()));
    },
  };
}

/**
 * Whose the request is: the user stamped by the broker, on however many connections. Without a stamp (one account for all)
 * the inbox tells connections apart. A client can choose a new inbox for each request: that is fair only among honest ones.
 */
export function personOf(info: RequestInfo | undefined, reply: string | undefined): string {
  if (info !== undefined) return `${info.account}/${info.user ?? ''}`;
  const inbox = reply?.slice(0, reply.lastIndexOf('.')) ?? '';
  return `unattested/${inbox}`;
}

interface LaneParts extends Omit<LanesOptions, 'limits'> {
  /** For all lanes together. */
  readonly budget: TurnBudget;
  readonly name: LaneName;
  readonly limits: FairLimits;
}

class Lane {
  readonly #parts: LaneParts;
  readonly #turns: FairTurns<LaneWork>;
  readonly #refusals: Throttle;
  #isPaused = false;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#turns = new FairTurns(parts.limits);
    this.#refusals = createThrottle({ nowMs: parts.nowMs, everyMs: SAID_EVERY_MS });
  }

  admit(work: LaneWork): void {
    const { refusal, displaced } = this.#turns.offer(work);
    for (const one of displaced) this.#refuse(one, this.#full(one, 'all'));
    if (refusal === undefined) this.#serveNext();
    else this.#refuse(work, this.#full(work, refusal));
  }

  async idle(): Promise<void> {
    if (this.#turns.queued + this.#turns.inHand === 0) return;
    this.#idle ??= Promise.withResolvers();
    await this.#idle.promise;
  }

  #serveNext(): void {
    for (let free = this.#hasTurn(); free; free = this.#hasTurn()) {
      const taken = this.#turns.take();
      if (taken === undefined) break;
      if (this.#turns.isLate(taken, this.#parts.nowMs())) {
        this.#refuse(taken, this.#late());
        this.#turns.giveBack(taken);
      } else {
        void taken.serve().finally(() => {
          this.#turns.giveBack(taken);
          this.#serveNext();
        });
      }
    }
    if (this.#turns.queued + this.#turns.inHand === 0) this.#idle?.resolve();
  }

  /** When the turn is spent, the rest of the work continues in the next. */
  #hasTurn(): boolean {
    if (this.#isPaused || !this.#parts.budget.isSpent) return !this.#isPaused;
    this.#isPaused = true;
    this.#parts.nextTurn(() => {
      this.#isPaused = false;
      this.#serveNext();
    });
    return false;
  }

  #refuse(work: LaneWork, error: DomeError): void {
    work.refuse(error);
    const { name: lane, logger } = this.#parts;
    this.#refusals.tell((refused) =>
      logger.warn({ lane, person: work.person, refused, detail: error.message }, 'requests refused'),
    );
  }

  #full({ person }: LaneWork, refusal: Refusal): DomeError {
    const { queuedEachMax, queuedMax, heldBytesEachMax, heldBytesMax } = this.#parts.limits;
    const [whose, requests, bytes] =
      refusal === 'each'
        ? [`${person} may have`, queuedEachMax, heldBytesEachMax]
        : ['All together may have', queuedMax, heldBytesMax];
    const detail = `${whose} ${requests} requests or ${bytes} bytes waiting here.`;
    return new DomeError('QUEUE_FULL', { detail, hint: HINT });
  }

  #late(): DomeError {
    const { patienceMs } = this.#parts.limits;
    return new DomeError('QUEUE_FULL', { detail: `The request waited for more than ${patienceMs} ms.`, hint: HINT });
  }
}

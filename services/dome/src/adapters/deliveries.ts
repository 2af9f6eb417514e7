// Opens deliveries and passes them to their handlers.
import type { Delivery } from '@dome/bus';
import { DomeError, parseSubject, toDomeError } from '@dome/contracts';
import { runRefOf } from '@dome/runs';
import type { Logger } from '@dome/runtime';

import type { Settler } from '../drive/settler.ts';
import type { StoredTerminal } from '../ports.ts';
import type { Engine, Outcome } from '../drive/engine.ts';
import { storedTerminal } from './nats-runtime.ts';
import { createParking } from './parking.ts';

export interface DeliveryHandlers {
  readonly terminal: (delivery: Delivery) => Promise<Outcome>;
  readonly runEvent: (delivery: Delivery) => Promise<Outcome>;
  /** Unreadable deliveries: settled, and left in their streams. */
  readonly undecodable: number;
  /** Runs that cannot go on, with the reason: their events are redelivered until someone fixes it. */
  readonly stuck: ReadonlyMap<string, string>;
}

interface Failure {
  readonly reason: string;
  readonly atMs: number;
}

export interface DeliveryHandlerParts {
  readonly engine: Engine;
  readonly settler: Settler;
  readonly now: () => number;
  readonly logger: Logger;
}

const DONE: Outcome = { kind: 'done' };
/** Bounds memory: if more runs than this are stuck, health counts the newest. */
const STUCK_MAX = 1_000;
/** A delivery that failed here may succeed elsewhere, so a failure counts only as long as its redelivery would take. */
const STUCK_MS = 120_000;

export function createDeliveryHandlers({ engine, settler, now, logger }: DeliveryHandlerParts): DeliveryHandlers {
  const parking = createParking({ now, logger });
  const failures = new Map<string, Failure>();
  const parked = (delivery: Delivery, err: unknown): Outcome => {
    parking.park(delivery, err);
    return DONE;
  };
  return {
    get stuck() {
      const recent = [...failures].filter(([, { atMs }]) => now() - atMs < STUCK_MS);
      return new Map(recent.map(([runId, { reason }]) => [runId, reason]));
    },
    get undecodable() {
      return parking.count;
    },
    async terminal(delivery) {
      let terminal: StoredTerminal | undefined;
      try {
        const { subject, payload, headers, streamSequence: sequence } = delivery;
        terminal = storedTerminal({ subject, payload, headers, sequence });
      } catch (error) {
        return parked(delivery, error);
      }
      if (terminal !== undefined) await settler.settle(terminal);
      return DONE;
    },
    async runEvent(delivery) {
      const { plan, runId, phase } = parseSubject(delivery.subject)?.params ?? {};
      const run = runId === undefined ? undefined : runRefOf(runId);
      if (run === undefined || phase === undefined || run.plan !== plan) {
        return parked(delivery, new DomeError('INVALID_REQUEST', { detail: 'the subject does not name a run' }));
      }
      const { streamSequence: sequence, deliveryCount } = delivery;
      try {
        const outcome = await engine.handle({ run, phase, sequence, deliveryCount });
        failures.delete(run.runId);
        return outcome;
      } catch (error) {
        const reason = lastingFault(error);
        if (reason !== undefined) {
          failures.delete(run.runId);
          failures.set(run.runId, { reason, atMs: now() });
          for (const [oldest] of failures) if (failures.size > STUCK_MAX) failures.delete(oldest);
        }
        throw error;
      }
    },
  };
}

/** Why the same event would fail again, or undefined for a transient error. */
function lastingFault(error: unknown): string | undefined {
  const { disposition, code, message } = toDomeError(error);
  return disposition === 'retry' || code === 'TIMEOUT' ? undefined : `${code}: ${message}`;
}

// What was delivered, opened and handed to whom it concerns.
import type { Delivery } from '@dome/bus';
import { DomeError, parseSubject, toDomeError } from '@dome/contracts';

import type { Settler } from '../dispatch/settler.ts';
import type { Logger, StoredTerminal } from '../ports.ts';
import type { Engine, Outcome } from '../runs/engine.ts';
import { runRefOf } from '../runs/run-ref.ts';
import { storedTerminal } from './nats-runtime.ts';

export interface Hands {
  readonly terminal: (delivery: Delivery) => Promise<Outcome>;
  readonly runEvent: (delivery: Delivery) => Promise<Outcome>;
  /** Deliveries that nothing could be made of. */
  readonly undecodable: number;
  /** Runs that cannot go on, with the reason: their events come again and again until somebody mends it. */
  readonly stuck: ReadonlyMap<string, string>;
}

interface Failure {
  readonly reason: string;
  readonly atMs: number;
}

export interface HandsParts {
  readonly engine: Engine;
  readonly settler: Settler;
  readonly now: () => number;
  readonly logger: Logger;
}

const DONE: Outcome = { kind: 'done' };
/** What nobody can open comes again for a while, because a newer replica may know it; then the clock of its task is left. */
const UNDECODABLE_MS = 600_000;
const UNDECODABLE_RETRY_MS = 30_000;
const STUCK_MAX = 1_000;
/** What failed here may go on elsewhere: a failure counts while its delivery would have come again. */
const STUCK_MS = 120_000;

export function createHands({ engine, settler, now, logger }: HandsParts): Hands {
  let undecodable = 0;
  const failures = new Map<string, Failure>();
  const unopened = (delivery: Delivery, err: unknown): Outcome => {
    if (delivery.deliveryCount === 1) undecodable += 1;
    logger.error({ err, subject: delivery.subject, sequence: delivery.streamSequence }, 'delivery cannot be opened');
    const old = now() - delivery.storedAtMs > UNDECODABLE_MS;
    return old ? DONE : { kind: 'hold', ms: UNDECODABLE_RETRY_MS };
  };
  return {
    get stuck() {
      const recent = [...failures].filter(([, { atMs }]) => now() - atMs < STUCK_MS);
      return new Map(recent.map(([runId, { reason }]) => [runId, reason]));
    },
    get undecodable() {
      return undecodable;
    },
    async terminal(delivery) {
      let terminal: StoredTerminal | undefined;
      try {
        const { subject, payload, headers, streamSequence: sequence } = delivery;
        terminal = storedTerminal({ subject, payload, headers, sequence });
      } catch (error) {
        if (error instanceof DomeError) return unopened(delivery, error);
        throw error;
      }
      if (terminal !== undefined) await settler.settle(terminal);
      return DONE;
    },
    async runEvent(delivery) {
      const params = parseSubject(delivery.subject)?.params ?? {};
      const run = runRefOf(params['runId'] ?? '');
      const phase = params['phase'];
      if (run === undefined || phase === undefined || run.plan !== params['plan']) {
        return unopened(delivery, new DomeError('INVALID_REQUEST', { detail: 'the subject names no run of ours' }));
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

/** Why the same event would fail again, or undefined for what passes by itself. */
function lastingFault(error: unknown): string | undefined {
  const { disposition, code, message } = toDomeError(error);
  return disposition === 'retry' || code === 'TIMEOUT' ? undefined : `${code}: ${message}`;
}

// What a replica shows of itself to those who operate it: all of it is read when somebody scrapes.
import { one, seconds } from '@dome/telemetry';
import type { Meters } from '@dome/telemetry';

import type { DeliveryHandlers } from './adapters/deliveries.ts';
import type { RunIndex } from './views/run-index.ts';

export interface ShownReplica {
  readonly index: Pick<RunIndex, 'openCount' | 'waits'>;
  readonly intake: Pick<DeliveryHandlers, 'stuck' | 'undecodable'>;
  readonly inHand: () => number;
  readonly now: () => number;
}

export function showReplica(meters: Meters, { index, intake, inHand, now }: ShownReplica): void {
  meters.show('dome_runs_open', () => one(index.openCount));
  meters.show('dome_runs_stuck', () => one(intake.stuck.size));
  meters.show('dome_deliveries_in_hand', () => one(inHand()));
  meters.show('dome_deliveries_unreadable_total', () => one(intake.undecodable));
  meters.show('dome_gates_waiting', () => index.waits().map(({ plan }) => ({ labels: { plan }, value: 1 })));
  meters.show('dome_gate_oldest_wait_seconds', () => {
    const nowMs = now();
    const waitedMs = index.waits().map(({ sinceMs }) => nowMs - sinceMs);
    return one(seconds(Math.max(0, ...waitedMs)));
  });
}

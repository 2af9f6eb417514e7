import type { GateDetail, GateGetRequest } from '@dome/contracts/portable';
import type { ReadonlySignal } from '@preact/signals';

import { OBSERVER } from '../nats/credentials.ts';
import { useAnswer } from './answer.ts';
import type { LastAnswer } from './answer.ts';
import { runs } from './run-store.ts';

/**
 * What the events of a run do not say, because it depends on the law and on what stands where: what a vote of the reader
 * would be worth, whose vote would be taken, what would be replaced. Observers may not ask for it.
 */
export const useGateDetail = (gate: GateGetRequest): ReadonlySignal<LastAnswer<GateDetail | undefined>> =>
  useAnswer({
    about: () => runs.value.get(gate.runId)?.state.last.sequence,
    ask: async ({ ask, user }) => (user === OBSERVER ? undefined : (await ask('controlGateGet', gate)).gate),
  });

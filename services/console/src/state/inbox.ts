// What waits for people, and for whoever is signed in: asked again when a gate moves.
import { allPages } from '@dome/client/portable';
import { LIMITS } from '@dome/contracts/portable';
import type { GateListRequest, OpenGate } from '@dome/contracts/portable';
import { computed, signal } from '@preact/signals';

import type { Session } from '../nats/connection.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { keepAnswer } from './answer.ts';
import type { LastAnswer } from './answer.ts';
import { isCaughtUp, runs } from './run-store.ts';
import type { KnownRun } from './run-store.ts';
import { gateWaits } from './whose-gate.ts';
import type { GateWaits } from './whose-gate.ts';

export const inbox = signal<LastAnswer<GateWaits>>({});
export const mineCount = computed(() => inbox.value.value?.mine.length ?? 0);

/** Another text whenever a gate of a run that this page knows was reached, voted on or decided. */
export const gateMoves = computed(() =>
  isCaughtUp.value ? [...runs.value.values()].map(movesOf).join(' ') : 'still reading',
);

function movesOf({ state: { gates, cancel, finished } }: KnownRun): string {
  const moves = [...gates.values()].map(
    ({ state, votes, withdrawals }) => `${state}${votes.length}.${withdrawals.length}`,
  );
  return `${moves.join()}${cancel === undefined ? '' : 'c'}${finished === undefined ? '' : 'f'}`;
}

export const keepInbox = (): (() => void) => keepAnswer(inbox, { about: () => gateMoves.value, ask: askInbox });

async function askInbox(session: Session): Promise<GateWaits> {
  if (session.user === OBSERVER) return gateWaits(await gatesOf(session, {}), []);
  const [all, mine] = await Promise.all([gatesOf(session, {}), gatesOf(session, { mine: true })]);
  return gateWaits(all, mine);
}

const gatesOf = ({ ask }: Session, of: GateListRequest): Promise<OpenGate[]> =>
  allPages(
    (after) => ask('controlGateList', { limit: LIMITS.listMax, ...of, ...after }),
    ({ gates }) => gates,
  );

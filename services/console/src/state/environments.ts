// The environments, what the law says of their times, and what stands in them: asked again when a promotion moves.
import { allPages } from '@dome/client/portable';
import { toDomeError } from '@dome/contracts/portable';
import type { Environment, EnvironmentView } from '@dome/contracts/portable';
import { computed } from '@preact/signals';

import type { Session } from '../nats/connection.ts';
import { promotionOf } from './promotions.ts';
import { isCaughtUp, runs } from './run-store.ts';

export interface SeenEnvironment extends EnvironmentView {
  /** Undefined: it is no longer in the law. */
  readonly law: Pick<Environment, 'freezes' | 'windows' | 'approvals' | 'promotesFrom'> | undefined;
}

/** Another text whenever a promotion is decided or done. */
export const promotionMoves = computed(() =>
  isCaughtUp.value
    ? [...runs.value.values()].map(({ state }) => promotionOf(state)?.state ?? '').join()
    : 'still reading',
);

export async function askEnvironments(session: Session): Promise<SeenEnvironment[]> {
  const environments = await allPages(
    (after) => session.ask('controlEnvironmentList', { ...after }),
    (page) => page.environments,
  );
  return await Promise.all(environments.map(async (one) => ({ ...one, law: await lawOf(session, one) })));
}

async function lawOf({ ask }: Session, { name, version }: EnvironmentView): Promise<SeenEnvironment['law']> {
  if (version === undefined) return undefined;
  try {
    const { document } = await ask('controlLawGet', { kind: 'environment', name, version });
    return document as unknown as Environment;
  } catch (error) {
    // It was withdrawn between the two questions.
    if (toDomeError(error).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

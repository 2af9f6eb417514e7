// The replicas of dome that die and are replaced, and the people who go on asking meanwhile.
import { createControlClient } from '@dome/client';
import type { ControlClient } from '@dome/client';
import { DomeError } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import type { PlaneProcess } from '@dome/testkit';

import type { Stage } from '../e2e/stage.ts';

export const ANSWERED_MS = 90_000;

export interface Crew {
  /** The replicas in turn: one dies, and another starts in its place at once. */
  replace(turn: number): Promise<void>;
  stop(): Promise<void>;
}

export async function openCrew(stage: Stage, replicas: number): Promise<Crew> {
  let born = 0;
  const start = (): Promise<PlaneProcess> => stage.control({ instance: `dome-${(born += 1)}` });
  const crew = await Promise.all(Array.from({ length: replicas }, start));
  return {
    replace: async (turn) => {
      const place = turn % replicas;
      await crew[place]?.kill('SIGKILL');
      crew[place] = await start();
    },
    stop: async () => {
      await Promise.all(crew.map((one) => one.stop()));
    },
  };
}

export async function openPeople(stage: Stage): Promise<{ ada: ControlClient; grace: ControlClient }> {
  const ask = { ask: { timeoutMs: 1_500, patienceMs: 500 } };
  return {
    ada: createControlClient(await stage.planes.connectAs('ada'), ask),
    grace: createControlClient(await stage.planes.connectAs('grace'), ask),
  };
}

/** A replica that is away now returns in a moment: the same key or the same vote has no second effect. */
export async function insist<T>(ask: () => Promise<T>, timeoutMs = ANSWERED_MS): Promise<T> {
  return await eventually(
    async () => {
      try {
        return { answer: await ask() };
      } catch (error) {
        const isAway = error instanceof DomeError && ['UNAVAILABLE', 'TIMEOUT'].includes(error.code);
        if (isAway) throw error;
        return { error };
      }
    },
    { timeoutMs },
  ).then((outcome) => {
    if ('error' in outcome) throw outcome.error;
    return outcome.answer;
  });
}

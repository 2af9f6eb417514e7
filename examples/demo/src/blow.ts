// The death of a daemon is learned at once; the start event of its job arrives on the live subject. It is told when both
// are there, so that the story has them in order.

import { DomeError, isEvent } from '@dome/contracts';

import type { Blow } from './kill.ts';
import type { Narrator } from './narrator.ts';
import { ACK_WAIT_MS } from './stage.ts';
import type { Heard } from './telling-order.ts';

export interface FallenBlow {
  readonly fell: (blow: Blow) => void;
  /** Called after each event that was told. */
  tellAfter(heard: Heard): void;
  /** The daemon, once its death was told. */
  told(): string | undefined;
  /** @throws DomeError INTERNAL when no daemon was killed */
  struck(): { readonly jobId: string; readonly epoch: number; readonly instance: string };
}

export function createBlow(
  target: { readonly taskId: string; readonly iteration: number },
  narrator: Narrator,
): FallenBlow {
  let fallen: Blow | undefined;
  let told: string | undefined;
  const started = new Set<number>();
  const tell = (): void => {
    if (fallen === undefined || !started.delete(fallen.epoch)) return;
    const { victim } = fallen;
    told = victim.name;
    narrator.tell({
      who: victim.name,
      mark: 'bad',
      text: `is killed by SIGKILL (process ${victim.pid}) in the middle of ${target.taskId}`,
      below: [`nobody is told; its jobs show as lost when no heartbeat came for ${ACK_WAIT_MS / 1_000} s`],
    });
  };
  return {
    fell: (blow) => {
      fallen = blow;
      tell();
    },
    tellAfter: ({ event, sequence }) => {
      if (!isEvent(event, 'dev.dome.job.started.v1')) return;
      started.add(sequence);
      tell();
    },
    told: () => told,
    struck: () => {
      if (fallen !== undefined) return { jobId: fallen.jobId, epoch: fallen.epoch, instance: fallen.victim.name };
      throw new DomeError('INTERNAL', { detail: `No daemon started ${target.taskId} of round ${target.iteration}.` });
    },
  };
}

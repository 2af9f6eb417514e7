// Whose turn it is to promote into an environment, in a register that all replicas share. A turn is never given back: it
// passes on when the run that has it is over, which its chain says.
import { createRegisters, readLast } from '@dome/bus';
import type { Publisher } from '@dome/bus';
import { BUCKETS, STREAMS, checkDocument, filters, parseJson } from '@dome/contracts';
import type { EnvironmentTurn } from '@dome/contracts';
import type { RunRef } from '@dome/runs';
import type { NatsConnection } from '@nats-io/transport-node';

import type { PromotionTurns } from '../ports.ts';

const encoder = new TextEncoder();

export function createNatsTurns(nc: NatsConnection, publisher: Publisher): PromotionTurns {
  const registers = createRegisters(nc, { bucket: BUCKETS.dome_environments, publisher });
  const isOver = async ({ plan, runId }: EnvironmentTurn): Promise<boolean> => {
    const filter = filters.runEvent({ plan, runId, phase: 'finished' });
    return (await readLast(nc, { stream: STREAMS.RUN_EVENTS, filter })) !== undefined;
  };
  const turnIn = (value: Uint8Array): EnvironmentTurn => checkDocument('EnvironmentTurn', parseJson(value));
  return {
    async take(environment, run) {
      for (;;) {
        const { revision, value } = await registers.read(environment);
        const held = value === undefined ? undefined : turnIn(value);
        if (held !== undefined && (held.runId === run.runId || !(await isOver(held)))) return held.runId;
        await registers.write({ key: environment, value: turnText(run), expected: revision });
      }
    },
    async holder(environment) {
      const { value } = await registers.read(environment);
      const held = value === undefined ? undefined : turnIn(value);
      return held === undefined || (await isOver(held)) ? undefined : held.runId;
    },
  };
}

const turnText = ({ plan, runId }: RunRef): Uint8Array =>
  encoder.encode(JSON.stringify({ plan, runId } satisfies EnvironmentTurn));

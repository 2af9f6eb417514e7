// Whether the messages that a decision rests on are still what it says they are: each is read again and digested here.
import { readBatch } from '@dome/bus/portable';
import type { StoredMessage } from '@dome/bus/portable';
import { CONTROL_API, RUNTIME_API } from '@dome/client/portable';
import { cursorAt, STREAMS } from '@dome/contracts/portable';
import type { Evidence } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { digestOf } from './digest.ts';

export interface CheckedEvidence {
  /** gone: the stream no longer holds it. */
  readonly is: 'the same' | 'another' | 'gone';
  /** Absent: it is gone. */
  readonly message?: StoredMessage;
}

/** By `STREAM:SEQUENCE`. */
export async function checkEvidence(
  { nc }: Session,
  evidence: readonly Evidence[],
): Promise<ReadonlyMap<string, CheckedEvidence>> {
  const checked = evidence.map(async ({ stream, sequence, digest }): Promise<[string, CheckedEvidence]> => {
    const apiPrefix = stream === STREAMS.RUN_EVENTS ? CONTROL_API : RUNTIME_API;
    const { messages } = await readBatch(nc, { stream, from: cursorAt(sequence), apiPrefix, batchMax: 1 });
    const [found] = messages.filter((message) => message.sequence === sequence);
    if (found === undefined) return [evidencePlace({ stream, sequence }), { is: 'gone' }];
    const isSame = (await digestOf(found.payload)) === digest;
    return [evidencePlace({ stream, sequence }), { is: isSame ? 'the same' : 'another', message: found }];
  });
  return new Map(await Promise.all(checked));
}

export const evidencePlace = ({ stream, sequence }: Pick<Evidence, 'stream' | 'sequence'>): string =>
  `${stream}:${sequence}`;

// The bare path uses nothing of ours but the names on the wire: one reply inbox and a promise for each publish.
import { headers, nuid } from '@nats-io/transport-node';
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';

export interface Answers {
  publish(
    subject: string,
    payload: Uint8Array,
    header: MsgHdrs,
  ): Promise<{ seq?: number; error?: { err_code: number } }>;
}

export function createAnswers(nc: NatsConnection, prefix: string): Answers {
  const inbox = `${prefix}.${nuid.next()}`;
  const waiting = new Map<string, (ack: { seq?: number; error?: { err_code: number } }) => void>();
  let next = 0;
  nc.subscribe(`${inbox}.*`, {
    callback: (_error, message) => {
      const key = message.subject.slice(inbox.length + 1);
      const resolve = waiting.get(key);
      waiting.delete(key);
      resolve?.(message.json());
    },
  });
  return {
    publish(subject, payload, header) {
      const key = String(next++);
      return new Promise((resolve) => {
        waiting.set(key, resolve);
        nc.publish(subject, payload, { reply: `${inbox}.${key}`, headers: header });
      });
    },
  };
}

export interface Conditions {
  readonly id: string;
  readonly isEvent: boolean;
  readonly filter?: string;
  readonly sequence?: number;
}

export function conditions({ id, isEvent, filter, sequence }: Conditions): MsgHdrs {
  const header = headers();
  header.set('Nats-Msg-Id', id);
  if (isEvent) header.set('Content-Type', 'application/cloudevents+json');
  if (sequence !== undefined) header.set('Nats-Expected-Last-Subject-Sequence', String(sequence));
  if (filter !== undefined) header.set('Nats-Expected-Last-Subject-Sequence-Subject', filter);
  return header;
}

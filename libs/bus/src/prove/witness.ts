// Somebody who may look: people hear the live subjects, and ask both planes what their streams hold under a subject.
import type { NatsConnection } from '@nats-io/transport-node';
import { ACCOUNTS, ADDRESSES, TOPOLOGY } from '@dome/contracts';
import { covers, patternOf } from '@dome/contracts/plain';

import { listen } from '../listen.ts';
import { api } from '../wire.ts';
import type { Witness } from './prove.ts';

/** What people may hear: it covers channels, and their inbox covers none. */
const LIVE =
  ACCOUNTS['PEOPLE']?.users['{person}']?.subscribe.find((subject) =>
    ADDRESSES.some((address) => covers(subject, patternOf(address))),
  ) ?? '';

/** @param nc a connection as a person; it is listened on until the witness is disposed. */
export async function watchAsPerson(nc: NatsConnection): Promise<Witness & Disposable> {
  const heard = new Set<string>();
  const subscription = listen(nc, LIVE, {
    onMessage: ({ subject }) => void heard.add(subject),
    // What is not heard is still found where it is stored.
    onRefused: () => undefined,
  });
  await nc.flush();
  return {
    hasSeen: async (subject) => {
      await nc.flush();
      return heard.has(subject) || (await isStored(nc, subject));
    },
    [Symbol.dispose]: () => subscription.unsubscribe(),
  };
}

async function isStored(nc: NatsConnection, subject: string): Promise<boolean> {
  const [found] = Object.entries(TOPOLOGY.streams).filter(([, { subjects }]) =>
    subjects.some((stored) => covers(stored, subject)),
  );
  if (found === undefined) return false;
  const [stream, { account }] = found;
  const reply = await nc.request(
    api.streamInfo(`${account}.API`, stream),
    JSON.stringify({ subjects_filter: subject }),
  );
  const { state } = reply.json<{ state?: { subjects?: Record<string, number> } }>();
  return state?.subjects !== undefined && Object.hasOwn(state.subjects, subject);
}

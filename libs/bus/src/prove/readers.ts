// The programs that read with durables of their own, as the broker knows them: nothing else says that a user is one.
import type { NatsConnection } from '@nats-io/transport-node';
import { TOPOLOGY } from '@dome/contracts';

import { apiRequest, JetStreamFault } from '../js-request.ts';
import { api, API_ERROR } from '../wire.ts';

/**
 * The names of all readers that have a durable.
 * @param nc a connection as a person, who may see the names of consumers.
 * @throws UNAVAILABLE, TIMEOUT, FORBIDDEN
 */
export async function readersOf(nc: NatsConnection): Promise<string[]> {
  const found = new Set<string>();
  for (const consumer of Object.values(TOPOLOGY.consumers)) {
    if (!('each' in consumer) || consumer.each !== 'reader') continue;
    const [before = ''] = consumer.durable.split('{');
    const prefix = `${TOPOLOGY.streams[consumer.stream].account}.API`;
    for (const name of await consumersOf(nc, api.consumerNames(prefix, consumer.stream)))
      if (name.startsWith(before)) found.add(name.slice(before.length));
  }
  return [...found].toSorted();
}

/** None on a stream that is not there. The server gives so many at a time. */
async function consumersOf(nc: NatsConnection, subject: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for (;;) {
      const { consumers, total } = await apiRequest(nc, { subject, body: { offset: names.length } });
      const page = Array.isArray(consumers) ? consumers.map(String) : [];
      names.push(...page);
      if (page.length === 0 || names.length >= Number(total)) return names;
    }
  } catch (error) {
    if (error instanceof JetStreamFault && error.errorCode === API_ERROR.streamNotFound) return names;
    throw error;
  }
}

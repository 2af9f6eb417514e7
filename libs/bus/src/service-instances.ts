// Who serves: every running instance of a service answers PING of ADR-32, whatever group its endpoints are in.
import { isJsonObject } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

import { isUnanswered, requestFault } from './js-request.ts';
import { parseObject } from './json-object.ts';
import { serviceControl } from './wire.ts';

/** Nobody knows how many there are; the last one is waited for this long. */
const GATHER = { strategy: 'stall', maxWait: 2_000, stall: 300 } as const;

/**
 * The ids of the instances that answer, sorted; empty if there is none.
 * @throws UNAVAILABLE, TIMEOUT, FORBIDDEN
 */
export async function serviceInstances(nc: NatsConnection, service: 'dome' | 'domed'): Promise<string[]> {
  const subject = `${serviceControl.prefix}.PING.${service}`;
  const found = new Set<string>();
  try {
    for await (const answer of await nc.requestMany(subject, '', GATHER)) {
      const instance = instanceIn(answer.string());
      if (instance !== undefined) found.add(instance);
    }
  } catch (cause) {
    if (!isUnanswered(cause)) throw requestFault(subject, cause);
  }
  return [...found].toSorted();
}

/** Anybody may answer on that subject. */
function instanceIn(text: string): string | undefined {
  const metadata = parseObject(text)?.['metadata'];
  const instance = isJsonObject(metadata) ? metadata['instance'] : undefined;
  return typeof instance === 'string' && INSTANCE.test(instance) ? instance : undefined;
}

/** As the contract has it. */
const INSTANCE = /^[A-Za-z0-9_-]{1,64}$/;

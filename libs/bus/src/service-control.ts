// What `nats service ls|info|stats` reads: PING, INFO and STATS of ADR-32, answered by each instance for all services, for
// its name and for its id.

import type { NatsConnection, Subscription } from '@nats-io/transport-node';

import { listen } from './listen.ts';
import type { EndpointFacts, ServiceFacts } from './service-facts.ts';
import { NANOS_PER_MS, serviceControl } from './wire.ts';

type Verb = (typeof serviceControl.verbs)[number];

export function answerControl(
  nc: NatsConnection,
  facts: ServiceFacts,
  onRefused: (error: Error) => void,
): Subscription[] {
  return serviceControl.verbs.flatMap((verb) => {
    const root = `${serviceControl.prefix}.${verb}`;
    return [root, `${root}.${facts.name}`, `${root}.${facts.name}.${facts.id}`].map((subject) =>
      listen(nc, subject, {
        onMessage: (message) => void message.respond(JSON.stringify(controlAnswer(verb, facts))),
        onRefused,
      }),
    );
  });
}

export function controlAnswer(verb: Verb, facts: ServiceFacts): Record<string, unknown> {
  const { name, id, version, metadata } = facts;
  const identity = { type: serviceControl.responseType(verb), name, id, version, metadata };
  switch (verb) {
    case 'PING':
      return identity;
    case 'INFO':
      return { ...identity, description: facts.description, endpoints: facts.endpoints.map(endpointInfo) };
    case 'STATS':
      return { ...identity, started: facts.startedAt, endpoints: facts.endpoints.map(endpointStats) };
  }
}

function endpointInfo({ name, subject, queueGroup, metadata }: EndpointFacts): Record<string, unknown> {
  return { name, subject, queue_group: queueGroup, metadata };
}

function endpointStats(endpoint: EndpointFacts): Record<string, unknown> {
  const { name, subject, queueGroup, requests, errors, lastError, workedMs } = endpoint;
  const nanos = Math.round(workedMs * NANOS_PER_MS);
  return {
    name,
    subject,
    queue_group: queueGroup,
    num_requests: requests,
    num_errors: errors,
    last_error: lastError,
    processing_time: nanos,
    average_processing_time: requests === 0 ? 0 : Math.round(nanos / requests),
  };
}

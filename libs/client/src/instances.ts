// Every running process of a plane, by name: an endpoint of a plane is answered by any of them, and a fault of one hides
// behind the others.
import { serviceInstances } from '@dome/bus/portable';
import { subjects, toDomeError } from '@dome/contracts/portable';
import type { DomeError, HealthReply } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

import type { Asker } from './ask.ts';

export interface InstanceHealth {
  readonly instance: string;
  /** The error where it answered a ping, and not this. */
  readonly health: HealthReply | DomeError;
}

export interface Instances {
  /** Each replica of the control plane that answers a ping, sorted by its id. */
  replicas(): Promise<InstanceHealth[]>;
  /** Each daemon that answers a ping, sorted by its id. */
  daemons(): Promise<InstanceHealth[]>;
}

const SERVICES = { controlReplicaGet: 'dome', runtimeDaemonGet: 'domed' } as const;

export function createInstances(nc: NatsConnection, asker: Pick<Asker, 'put'>): Instances {
  const each = async (endpoint: keyof typeof SERVICES): Promise<InstanceHealth[]> => {
    const found = await serviceInstances(nc, SERVICES[endpoint]);
    return await Promise.all(
      found.map(async (instance) => {
        const question = { subject: subjects[endpoint]({ instance }), payload: '{}' };
        return { instance, health: await asker.put(endpoint, question).catch((error: unknown) => toDomeError(error)) };
      }),
    );
  };
  return { replicas: () => each('controlReplicaGet'), daemons: () => each('runtimeDaemonGet') };
}

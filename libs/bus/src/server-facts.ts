// What the server says about itself.

import type { NatsConnection } from '@nats-io/transport-node';

import { DomeError, isServerSupported, SERVER_VERSION_MIN } from '@dome/contracts';

export interface ServerFacts {
  readonly version: string;
  readonly serverName: string;
  readonly maxPayloadBytes: number;
  readonly jetstream: boolean;
}

/** @throws UNAVAILABLE while the connection is between two servers. */
export function serverFacts(nc: NatsConnection): ServerFacts {
  const info = nc.info;
  if (info === undefined) {
    throw new DomeError('UNAVAILABLE', { detail: 'Not connected to a nats-server right now.' });
  }
  return {
    version: info.version,
    serverName: info.server_name,
    maxPayloadBytes: info.max_payload,
    jetstream: info.jetstream ?? false,
  };
}

/** @throws SERVER_TOO_OLD */
export function requireServerVersion(version: string): void {
  if (isServerSupported(version)) return;
  throw new DomeError('SERVER_TOO_OLD', {
    detail: `The nats-server is ${version}; Dome needs ${SERVER_VERSION_MIN} or newer.`,
    version,
  });
}

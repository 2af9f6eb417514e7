// What the server says about itself. The floor is 2.12: per-message TTL and what the commands rely on are not below it.

import type { NatsConnection } from '@nats-io/transport-node';

import { DomeError } from '@dome/contracts';

export const SERVER_VERSION_MIN = '2.12.0';

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
  if (isAtLeast(version, SERVER_VERSION_MIN)) return;
  throw new DomeError('SERVER_TOO_OLD', {
    detail: `The nats-server is ${version}; Dome needs ${SERVER_VERSION_MIN} or newer.`,
    version,
  });
}

/** Pre-releases count as their release: a 2.12.0-RC.1 speaks what 2.12 speaks. */
export function isAtLeast(version: string, floor: string): boolean {
  const have = numbersOf(version);
  const want = numbersOf(floor);
  for (let i = 0; i < 3; i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string): number[] {
  const core = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  return core === null ? [0, 0, 0] : core.slice(1).map((part) => Number(part ?? 0));
}

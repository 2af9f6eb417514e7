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

/** Every server of a cluster answers; the last one is waited for this long. */
const GATHER = { strategy: 'stall', maxWait: 2_000, stall: 300 } as const;

/**
 * Whether every server writes to disk before it acknowledges. Undefined if none says so.
 * @param nc a connection as the user of the system account.
 */
export async function readSyncAlways(nc: NatsConnection): Promise<boolean | undefined> {
  const said: boolean[] = [];
  for await (const answer of await nc.requestMany('$SYS.REQ.SERVER.PING.VARZ', '', GATHER)) {
    const { data } = answer.json<{ data?: { jetstream?: { config?: { sync_always?: boolean } } } }>();
    const config = data?.jetstream?.config;
    if (config !== undefined) said.push(config.sync_always === true);
  }
  return said.length === 0 ? undefined : said.every(Boolean);
}

// What the contestants on nats-server have in common.
import { ensureServer } from '@dome/broker';

import type { Versions } from './contestant.ts';

export function natsDurability(syncAlways: boolean): string {
  return syncAlways
    ? 'streams in files, each write synced before it is answered (sync_interval: always)'
    : 'streams in files, synced every two minutes (the default)';
}

export async function natsVersions(): Promise<Versions> {
  const { version } = await ensureServer();
  return { 'nats-server': version };
}

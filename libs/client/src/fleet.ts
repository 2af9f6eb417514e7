// What watchers ask: who serves, what waits, and where the streams begin and end. Observers may ask it, too.
import type { DaemonListReply, DaemonListRequest, SkillListReply, SkillListRequest } from '@dome/contracts';
import type { ListedStream } from '@dome/contracts';

import type { Asker } from './ask.ts';

export interface FleetRequests {
  /** A page of daemons, by instance. */
  daemons(request?: DaemonListRequest): Promise<DaemonListReply>;
  /** A page of skills, by pool and name, with what waits for each. */
  skills(request?: SkillListRequest): Promise<SkillListReply>;
  /** The first and last sequence of each stream that can be read. */
  streams(): Promise<readonly ListedStream[]>;
}

export function createFleetRequests(asker: Asker): FleetRequests {
  return {
    daemons: (request = {}) => asker.ask('controlDaemonList', request),
    skills: (request = {}) => asker.ask('controlSkillList', request),
    streams: async () => (await asker.ask('controlStreamList', {})).streams,
  };
}

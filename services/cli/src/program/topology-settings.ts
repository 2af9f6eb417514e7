// How an installation differs from the topology as declared, in the options of every command that compares the two.
import type { Command } from 'commander';

import type { TopologySettings } from '../topology/declared-for.ts';
import { count, name, size, time } from './parse.ts';

export interface RawTopologySettings {
  readonly skills?: string;
  readonly pool?: string;
  readonly ackWait?: number;
  readonly replicas?: number;
  readonly store?: number;
}

export function withTopologySettings(command: Command): Command {
  return command
    .option('--skills <dir>', 'include the durables of the skills in this folder')
    .option('--pool <name>', 'pool of those durables (default: default)', name)
    .option('--ack-wait <duration>', 'ack wait of every durable, if not as declared', time)
    .option('--replicas <count>', 'of everything, other than declared', count)
    .option('--store <size>', 'total size on a server of both planes, if not as declared, such as 100GiB', size);
}

export function topologySettings(raw: RawTopologySettings): TopologySettings {
  return {
    ...(raw.pool === undefined ? {} : { pool: raw.pool }),
    ...(raw.skills === undefined ? {} : { skills: raw.skills }),
    ...(raw.ackWait === undefined ? {} : { ackWaitMs: raw.ackWait }),
    ...(raw.replicas === undefined ? {} : { replicas: raw.replicas }),
    ...(raw.store === undefined ? {} : { storeBytes: raw.store }),
  };
}

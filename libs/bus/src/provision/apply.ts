// Makes the broker match the declaration, by difference: creates what is missing, updates what may be updated, refuses the
// rest. Safe to run again and beside another run: the loser of a race compares again. Daemons never provision.

import { DomeError, showSize } from '@dome/contracts';
import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import type { ClusterInfo, JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

import { isUnanswered, requestFault, unlessLost } from '../js-request.ts';
import { api, API_ERROR, API_UNAVAILABLE, OWN_API } from '../wire.ts';
import { lackOf } from './standing.ts';
import { diffItem, updateOf } from './topology-diff.ts';
import type { TopologyDifference } from './topology-diff.ts';
import { topologyItems } from './topology.ts';
import type { TopologyDeclaration, TopologyItem } from './topology.ts';

const ABSENT: readonly number[] = [API_ERROR.streamNotFound, API_ERROR.consumerNotFound];
const RACE_LOST: readonly number[] = [
  API_ERROR.streamNameInUse,
  API_ERROR.consumerNameExists,
  API_ERROR.consumerAlreadyExists,
];
const NO_ROOM: readonly number[] = [
  API_ERROR.accountResourcesExceeded,
  API_ERROR.insufficientResources,
  API_ERROR.memoryResourcesExceeded,
  API_ERROR.storageResourcesExceeded,
];
/** Each lost race means that another provisioner made the same thing. */
const RACES_MAX = 5;

type Held = Readonly<Record<string, unknown>> | undefined;

export async function diffTopology(
  nc: NatsConnection,
  declaration: TopologyDeclaration,
): Promise<TopologyDifference[]> {
  const broker = await brokerOf(nc);
  return await Promise.all(topologyItems(declaration).map(async (item) => diffItem(item, await broker.held(item))));
}

/**
 * What has no leader yet, or copies that are behind; undefined if everything stands.
 * @throws UNAVAILABLE, TIMEOUT, FORBIDDEN
 */
export async function topologyLack(nc: NatsConnection, declaration: TopologyDeclaration): Promise<string | undefined> {
  const broker = await brokerOf(nc);
  for (const item of topologyItems(declaration)) {
    const info = await broker.info(item);
    const lack = info === undefined ? 'is missing' : lackOf({ copies: copiesOf(info.config), cluster: info.cluster });
    if (lack !== undefined) return `the ${item.kind} ${item.name} ${lack}`;
  }
  return undefined;
}

const copiesOf = (config: object): number =>
  'num_replicas' in config && typeof config.num_replicas === 'number' ? config.num_replicas : 1;

export interface ApplyOptions {
  /** Called with each difference before it is applied; `unchanged` ones included. */
  readonly onChange?: (difference: TopologyDifference) => void;
}

/**
 * Applies everything that can be applied, then throws if something had to be refused.
 * @throws TOPOLOGY_DRIFT naming every refused item; OUT_OF_SPACE when the server cannot keep as much free as is declared
 */
export async function applyTopology(
  nc: NatsConnection,
  declaration: TopologyDeclaration,
  options: ApplyOptions = {},
): Promise<TopologyDifference[]> {
  const applied: TopologyDifference[] = [];
  const broker = await brokerOf(nc);
  for (const item of topologyItems(declaration)) applied.push(await applyItem(broker, item, options));
  const refused = applied.filter(({ action }) => action === 'refuse');
  if (refused.length === 0) return applied;
  const detail = refused.map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`).join('; ');
  throw new DomeError('TOPOLOGY_DRIFT', { detail: `${detail}.`, refused });
}

async function applyItem(broker: Broker, item: TopologyItem, options: ApplyOptions): Promise<TopologyDifference> {
  for (let race = 1; ; race++) {
    const held = await broker.held(item);
    const difference = diffItem(item, held);
    if (race === 1) options.onChange?.(difference);
    if (difference.action === 'unchanged' || difference.action === 'refuse') return difference;
    try {
      await (held === undefined ? broker.create(item) : broker.update(item, held));
      return difference;
    } catch (cause) {
      const lost = cause instanceof JetStreamApiError && RACE_LOST.includes(cause.code);
      if (!lost || race === RACES_MAX) throw applyFault(item, cause);
    }
  }
}

/** @throws JetStreamApiError in the server's words; UNAVAILABLE, TIMEOUT, FORBIDDEN for a request that never reached it */
interface Broker {
  /** As the server reports it, undefined if there is none. */
  info(item: TopologyItem): Promise<ItemInfo | undefined>;
  /** Its configuration. */
  held(item: TopologyItem): Promise<Held>;
  create(item: TopologyItem): Promise<void>;
  update(item: TopologyItem, held: NonNullable<Held>): Promise<void>;
}

interface ItemInfo {
  readonly config: object;
  readonly cluster?: ClusterInfo;
}

async function brokerOf(nc: NatsConnection): Promise<Broker> {
  // The first answer shows whether JetStream is there.
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const asked = async <Answer>(item: TopologyItem, answer: Promise<Answer>): Promise<Answer> => {
    const subject =
      item.kind === 'consumer'
        ? api.consumerInfo(OWN_API, item.stream, item.durable)
        : api.streamInfo(OWN_API, item.config.name);
    try {
      return await unlessLost(nc, subject, answer);
    } catch (cause) {
      if (cause instanceof JetStreamApiError || cause instanceof DomeError) throw cause;
      if (isUnanswered(cause) && nc.info?.jetstream !== true) throw withoutJetStream(nc, cause);
      throw requestFault(subject, cause);
    }
  };
  const info = async (item: TopologyItem): Promise<ItemInfo | undefined> => {
    try {
      return await asked(item, infoOf(manager, item));
    } catch (error) {
      if (!(error instanceof JetStreamApiError)) throw error;
      if (ABSENT.includes(error.code)) return undefined;
      const detail = `JetStream does not say what the ${item.kind} ${item.name} is: ${error.message}.`;
      throw new DomeError('UNAVAILABLE', { detail }, { cause: error });
    }
  };
  return {
    info,
    held: async (item) => {
      const found = await info(item);
      return found === undefined ? undefined : { ...found.config };
    },
    create: async (item) => void (await asked(item, createIn(manager, item))),
    update: async (item, held) => void (await asked(item, updateIn(manager, item, held))),
  };
}

function withoutJetStream(nc: NatsConnection, cause: unknown): DomeError {
  const detail = `JetStream is off at the nats-server at ${nc.getServer()}.`;
  const hint = 'Add a `jetstream` block to its configuration, and start it again.';
  return new DomeError('UNAVAILABLE', { detail, hint }, { cause });
}

function infoOf({ streams, consumers }: JetStreamManager, item: TopologyItem): Promise<ItemInfo> {
  return item.kind === 'consumer' ? consumers.info(item.stream, item.durable) : streams.info(item.config.name);
}

function createIn({ streams, consumers }: JetStreamManager, item: TopologyItem): Promise<unknown> {
  return item.kind === 'consumer' ? consumers.add(item.stream, item.config) : streams.add(item.config);
}

/** The client reads the current configuration again and merges the update into it: nothing undeclared is lost. */
function updateIn(
  { streams, consumers }: JetStreamManager,
  item: TopologyItem,
  held: NonNullable<Held>,
): Promise<unknown> {
  return item.kind === 'consumer'
    ? consumers.update(item.stream, item.durable, updateOf(item.config, held))
    : streams.update(item.config.name, updateOf(item.config, held));
}

function applyFault(item: TopologyItem, cause: unknown): unknown {
  if (!(cause instanceof JetStreamApiError)) return cause;
  const { kind, name } = item;
  // A cluster reports it as one of several reasons why no server has a place.
  if (NO_ROOM.includes(cause.code) || cause.message.includes('insufficient storage')) {
    const declared = item.kind === 'consumer' ? 0 : (item.config.max_bytes ?? 0);
    const detail = `The server cannot keep ${showSize(declared)} free for the ${kind} ${name}: ${cause.message}.`;
    const hint = 'Raise max_file_store of nats-server, or declare less with `dome topology apply --store`.';
    return new DomeError('OUT_OF_SPACE', { detail, hint, kind, name, declared }, { cause });
  }
  if (cause.code === API_ERROR.noSuitablePeers || cause.status === API_UNAVAILABLE) {
    const detail = `The cluster has no place for the ${kind} ${name} now: ${cause.message}.`;
    const hint = 'Check that at least as many servers as replicas are up, then try again.';
    return new DomeError('UNAVAILABLE', { detail, hint, kind, name }, { cause });
  }
  const detail = `The server refuses the ${kind} ${name}: ${cause.message}.`;
  return new DomeError('TOPOLOGY_DRIFT', { detail, kind, name }, { cause });
}

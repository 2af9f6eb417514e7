// Makes the broker hold what is declared, by difference: create what is missing, update what may be updated, refuse the
// rest. Safe to run again and beside another that runs: who loses a race looks again. Daemons never provision.

import { DomeError, showSize } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { apiRequest, JetStreamFault } from './js-request.ts';
import { diffItem, mergedConfig } from './topology-diff.ts';
import type { TopologyDifference } from './topology-diff.ts';
import { topologyItems } from './topology.ts';
import type { TopologyDeclaration, TopologyItem } from './topology.ts';
import { api, API_ERROR, API_UNAVAILABLE, OWN_API } from './wire.ts';

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
const RACES_MAX = 5;

type Held = Readonly<Record<string, unknown>> | null;

export async function diffTopology(
  nc: NatsConnection,
  declaration: TopologyDeclaration,
): Promise<TopologyDifference[]> {
  return await Promise.all(topologyItems(declaration).map(async (item) => diffItem(item, await heldConfig(nc, item))));
}

export interface ApplyOptions {
  /** Told of each difference before it is applied; `unchanged` ones included. */
  readonly onChange?: (difference: TopologyDifference) => void;
}

/**
 * Applies everything that can be applied, then throws when something had to be refused.
 * @throws TOPOLOGY_DRIFT naming every refused item; OUT_OF_SPACE when the server cannot keep as much free as is declared
 */
export async function applyTopology(
  nc: NatsConnection,
  declaration: TopologyDeclaration,
  options: ApplyOptions = {},
): Promise<TopologyDifference[]> {
  const applied: TopologyDifference[] = [];
  for (const item of topologyItems(declaration)) applied.push(await applyItem(nc, item, options));
  const refused = applied.filter(({ action }) => action === 'refuse');
  if (refused.length === 0) return applied;
  const detail = refused.map(({ kind, name, reason }) => `${kind} ${name}: ${reason}`).join('; ');
  throw new DomeError('TOPOLOGY_DRIFT', { detail: `${detail}.`, refused });
}

async function applyItem(nc: NatsConnection, item: TopologyItem, options: ApplyOptions): Promise<TopologyDifference> {
  for (let race = 1; ; race++) {
    const held = await heldConfig(nc, item);
    const difference = diffItem(item, held);
    if (race === 1) options.onChange?.(difference);
    if (difference.action === 'unchanged' || difference.action === 'refuse') return difference;
    try {
      await (held === null ? create(nc, item) : update(nc, item, held));
      return difference;
    } catch (cause) {
      const lost = cause instanceof JetStreamFault && RACE_LOST.includes(cause.errorCode);
      if (!lost || race === RACES_MAX) throw applyFault(item, cause);
    }
  }
}

async function create(nc: NatsConnection, { stream, durable, config }: TopologyItem): Promise<void> {
  if (durable === null) await apiRequest(nc, { subject: api.streamCreate(OWN_API, stream), body: config });
  else await consumerRequest(nc, { stream, durable, config, action: 'create' });
}

async function update(nc: NatsConnection, item: TopologyItem, held: Record<string, unknown>): Promise<void> {
  const { stream, durable } = item;
  const config = mergedConfig(item, held);
  if (durable === null) await apiRequest(nc, { subject: api.streamUpdate(OWN_API, stream), body: config });
  else await consumerRequest(nc, { stream, durable, config, action: 'update' });
}

interface ConsumerRequest {
  readonly stream: string;
  readonly durable: string;
  readonly config: object;
  readonly action: 'create' | 'update';
}

async function consumerRequest(nc: NatsConnection, request: ConsumerRequest): Promise<void> {
  const { stream, durable, config, action } = request;
  const body = { stream_name: stream, config, action };
  await apiRequest(nc, { subject: api.consumerCreate(OWN_API, stream, durable), body });
}

async function heldConfig(nc: NatsConnection, { stream, durable }: TopologyItem): Promise<Held> {
  const subject = durable === null ? api.streamInfo(OWN_API, stream) : api.consumerInfo(OWN_API, stream, durable);
  const info = await infoOf(nc, subject);
  const config = info?.['config'];
  return typeof config === 'object' && config !== null ? { ...config } : null;
}

async function infoOf(nc: NatsConnection, subject: string): Promise<Held> {
  try {
    return await apiRequest(nc, { subject });
  } catch (error) {
    const missing: readonly number[] = [API_ERROR.streamNotFound, API_ERROR.consumerNotFound];
    if (error instanceof JetStreamFault && missing.includes(error.errorCode)) return null;
    throw error instanceof JetStreamFault ? unavailable(subject, error) : error;
  }
}

function applyFault(item: TopologyItem, cause: unknown): unknown {
  if (!(cause instanceof JetStreamFault)) return cause;
  const { kind, name } = item;
  // A cluster says it as one reason among others why no server has a place.
  if (NO_ROOM.includes(cause.errorCode) || cause.message.includes('insufficient storage')) {
    const declared = Number(item.config['max_bytes'] ?? 0);
    const detail = `The server cannot keep ${showSize(declared)} free for the ${kind} ${name}: ${cause.message}.`;
    const hint = 'Raise max_file_store of nats-server, or declare less with `dome topology apply --store`.';
    return new DomeError('OUT_OF_SPACE', { detail, hint, kind, name, declared }, { cause });
  }
  if (cause.errorCode === API_ERROR.noSuitablePeers || cause.status === API_UNAVAILABLE) {
    const detail = `The cluster has no place for the ${kind} ${name} now: ${cause.message}.`;
    const hint = 'Check that at least as many servers as replicas are up, then try again.';
    return new DomeError('UNAVAILABLE', { detail, hint, kind, name }, { cause });
  }
  const detail = `The server refuses the ${kind} ${name}: ${cause.message}.`;
  return new DomeError('TOPOLOGY_DRIFT', { detail, kind, name }, { cause });
}

function unavailable(subject: string, cause: JetStreamFault): DomeError {
  return new DomeError('UNAVAILABLE', { detail: `JetStream does not answer ${subject}: ${cause.message}.` }, { cause });
}

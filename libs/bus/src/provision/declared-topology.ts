// The topology that the contract declares, for one account of the broker: each plane provisions what it owns and nothing
// else. The durables of skills come from a template of the contract and the catalogue, and are made before any daemon.
import { TOPOLOGY } from '@dome/contracts';

import { disjoint, readableStreamsOf } from '../readable-streams.ts';
import type { ConsumerDeclaration, StreamDeclaration, TopologyDeclaration } from './topology.ts';

export type TopologyAccount = 'DOMED' | 'DOME';

export interface DeclaredTopologyOptions {
  readonly account: TopologyAccount;
  /** The pairs of pool and skill that get a durable of their own. */
  readonly skills?: readonly { readonly pool: string; readonly skill: string }[];
  /** Programs that read with durables of their own, one in each stream that their filters match. */
  readonly readers?: readonly ReaderDeclaration[];
  /** Settings of an installation; if absent, the contract's. */
  readonly overrides?: {
    readonly ackWaitMs?: number;
    readonly replicas?: number;
    readonly storage?: 'file' | 'memory';
    /** Of every stream: how long the broker recognizes a repeated message id. */
    readonly duplicateWindowMs?: number;
    /** What both planes store on a server, in bytes: everything grows or shrinks by the same factor. */
    readonly storeBytes?: number;
    /** The most they may store there: if more is declared, everything shrinks to fit. */
    readonly storeBytesMax?: number;
  };
}

export interface ReaderDeclaration {
  readonly name: string;
  /** Filters of subjects, as people write them. */
  readonly filters: readonly string[];
}

/** @throws DomeError INVALID_REQUEST for a reader's filter that no message can match, or filters that overlap */
export function declaredTopology(options: DeclaredTopologyOptions): TopologyDeclaration {
  const { account, overrides = {} } = options;
  const common = {
    ...(overrides.replicas === undefined ? {} : { replicas: overrides.replicas }),
    ...(overrides.storage === undefined ? {} : { storage: overrides.storage }),
  };
  const storeBytes = Math.min(overrides.storeBytes ?? DECLARED_STORE_BYTES, overrides.storeBytesMax ?? Infinity);
  const own = <Entry extends { readonly account: string; readonly maxBytes: number }>(
    table: Readonly<Record<string, Entry>>,
  ) =>
    Object.entries(table).flatMap(([name, { account: owner, ...entry }]) =>
      owner === account ? [{ name, ...entry, maxBytes: sized(entry.maxBytes, storeBytes), ...common }] : [],
    );
  const window = overrides.duplicateWindowMs === undefined ? {} : { duplicateWindowMs: overrides.duplicateWindowMs };
  const streams: StreamDeclaration[] = own(TOPOLOGY.streams).map((stream) => ({ ...stream, ...window }));
  return {
    streams,
    buckets: own(TOPOLOGY.buckets),
    objectStores: own(TOPOLOGY.objectStores),
    consumers: consumersOf(streams, options),
  };
}

const everything = [TOPOLOGY.streams, TOPOLOGY.buckets, TOPOLOGY.objectStores].flatMap((table) =>
  Object.values<{ readonly maxBytes: number }>(table).map(({ maxBytes }) => maxBytes),
);

/** What a server keeps free for the streams of both planes, one copy of each. */
export const DECLARED_STORE_BYTES = everything.reduce((sum, maxBytes) => sum + maxBytes, 0);

/** Below this a stream holds only a handful of its largest messages, and nothing works. */
const SIZE_BYTES_MIN = 4 * 1_048_576;

function sized(maxBytes: number, storeBytes: number): number {
  const least = everything.length * SIZE_BYTES_MIN;
  const share = Math.max(0, (storeBytes - least) / (DECLARED_STORE_BYTES - least));
  return SIZE_BYTES_MIN + Math.floor((maxBytes - SIZE_BYTES_MIN) * share);
}

/** The durable of a skill in a pool: joined by `_`, which no name contains. */
export function skillDurable(of: { readonly pool: string; readonly skill: string }): string {
  return fill(TOPOLOGY.consumers.skillIntake.durable, of);
}

function consumersOf(streams: readonly StreamDeclaration[], options: DeclaredTopologyOptions): ConsumerDeclaration[] {
  const { overrides = {} } = options;
  return Object.values(TOPOLOGY.consumers)
    .filter(({ stream }) => streams.some(({ name }) => name === stream))
    .flatMap((consumer) => {
      const { stream, durable, description, maxDeliver, maxAckPending, metadata } = consumer;
      return targetsOf(consumer, options).map(({ filters, ...target }) => ({
        stream,
        durable: fill(durable, target.names),
        description: fill(description, target.names),
        metadata,
        ...filters,
        ackWaitMs: overrides.ackWaitMs ?? consumer.ackWaitMs,
        maxDeliver,
        maxAckPending,
        ...(overrides.replicas === undefined ? {} : { replicas: overrides.replicas }),
      }));
    });
}

interface Target {
  readonly names: Readonly<Record<string, string>>;
  readonly filters: Pick<ConsumerDeclaration, 'filter' | 'filters'>;
}

type DeclaredConsumer = (typeof TOPOLOGY.consumers)[keyof typeof TOPOLOGY.consumers];

/** A consumer is made once, or once for each skill or reader if it is a template. */
function targetsOf(consumer: DeclaredConsumer, { skills = [], readers = [] }: DeclaredTopologyOptions): Target[] {
  const { filters } = consumer;
  if (!('each' in consumer)) return [{ names: {}, filters: filtersOf(filters) }];
  if (consumer.each === 'skill') {
    return skills.map((of) => ({
      names: { ...of },
      filters: filtersOf(filters.map((filter) => fill(filter, { ...of }))),
    }));
  }
  return readers.flatMap(({ name, filters: own }) => {
    const narrowed = readableStreamsOf(own).get(consumer.stream);
    // Always a list: the filters of a reader may change, and the server keeps a single filter in another field.
    return narrowed === undefined ? [] : [{ names: { reader: name }, filters: { filters: disjoint(narrowed) } }];
  });
}

/** The server keeps one filter and several filters in different fields. */
function filtersOf(filters: readonly string[]): Pick<ConsumerDeclaration, 'filter' | 'filters'> {
  const [first, ...others] = filters;
  return first !== undefined && others.length === 0 ? { filter: first } : { filters };
}

function fill(template: string, of: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = of[name];
    if (value === undefined) throw new Error(`the template ${template} lacks its ${name}`);
    return value;
  });
}

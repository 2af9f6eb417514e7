// What the broker must hold, as plain data, and how each declaration translates to JetStream's own configuration. Durations
// are milliseconds here and nanoseconds there. Only what is declared is ever compared or changed.
//
// Buckets and object stores are declared as the streams they are: the stock packages create one if there is none and
// compare nothing, so that a bucket could never be changed. The tests read ours with those packages.

import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';

import { kv, NANOS_PER_MS, objectStore } from '../wire.ts';

export type Storage = 'file' | 'memory';

export interface StreamDeclaration {
  readonly name: string;
  readonly description?: string;
  readonly subjects: readonly string[];
  readonly retention?: 'limits' | 'interest' | 'workqueue';
  readonly discard?: 'old' | 'new';
  readonly storage?: Storage;
  readonly replicas?: number;
  readonly maxAgeMs?: number;
  readonly maxBytes?: number;
  readonly maxMessages?: number;
  readonly maxMessagesPerSubject?: number;
  readonly maxMessageBytes?: number;
  readonly duplicateWindowMs?: number;
  readonly allowDirect?: boolean;
  readonly compression?: 'none' | 's2';
  readonly republish?: { readonly source: string; readonly destination: string };
  readonly perMessageTtl?: boolean;
  readonly denyDelete?: boolean;
  readonly denyPurge?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface ObjectStoreDeclaration {
  readonly name: string;
  readonly description?: string;
  readonly storage?: Storage;
  readonly replicas?: number;
  readonly maxAgeMs?: number;
  readonly maxBytes?: number;
  readonly compression?: 'none' | 's2';
  readonly metadata?: Readonly<Record<string, string>>;
}

/** A key-value bucket. Reads go to the leader unless `allowDirect` says that a stale one will do. */
export interface BucketDeclaration extends ObjectStoreDeclaration {
  readonly history?: number;
  readonly maxValueBytes?: number;
  readonly perKeyTtl?: boolean;
  readonly allowDirect?: boolean;
  /** Where the headers of every change go; its value does not. */
  readonly republish?: string;
}

export interface ConsumerDeclaration {
  readonly stream: string;
  readonly durable: string;
  readonly description?: string;
  /** One filter or several; if absent, the whole stream. */
  readonly filter?: string;
  readonly filters?: readonly string[];
  readonly ackPolicy?: 'explicit' | 'none' | 'all';
  readonly deliverPolicy?: 'all' | 'new' | 'last' | 'last_per_subject';
  readonly ackWaitMs?: number;
  readonly maxDeliver?: number;
  readonly maxAckPending?: number;
  readonly replicas?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface TopologyDeclaration {
  readonly streams?: readonly StreamDeclaration[];
  readonly buckets?: readonly BucketDeclaration[];
  readonly objectStores?: readonly ObjectStoreDeclaration[];
  readonly consumers?: readonly ConsumerDeclaration[];
}

export type TopologyKind = 'stream' | 'bucket' | 'objectStore' | 'consumer';

export type StreamSettings = Partial<StreamConfig> & Pick<StreamConfig, 'name'>;
export type ConsumerSettings = Partial<ConsumerConfig> & Pick<ConsumerConfig, 'ack_policy'>;

interface Named<Kind extends TopologyKind> {
  readonly kind: Kind;
  /** The name that people use: a bucket's own name, a consumer as `<stream>/<durable>`. */
  readonly name: string;
}

/** What the broker holds as a stream, under its JetStream name. */
export interface StreamItem extends Named<Exclude<TopologyKind, 'consumer'>> {
  readonly config: StreamSettings;
}

export interface ConsumerItem extends Named<'consumer'> {
  readonly stream: string;
  readonly durable: string;
  readonly config: ConsumerSettings;
}

export type TopologyItem = StreamItem | ConsumerItem;

/** Streams first: a consumer needs its stream. */
export function topologyItems(declaration: TopologyDeclaration): TopologyItem[] {
  return [
    ...(declaration.streams ?? []).map(streamItem),
    ...(declaration.buckets ?? []).map(bucketItem),
    ...(declaration.objectStores ?? []).map(objectStoreItem),
    ...(declaration.consumers ?? []).map(consumerItem),
  ];
}

function streamItem(stream: StreamDeclaration): StreamItem {
  const { name, republish } = stream;
  const config = declared<StreamSettings>({
    name,
    description: stream.description,
    subjects: [...stream.subjects],
    retention: stream.retention,
    discard: stream.discard,
    storage: stream.storage,
    num_replicas: stream.replicas,
    max_age: nanos(stream.maxAgeMs),
    max_bytes: stream.maxBytes,
    max_msgs: stream.maxMessages,
    max_msgs_per_subject: stream.maxMessagesPerSubject,
    max_msg_size: stream.maxMessageBytes,
    duplicate_window: nanos(stream.duplicateWindowMs),
    allow_direct: stream.allowDirect,
    compression: stream.compression,
    republish: republish === undefined ? undefined : { src: republish.source, dest: republish.destination },
    allow_msg_ttl: stream.perMessageTtl,
    deny_delete: stream.denyDelete,
    deny_purge: stream.denyPurge,
    metadata: stream.metadata,
  });
  return { kind: 'stream', name, config };
}

function bucketItem(bucket: BucketDeclaration): StreamItem {
  const config = declared<StreamSettings>({
    name: kv.stream(bucket.name),
    description: bucket.description,
    subjects: [kv.subjects(bucket.name)],
    retention: 'limits',
    discard: 'new',
    storage: bucket.storage ?? 'file',
    num_replicas: bucket.replicas,
    max_msgs_per_subject: bucket.history ?? 1,
    max_age: nanos(bucket.maxAgeMs),
    max_bytes: bucket.maxBytes,
    max_msg_size: bucket.maxValueBytes,
    allow_rollup_hdrs: true,
    deny_delete: true,
    allow_direct: bucket.allowDirect ?? false,
    allow_msg_ttl: bucket.perKeyTtl,
    republish:
      bucket.republish === undefined
        ? undefined
        : { src: kv.subjects(bucket.name), dest: bucket.republish, headers_only: true },
    compression: bucket.compression,
    metadata: bucket.metadata,
  });
  return { kind: 'bucket', name: bucket.name, config };
}

function objectStoreItem(store: ObjectStoreDeclaration): StreamItem {
  const config = declared<StreamSettings>({
    name: objectStore.stream(store.name),
    description: store.description,
    subjects: [objectStore.chunks(store.name), objectStore.metas(store.name)],
    retention: 'limits',
    discard: 'new',
    storage: store.storage ?? 'file',
    num_replicas: store.replicas,
    max_age: nanos(store.maxAgeMs),
    max_bytes: store.maxBytes,
    allow_rollup_hdrs: true,
    allow_direct: true,
    compression: store.compression,
    metadata: store.metadata,
  });
  return { kind: 'objectStore', name: store.name, config };
}

function consumerItem(consumer: ConsumerDeclaration): ConsumerItem {
  const { stream, durable } = consumer;
  const config = declared<ConsumerSettings>({
    durable_name: durable,
    name: durable,
    description: consumer.description,
    filter_subject: consumer.filter,
    filter_subjects: consumer.filters === undefined ? undefined : [...consumer.filters],
    ack_policy: consumer.ackPolicy ?? 'explicit',
    deliver_policy: consumer.deliverPolicy ?? 'all',
    replay_policy: 'instant',
    ack_wait: nanos(consumer.ackWaitMs),
    max_deliver: consumer.maxDeliver,
    max_ack_pending: consumer.maxAckPending,
    num_replicas: consumer.replicas,
    metadata: consumer.metadata,
  });
  return { kind: 'consumer', name: `${stream}/${durable}`, stream, durable, config };
}

type Open<Settings> = { readonly [Key in keyof Settings]: Settings[Key] | undefined };

function declared<Settings extends object>(settings: Open<Settings>): Settings {
  // What is left out is optional in the settings: a required one is never undefined.
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Settings;
}

function nanos(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms * NANOS_PER_MS;
}

// The difference between a declaration and what the broker holds. Pure.
//
// - Only declared keys count: the server adds defaults and metadata of its own.
// - A change that the server cannot make in place is refused, never worked around: nothing is deleted or made anew.

import type { TopologyItem, TopologyKind } from './topology.ts';

export interface TopologyChange {
  /** In the words of JetStream's configuration. */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface TopologyDifference {
  readonly kind: TopologyKind;
  readonly name: string;
  readonly action: 'create' | 'update' | 'unchanged' | 'refuse';
  readonly changes: readonly TopologyChange[];
  readonly reason?: string;
}

type Config = Readonly<Record<string, unknown>>;

/** `held` is the configuration as the server reports it, null when there is none. */
export function diffItem(item: TopologyItem, held: Config | null): TopologyDifference {
  const { kind, name } = item;
  const changes = changesOf(item.config, held ?? {});
  if (held === null) return { kind, name, action: 'create', changes };
  if (changes.length === 0) return { kind, name, action: 'unchanged', changes };
  const fixed = changes.filter((change) => isFixed(kind, change));
  if (fixed.length === 0) return { kind, name, action: 'update', changes };
  const fields = fixed.map(({ field }) => field).join(', ');
  return { kind, name, action: 'refuse', changes, reason: `the server cannot change ${fields} in place` };
}

/** The configuration to send for an update: what is held, with the declared keys put over it. */
export function mergedConfig(item: TopologyItem, held: Config): Record<string, unknown> {
  const merged = { ...held, ...item.config };
  const metadata = { ...ownMetadata(held['metadata']), ...asRecord(item.config['metadata']) };
  if (Object.keys(metadata).length > 0) merged['metadata'] = metadata;
  return merged;
}

function changesOf(declared: Config, held: Config): TopologyChange[] {
  return Object.entries(declared).flatMap(([field, to]) => {
    if (field === 'metadata') return metadataChanges(asRecord(to), asRecord(held['metadata']));
    const from = held[field];
    return isSame(from, to) ? [] : [{ field, from, to }];
  });
}

function metadataChanges(declared: Config, held: Config): TopologyChange[] {
  return Object.entries(declared)
    .filter(([key, to]) => held[key] !== to)
    .map(([key, to]) => ({ field: `metadata.${key}`, from: held[key], to }));
}

function isFixed(kind: TopologyKind, { field, from, to }: TopologyChange): boolean {
  if (kind === 'consumer') return ['ack_policy', 'deliver_policy', 'replay_policy'].includes(field);
  if (field === 'retention') return from === 'workqueue' || to === 'workqueue';
  const irrevocable = ['allow_msg_ttl', 'deny_delete', 'deny_purge'].includes(field);
  return field === 'storage' || (irrevocable && from === true);
}

/** The server leaves out what is false, zero or empty. */
function isSame(from: unknown, to: unknown): boolean {
  if (isBlank(from) && isBlank(to)) return true;
  return canonical(from) === canonical(to);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === 0 || value === '' || isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    const present = Object.entries(member).filter(([, inner]) => !isBlank(inner));
    return Object.fromEntries(present.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const SERVER_METADATA = '_nats.';

function ownMetadata(metadata: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asRecord(metadata)).filter(([key]) => !key.startsWith(SERVER_METADATA)));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

// The difference between a declaration and what the broker holds. Pure.
//
// - Only declared keys count: the server adds defaults and metadata of its own.
// - A change that the server cannot make in place is refused, never worked around: nothing is deleted or made anew.

import type { TopologyKind } from './topology.ts';

export interface TopologyChange {
  /** In the terms of JetStream's configuration. */
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

interface Declared {
  readonly kind: TopologyKind;
  readonly name: string;
  readonly config: Config;
}

/** `held` is the configuration as the server reports it, undefined when there is none. */
export function diffItem(item: Declared, held: Config | undefined): TopologyDifference {
  const { kind, name } = item;
  const changes = changesOf(item.config, held ?? {});
  if (held === undefined) return { kind, name, action: 'create', changes };
  if (changes.length === 0) return { kind, name, action: 'unchanged', changes };
  const fixed = changes.filter((change) => isFixed(kind, change));
  if (fixed.length === 0) return { kind, name, action: 'update', changes };
  const fields = fixed.map(({ field }) => field).join(', ');
  return { kind, name, action: 'refuse', changes, reason: `the server cannot change ${fields} in place` };
}

/** What an update merges into the current configuration: the declared keys, and metadata that keeps the keys of others. */
export function updateOf<Settings extends Config>(
  settings: Settings,
  held: Config,
): Settings & { metadata: Record<string, string> } {
  return { ...settings, metadata: { ...ownMetadata(held['metadata']), ...ownMetadata(settings['metadata']) } };
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

/** Without the metadata that the server writes itself. */
function ownMetadata(metadata: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asRecord(metadata)).flatMap(([key, value]) =>
      typeof value === 'string' && !key.startsWith(SERVER_METADATA) ? [[key, value]] : [],
    ),
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

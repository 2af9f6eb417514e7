// The wire names that the walls need, taken from the contract itself: which channel belongs to which plane, and which
// names are a stream, a bucket or a durable. A new channel is covered as soon as it is declared.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

export interface ContractNames {
  /** Channels that only the control plane writes or answers: run events, its services. */
  readonly controlChannels: ReadonlySet<string>;
  /** Channels by which the runtime is invoked: the command, its services. */
  readonly runtimeChannels: ReadonlySet<string>;
  readonly storeNames: ReadonlySet<string>;
}

/** @throws Error when the document declares no channel of either plane: an empty wall would always stand */
export function readContractNames(root: string): ContractNames {
  const document: unknown = parse(readFileSync(join(root, 'asyncapi.yaml'), 'utf8'));
  const control = new Set<string>();
  const runtime = new Set<string>();
  for (const [name, channel] of entriesOf(fieldOf(document, 'channels'))) {
    const marks = fieldOf(channel, 'x-dome-channel');
    const kind = fieldOf(marks, 'kind');
    const service = fieldOf(marks, 'service');
    if (kind === 'run' || kind === 'law' || service === 'dome') control.add(name);
    if (kind === 'command' || service === 'domed') runtime.add(name);
  }
  const topology = fieldOf(document, 'x-dome-topology');
  const storeNames = new Set<string>();
  for (const kind of ['streams', 'buckets', 'objectStores']) {
    for (const [name] of entriesOf(fieldOf(topology, kind))) storeNames.add(name);
  }
  for (const [, consumer] of entriesOf(fieldOf(topology, 'consumers'))) {
    // For a name with parameters, the part before the first one, which is what a template would spell.
    const [fixed] = String(fieldOf(consumer, 'durable')).split('{');
    if (fixed !== undefined && fixed !== '') storeNames.add(fixed);
  }
  if (control.size === 0 || runtime.size === 0 || storeNames.size === 0) {
    throw new Error('asyncapi.yaml declares no channels of both planes and no streams: there is nothing to wall in');
  }
  return { controlChannels: control, runtimeChannels: runtime, storeNames };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

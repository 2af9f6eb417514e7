// The law as its stream has it, which every person may read: whole, whoever serves, with what is no longer in force.
import type { ControlClient } from '@dome/client';
import { filters, highestVersion, isEvent, STREAMS } from '@dome/contracts';
import type { AnyEvent, LawRef } from '@dome/contracts';

export interface StoredVersion extends LawRef {
  /** As it was applied; a later contract may not read it. */
  readonly document: unknown;
  readonly isWithdrawn: boolean;
}

export interface StoredLaw {
  /** Of the last message; 0 before the first. */
  readonly sequence: number;
  /** In the order in which they were first applied. */
  readonly versions: readonly StoredVersion[];
  readonly events: readonly AnyEvent[];
  /** The sequences of messages that cannot be read. */
  readonly unreadable: readonly number[];
}

/** @throws DomeError UNAVAILABLE, TIMEOUT, FORBIDDEN */
export async function readStoredLaw(client: Pick<ControlClient, 'followFiltered'>): Promise<StoredLaw> {
  const versions = new Map<string, StoredVersion>();
  const events: AnyEvent[] = [];
  const unreadable: number[] = [];
  let sequence = 0;
  const of = { stream: STREAMS.LAW_EVENTS, filters: [filters.lawEvent()] };
  for await (const item of client.followFiltered(of, { untilCaughtUp: true })) {
    ({ sequence } = item);
    if (item.kind === 'unreadable') {
      unreadable.push(sequence);
      continue;
    }
    const { event } = item;
    events.push(event);
    if (isEvent(event, 'dev.dome.law.applied.v1')) {
      const { kind, name, version, document } = event.data;
      versions.set(keyOf(event.data), { kind, name, version, document, isWithdrawn: false });
    } else if (isEvent(event, 'dev.dome.law.withdrawn.v1')) {
      const before = versions.get(keyOf(event.data));
      if (before !== undefined) versions.set(keyOf(event.data), { ...before, isWithdrawn: true });
    }
  }
  return { sequence, versions: [...versions.values()], events, unreadable };
}

const keyOf = ({ kind, name, version }: LawRef): string => `${kind}/${name}@${version}`;

/** What a name and a range mean: the highest version that is not withdrawn; without a range no pre-release. */
export function meantIn(
  { versions }: Pick<StoredLaw, 'versions'>,
  { kind, name }: Pick<LawRef, 'kind' | 'name'>,
  range = '*',
): StoredVersion | undefined {
  const own = versions.filter((one) => one.kind === kind && one.name === name && !one.isWithdrawn);
  const highest = highestVersion(
    own.map(({ version }) => version),
    range,
  );
  return own.find(({ version }) => version === highest);
}

/** What each name alone means. */
export function inForceIn(law: Pick<StoredLaw, 'versions'>): StoredVersion[] {
  return law.versions.filter((one) => meantIn(law, one) === one);
}

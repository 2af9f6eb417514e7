// What is known of an installation at a moment: for each part the last that was heard, and since when nothing newer was. Pure.
import type { InstanceHealth, SkillBacklog } from '@dome/client';
import type { Announcement, OpenGate, RunSummary } from '@dome/contracts';

export interface FleetBacklog {
  /** When the oldest command that is not ended was sent; absent if there is none. */
  readonly oldestAt?: string;
  readonly skills: readonly SkillBacklog[];
}

export interface FleetParts {
  /** Of the control plane. */
  readonly replicas: readonly InstanceHealth[];
  readonly daemons: readonly InstanceHealth[];
  readonly announcements: readonly Announcement[];
  readonly backlog: FleetBacklog;
  /** The newest that are not finished. */
  readonly runs: readonly RunSummary[];
  /** Those that wait for people. */
  readonly gates: readonly OpenGate[];
}

export type PartName = keyof FleetParts;
export const PART_NAMES = ['replicas', 'daemons', 'announcements', 'backlog', 'runs', 'gates'] as const;

/** Each part, or why it could not be had. */
export type FleetSample = { readonly [Name in PartName]: FleetParts[Name] | Error };

export interface SeenFleet extends FleetParts {
  /** When each part was last heard; absent for one that never was. */
  readonly heardAtMs: Readonly<Partial<Record<PartName, number>>>;
  /** Why a part is older than the last sample. */
  readonly faults: Readonly<Partial<Record<PartName, string>>>;
}

export const NOTHING_HEARD: SeenFleet = {
  replicas: [],
  daemons: [],
  announcements: [],
  backlog: { skills: [] },
  runs: [],
  gates: [],
  heardAtMs: {},
  faults: {},
};

/** What a sample does not have stays as it was. */
export function withSample(before: SeenFleet, sample: FleetSample, atMs: number): SeenFleet {
  return PART_NAMES.reduce((fleet, name) => withPart(fleet, name, { heard: sample[name], atMs }), before);
}

interface HeardPart<Name extends PartName> {
  readonly heard: FleetParts[Name] | Error;
  readonly atMs: number;
}

function withPart<Name extends PartName>(fleet: SeenFleet, name: Name, { heard, atMs }: HeardPart<Name>): SeenFleet {
  const { [name]: _, ...faults } = fleet.faults;
  if (heard instanceof Error) return { ...fleet, faults: { ...faults, [name]: heard.message } };
  return { ...fleet, [name]: heard, heardAtMs: { ...fleet.heardAtMs, [name]: atMs }, faults };
}

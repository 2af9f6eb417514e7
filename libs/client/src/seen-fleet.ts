// What is known of an installation at a moment: for each part the last that was heard, and since when nothing newer was. Pure.
import { toDomeError } from '@dome/contracts/portable';
import type { Announcement, OpenGate, RunSummary } from '@dome/contracts/portable';

import type { SkillBacklog } from './backlog.ts';
import type { InstanceHealth } from './instances.ts';

export interface FleetBacklog {
  /** When the oldest command that is not ended was sent; absent if there is none. */
  readonly oldestAt?: string;
  readonly skills: readonly SkillBacklog[];
}

/** Who serves which version of a skill. */
export type FleetAnnouncement = Pick<
  Announcement,
  'instance' | 'pool' | 'name' | 'version' | 'descriptorDigest' | 'slots' | 'announcedAt'
>;

export interface FleetParts {
  /** Of the control plane. */
  readonly replicas: readonly InstanceHealth[];
  readonly daemons: readonly InstanceHealth[];
  readonly announcements: readonly FleetAnnouncement[];
  readonly backlog: FleetBacklog;
  /** The newest that are not finished. */
  readonly runs: readonly RunSummary[];
  /** Those that wait for people. */
  readonly gates: readonly OpenGate[];
}

export type PartName = keyof FleetParts;
const PART_NAMES = ['replicas', 'daemons', 'announcements', 'backlog', 'runs', 'gates'] as const;

/** Each part, or why it could not be had. */
export type FleetSample = { readonly [Name in PartName]?: FleetParts[Name] | Error };

/** How each part is asked for; one that nobody asks for stays as it was. */
export type FleetSource = { readonly [Name in PartName]?: () => Promise<FleetParts[Name]> };

/** Asks for all parts at once. What does not answer is told and holds up nothing. */
export async function sampleFleet(source: FleetSource): Promise<FleetSample> {
  const asked = PART_NAMES.flatMap((name) => {
    const ask: (() => Promise<FleetParts[PartName]>) | undefined = source[name];
    return ask === undefined ? [] : [ask().then((heard) => [name, heard] as const, faultOf(name))];
  });
  return Object.fromEntries(await Promise.all(asked));
}

const faultOf = (name: PartName) => (error: unknown) => [name, toDomeError(error)] as const;

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
  return PART_NAMES.reduce((fleet, name) => {
    const heard = sample[name];
    return heard === undefined ? fleet : withPart(fleet, name, { heard, atMs });
  }, before);
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

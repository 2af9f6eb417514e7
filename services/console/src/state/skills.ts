// The catalogue as the control plane lists it, and descriptors as the runtime has them.
import type { CapabilityGetReply, ListedSkill, ServedVersion } from '@dome/contracts/portable';
import { BoundedMap, DomeError, toDomeError } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { skillsOfFleet } from './fleet.ts';
import { sessionSignal } from './session-signal.ts';

export interface SeenSkills {
  readonly skills: readonly ListedSkill[];
  /** Absent: they were never heard. */
  readonly heardAtMs?: number;
  /** Why they are older than the rest. */
  readonly fault?: string;
}

export const seenSkills = sessionSignal<SeenSkills>({ skills: [] });

export async function askSkills({ ask }: Session): Promise<void> {
  try {
    seenSkills.value = { skills: await skillsOfFleet(ask), heardAtMs: Date.now() };
  } catch (error) {
    seenSkills.value = { ...seenSkills.value, fault: toDomeError(error).message };
  }
}

export interface VersionInPool {
  readonly pool: string;
  readonly served: ServedVersion;
}

/** The newest that is not drained comes first: the one that a new run chooses. */
export function versionsNamed(skills: readonly ListedSkill[], name: string): VersionInPool[] {
  const all = skills
    .filter((skill) => skill.name === name)
    .flatMap(({ pool, versions }) => versions.map((served) => ({ pool, served })));
  const isDrained = ({ served }: VersionInPool): number => Number(served.drained !== undefined);
  return all.toSorted((a, b) => isDrained(a) - isDrained(b));
}

/** Tuning: more than anybody looks at in a row. A descriptor never changes under its digest. */
const KEPT = 64;
const descriptors = new BoundedMap<string, Promise<CapabilityGetReply>>(KEPT);

/** @throws DomeError */
export function describedSkill({ ask, user }: Session, digest: string): Promise<CapabilityGetReply> {
  if (user === OBSERVER)
    return Promise.reject(
      new DomeError('FORBIDDEN', { detail: 'An observer may not read what a skill takes: sign in as a person.' }),
    );
  const known = descriptors.get(digest);
  if (known !== undefined) return known;
  const asked = ask('runtimeCapabilityGet', { digest });
  descriptors.set(digest, asked);
  asked.catch(() => descriptors.delete(digest));
  return asked;
}

// The skills of one daemon. A name may have several versions: they share the durable of the name, and each is a skill of
// its own in everything else.
import { selectSkill } from '@dome/contracts';
import type { Selection, SkillRef } from '@dome/contracts';

import type { Command } from '../job.ts';
import type { LoadedSkill } from './skill.ts';

export interface SkillSet {
  /** Every version of every skill. */
  readonly all: readonly LoadedSkill[];
  /** Each once, in the order in which they were loaded. */
  readonly names: readonly string[];
  /** None: there is no skill of that name. */
  versionsOf(name: string): readonly LoadedSkill[];
  /** The name where one version alone has it, else `name@version`. */
  labelOf(skill: LoadedSkill): string;
}

export function skillSet(all: readonly LoadedSkill[]): SkillSet {
  const byName = Map.groupBy(all, ({ descriptor }) => descriptor.name);
  const versionsOf = (name: string): readonly LoadedSkill[] => byName.get(name) ?? [];
  return {
    all,
    names: [...byName.keys()],
    versionsOf,
    labelOf: ({ descriptor: { name, version } }) => (versionsOf(name).length > 1 ? `${name}@${version}` : name),
  };
}

export type LockedVersion = Selection<SkillRef & { readonly skill: LoadedSkill }>;

/** The version that a command is locked to, or why it is none of these: they all have the name in its subject. */
export function lockedVersion(
  versions: readonly LoadedSkill[],
  { skill: name, request }: Pick<Command, 'skill' | 'request'>,
): LockedVersion {
  return selectSkill(
    versions.map((skill) => ({ ...refOf(skill), skill })),
    { ...request.skill, name },
  );
}

const refOf = ({ descriptor: { name, version }, descriptorDigest }: LoadedSkill): SkillRef => ({
  name,
  version,
  descriptorDigest,
});

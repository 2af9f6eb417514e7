// Skills as the folder of a project has them: what a plan can be held against without asking the fleet. Nothing here says
// what the fleet has.
import { highestVersion, nearestName, parseSkillUse } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';
import { lockPlan } from '@dome/planning';
import type { readPlan } from '@dome/planning';
import { readCatalogue } from '@dome/skills';

export interface SkillAtHand {
  readonly descriptor: Descriptor;
  readonly digest: string;
}

/** Skills that are no skills are for `dome skill validate` to tell. */
export async function skillsIn(dir: string): Promise<SkillAtHand[]> {
  const found: SkillAtHand[] = [];
  for await (const entry of readCatalogue([dir])) {
    if (entry.kind !== 'skill') continue;
    const { descriptor, descriptorDigest: digest } = entry.skill;
    found.push({ descriptor, digest });
  }
  return found;
}

/** The highest version that is meant, as the fleet would choose. */
export function skillMeantBy(use: string, skills: readonly SkillAtHand[]): SkillAtHand | undefined {
  const { name, range } = parseSkillUse(use);
  const named = skills.filter(({ descriptor }) => descriptor.name === name);
  const versions = named.map(({ descriptor }) => descriptor.version);
  const highest = highestVersion(versions, range);
  return named.find(({ descriptor }) => descriptor.version === highest);
}

/**
 * @returns what the plan uses and none of the skills is
 * @throws DomeError with every fault of the tasks whose skill is at hand, as the control plane would say it
 */
export function checkAgainst(plan: ReturnType<typeof readPlan>, skills: readonly SkillAtHand[]): string[] {
  const { tasks } = plan.shape;
  const served = [...tasks.values()].flatMap((node) => {
    const skill = skillMeantBy(node.uses, skills);
    return skill === undefined ? [] : [{ node, skill }];
  });
  const known = new Map(served.map(({ node }) => [node.taskId, node]));
  const announcements = served.map(({ node, skill: { descriptor, digest } }) => ({
    name: descriptor.name,
    version: descriptor.version,
    title: descriptor.title,
    summary: descriptor.description,
    hints: descriptor.hints,
    descriptorDigest: digest,
    pool: node.pool,
    slots: 1,
    instance: 'at-hand',
    labels: {},
  }));
  const descriptors = new Map(served.map(({ skill }) => [skill.digest, skill.descriptor]));
  lockPlan({ ...plan, shape: { ...plan.shape, tasks: known } }, { announcements, descriptors });
  const others = [...tasks.values()].filter(({ taskId }) => !known.has(taskId));
  return [...new Set(others.map((node) => unknownUse(node, skills)))];
}

/** The fleet may serve it; a name that is nearly one of the project's is more likely a slip. */
function unknownUse(
  { uses, skill }: { readonly uses: string; readonly skill: string },
  skills: readonly SkillAtHand[],
): string {
  const names = [...new Set(skills.map(({ descriptor }) => descriptor.name))];
  const near = names.includes(skill) ? undefined : nearestName(skill, names);
  return near === undefined ? uses : `${uses} (did you mean ${near}?)`;
}

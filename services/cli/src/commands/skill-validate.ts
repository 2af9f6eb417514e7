// `dome skill validate`: whether a daemon would load the skills of a folder, and everything that it would refuse. It asks
// nobody: the daemon reads skills with the same code.
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { checkedSkillsText } from '../render/checked-skills.ts';
import { checkSkills, refusedSkills } from '../skills/read-skills.ts';
import type { CheckedSkill } from '../skills/read-skills.ts';
import { shownPath, skillPlace } from '../skills/skill-places.ts';
import { usageError } from '../errors.ts';

export async function skillValidate(context: Context, word: string | undefined): Promise<number> {
  const { io, symbols } = context;
  const place = skillPlace(io.cwd, word);
  const skills = await checkSkills(place, io.env['PATH'] ?? '');
  if (skills.length === 0)
    throw usageError(`There is no skill in ${shownPath(io.cwd, place.dir)}.`, 'Write one with `dome skill init NAME`.');
  const items = skills.map((skill) => valueOf(skill, io.cwd));
  const text = (): string =>
    checkedSkillsText(skills, { cwd: io.cwd, symbols, paint: io.out.paint, width: io.out.columns });
  context.show({ value: { skills: items }, items, text });
  const refused = skills.filter(({ isValid }) => !isValid).length;
  if (refused === 0) return EXIT.success;
  throw refusedSkills(refused, skills.length);
}

function valueOf(skill: CheckedSkill, cwd: string): object {
  if (skill.isValid) {
    const { name, version, dir, leftOut, lack } = skill;
    return { name, isValid: true, version, dir: shownPath(cwd, dir), leftOut, lack };
  }
  const { name, file, faults } = skill;
  return {
    name,
    isValid: false,
    file: shownPath(cwd, file),
    faults: faults.map(({ message, pointer, at, hint }) => ({ message, pointer, ...at, hint })),
  };
}

// Skills that were checked: a line for each, then each fault with its place in the text.
import type { SkillFault } from '@dome/skills';

import type { CheckedSkill } from '../skills/read-skills.ts';
import { shownPath } from '../skills/skill-places.ts';
import { harmless } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { columns } from './columns.ts';
import { faultLines } from '../faults/fault-text.ts';

interface CheckedLook {
  readonly cwd: string;
  readonly symbols: Symbols;
  readonly paint: Paint;
  readonly width: number;
}

export function checkedSkillsText(skills: readonly CheckedSkill[], look: CheckedLook): string {
  const { cwd, symbols, paint } = look;
  const rows = skills.map((skill) =>
    skill.isValid
      ? [paint('green', symbols.success), skill.name, skill.version, shownPath(cwd, skill.dir), remarkOf(skill, cwd)]
      : [paint('red', symbols.failure), harmless(skill.name), '', shownPath(cwd, skill.file), countText(skill.faults)],
  );
  const faults = skills.flatMap((skill) =>
    skill.isValid ? [] : skill.faults.map((fault) => faultText(fault, skill, look)),
  );
  return [columns([], rows), ...faults.map((text) => `\n${text}`)].join('');
}

/** As many as fit beside a skill; `-o json` has all. */
const FILES_NAMED_MAX = 5;

function remarkOf({ leftOut, lack, dir }: Extract<CheckedSkill, { isValid: true }>, cwd: string): string {
  const shownLack = lack === undefined ? [] : [harmless(lack.replaceAll(dir, shownPath(cwd, dir)))];
  return [...leftOutText(leftOut), ...shownLack].join('; ');
}

function leftOutText(leftOut: readonly string[]): string[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length > FILES_NAMED_MAX ? `, and ${leftOut.length - FILES_NAMED_MAX} more` : '';
  const named = leftOut.slice(0, FILES_NAMED_MAX).map(harmless).join(', ');
  return [`without ${named}${more}, which git does not track`];
}

const countText = ({ length }: readonly SkillFault[]): string => (length === 1 ? '1 fault' : `${length} faults`);

type Refused = Extract<CheckedSkill, { isValid: false }>;

function faultText(
  { at, message, hint }: SkillFault,
  { file, text }: Refused,
  { cwd, paint, width }: CheckedLook,
): string {
  const lines = faultLines({ file: shownPath(cwd, file), at, message, hint, text }, { paint, columns: width });
  return `${lines.join('\n')}\n`;
}

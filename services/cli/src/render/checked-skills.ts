// Skills that were checked: a line for each, then each fault with its place in the text.
import type { SkillFault } from '@dome/skills';

import type { CheckedSkill } from '../skills/read-skills.ts';
import { shownPath } from '../skills/skill-places.ts';
import { cut, harmless, widthOf } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import { hintAsTyped } from '../typed-command.ts';
import { columns } from './columns.ts';

interface CheckedLook {
  readonly cwd: string;
  readonly symbols: Symbols;
  readonly paint: Paint;
}

export function checkedSkillsText(skills: readonly CheckedSkill[], look: CheckedLook): string {
  const { cwd, symbols, paint } = look;
  const rows = skills.map((skill) =>
    skill.isValid
      ? [paint('green', symbols.success), skill.name, skill.version, shownPath(cwd, skill.dir), ...leftOutText(skill)]
      : [paint('red', symbols.failure), harmless(skill.name), '', shownPath(cwd, skill.file), countText(skill.faults)],
  );
  const faults = skills.flatMap((skill) =>
    skill.isValid ? [] : skill.faults.map((fault) => faultText(fault, skill, look)),
  );
  return [columns([], rows), ...faults.map((text) => `\n${text}`)].join('');
}

/** As many as fit beside a skill; `-o json` has all. */
const FILES_NAMED_MAX = 5;

function leftOutText({ leftOut }: Extract<CheckedSkill, { isValid: true }>): string[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length > FILES_NAMED_MAX ? `, and ${leftOut.length - FILES_NAMED_MAX} more` : '';
  const named = leftOut.slice(0, FILES_NAMED_MAX).map(harmless).join(', ');
  return [`without ${named}${more}, which git does not track`];
}

const countText = ({ length }: readonly SkillFault[]): string => (length === 1 ? '1 fault' : `${length} faults`);

type Refused = Extract<CheckedSkill, { isValid: false }>;

function faultText({ at, message, hint }: SkillFault, { file, text }: Refused, { cwd, paint }: CheckedLook): string {
  const place = at === undefined ? '' : `:${at.line}:${at.column}`;
  const lines = [
    `${paint('bold', `${shownPath(cwd, file)}${place}`)}  ${harmless(message)}`,
    ...(at === undefined || text === undefined ? [] : excerptWithCaret(text, at)),
    ...(hint === undefined ? [] : [`${paint('cyan', 'hint: ')} ${harmless(hintAsTyped(hint))}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The line with the one before it, and a caret under the place. */
function excerptWithCaret(
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): string[] {
  const lines = text.split(/\r?\n/);
  const shown = [line - 1, line].filter((number) => number >= 1 && lines[number - 1] !== undefined);
  const rows = shown.map((number) => {
    const content = harmless((lines[number - 1] ?? '').replaceAll('\t', '  '));
    return `${number === line ? ' → ' : '   '}${String(number).padStart(4)} │ ${cut(content, EXCERPT_WIDTH)}`;
  });
  const before = harmless((lines[line - 1] ?? '').slice(0, column - 1).replaceAll('\t', '  '));
  return [...rows, `        │ ${' '.repeat(Math.min(widthOf(before), EXCERPT_WIDTH))}^`];
}

/** Of a line that nobody can read at once. */
const EXCERPT_WIDTH = 160;

import type { FileOutcome } from '../init/outcome.ts';
import { STAGES } from '../init/stage-commands.ts';
import type { StageCommands } from '../init/stage-commands.ts';
import { PROGRAM } from '../typed-command.ts';
import { columns } from './columns.ts';
import { widthOf } from '../terminal/style.ts';

/**
 * What was found, one line for each file, and what to type next. In a terminal too narrow for that, what a file is for
 * stands below its path.
 */
export function initText(steps: StageCommands, files: readonly FileOutcome[], width: number): string {
  const found = STAGES.map((stage) => {
    const step = steps[stage];
    return [stage, step?.command ?? '-', step === undefined ? `nothing says how; --${stage} COMMAND does` : step.from];
  });
  const beside = columns(
    [],
    files.map(({ path, says, outcome }) => [outcome, path, says]),
  );
  const fits = beside.split('\n').every((line) => widthOf(line) <= width);
  const below = columns(
    [],
    files.flatMap(({ path, says, outcome }) => [
      [outcome, path],
      ['', `  ${says}`],
    ]),
  );
  const isProposed = files.some(({ outcome }) => outcome === 'proposed');
  const next = isProposed
    ? ['Nothing was written.']
    : [
        'Next:',
        `  ${PROGRAM} dev   in this folder, and in another terminal:`,
        `  ${PROGRAM} run   checks the project, and decides`,
      ];
  return `${columns([], found)}\n${fits ? beside : below}\n${next.join('\n')}\n`;
}

export interface NewSkill {
  readonly name: string;
  readonly template: string;
  /** What a machine must have to run it. */
  readonly needs: string;
  readonly files: readonly FileOutcome[];
}

export function newSkillText({ name, template, needs, files }: NewSkill): string {
  const rows = files.map(({ path, says, outcome }) => [outcome, path, says]);
  const next = [
    [`  ${PROGRAM} skill test ${name}`, 'tries its examples on this machine'],
    [`  ${PROGRAM} skill validate ${name}`, 'says what a daemon would refuse'],
    [`  ${PROGRAM} dev`, 'serves it, and each time anew when it is edited; then in another terminal:'],
    [`  ${PROGRAM} skill run ${name} --workspace .`, 'runs it on this project'],
  ];
  return `${columns([], rows)}\nWritten in ${template}; it needs ${needs}.\n\nNext:\n${columns([], next)}`;
}

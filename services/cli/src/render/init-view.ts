import type { FileOutcome } from '../init/outcome.ts';
import { STAGES } from '../init/stage-commands.ts';
import type { StageCommands } from '../init/stage-commands.ts';
import { PROGRAM } from '../typed-command.ts';
import { widthOf } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import { columns } from './columns.ts';

/** What was found, the files, and what to type next. */
export function initText(steps: StageCommands, files: readonly FileOutcome[], width: number): string {
  const found = STAGES.map((stage) => {
    const step = steps[stage];
    return [stage, step?.command ?? '-', step === undefined ? `nothing says how; --${stage} COMMAND does` : step.from];
  });
  const isProposed = files.some(({ outcome }) => outcome === 'proposed');
  const next = isProposed
    ? ['Nothing was written.']
    : [
        'Next:',
        `  ${PROGRAM} dev   in this folder, and in another terminal:`,
        `  ${PROGRAM} run   checks the project, and decides`,
      ];
  return `${columns([], found)}\n${fileRows(files, width)}\n${next.join('\n')}\n`;
}

/** A line for each; in a terminal too narrow for that, what a file is for stands below its path. */
function fileRows(files: readonly FileOutcome[], width: number): string {
  const beside = files.map(({ path, says, outcome }) => [outcome, path, says]);
  const indent = Math.max(0, ...files.map(({ outcome }) => widthOf(outcome))) + 4;
  const below = files.flatMap(({ path, says, outcome }) => [
    [outcome, path],
    ...wrapText(says, width - indent).map((line) => ['', `  ${line}`]),
  ]);
  const text = columns([], beside);
  return text.split('\n').every((line) => widthOf(line) <= width) ? text : columns([], below);
}

export interface NewSkill {
  readonly name: string;
  readonly template: string;
  /** What a machine must have to run it. */
  readonly needs: string;
  readonly files: readonly FileOutcome[];
}

export function newSkillText({ name, template, needs, files }: NewSkill, width: number): string {
  const next = [
    [`  ${PROGRAM} skill test ${name}`, 'tries its examples on this machine'],
    [`  ${PROGRAM} skill validate ${name}`, 'says what a daemon would refuse'],
    [`  ${PROGRAM} dev`, 'serves it, and each time anew when it is edited; then in another terminal:'],
    [`  ${PROGRAM} skill run ${name} --workspace .`, 'runs it on this project'],
  ];
  return `${fileRows(files, width)}\nWritten in ${template}; it needs ${needs}.\n\nNext:\n${columns([], next)}`;
}

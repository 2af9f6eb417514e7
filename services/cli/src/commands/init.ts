// `dome init`: the first files of a project, made of what the project says about itself. Nothing that exists is changed.
import { workTreeState } from '@dome/archive';

import type { Context } from '../context.ts';
import { devPerson } from '../dev/people.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { lawFiles, planFiles } from '../init/plan-files.ts';
import { placeFiles, proposeFiles } from '../init/place-files.ts';
import { readProject } from '../init/project.ts';
import { deliverSkill, packSkill, stageSkill } from '../init/skill-files.ts';
import type { ProjectFile } from '../init/skill-files.ts';
import { STAGES, stageCommandsOf } from '../init/stage-commands.ts';
import type { ProjectStage, StageCommands } from '../init/stage-commands.ts';
import { initText } from '../render/init-view.ts';

export interface InitOptions {
  /** Commands that somebody gave for a stage. */
  readonly commands: Readonly<Partial<Record<ProjectStage, string>>>;
  readonly dryRun: boolean;
}

export async function init(context: Context, { commands, dryRun }: InitOptions): Promise<number> {
  const { io } = context;
  if ((await workTreeState(io.cwd)) === 'outside')
    throw usageError(
      `${io.cwd} is in no git repository, and a skill is the files that git tracks.`,
      'Make it one with `git init`, then run this again.',
    );
  const project = await readProject(io.cwd);
  const given = Object.fromEntries(
    Object.entries(commands).map(([stage, command]) => [stage, { command, from: `--${stage}` }]),
  );
  const steps: StageCommands = { ...stageCommandsOf(project), ...given };
  const files = filesFor({ project: project.name, steps, person: devPerson(io.osUser) });
  const outcomes = dryRun
    ? await proposeFiles(io.cwd, files)
    : await placeFiles(io.cwd, files, (text) => context.note(text));
  context.show({
    value: { steps, files: outcomes },
    items: outcomes,
    text: () => initText(steps, outcomes, io.out.columns),
  });
  return EXIT.success;
}

interface FilesFor {
  readonly project: string;
  readonly steps: StageCommands;
  readonly person: string;
}

/** @throws DomeError INVALID_REQUEST where nothing says how the project is checked */
function filesFor({ project, steps, person }: FilesFor): ProjectFile[] {
  const skills = STAGES.flatMap((stage) => {
    const step = steps[stage];
    return step === undefined ? [] : stageSkill(stage, step);
  });
  if (skills.length === 0)
    throw usageError(
      'Nothing here says how the project is linted, tested or built.',
      'Say it: --test COMMAND, --lint COMMAND, --build COMMAND.',
    );
  return [
    ...planFiles(project, steps),
    ...lawFiles(person, steps),
    ...skills,
    ...packSkill(project),
    ...deliverSkill(),
  ];
}

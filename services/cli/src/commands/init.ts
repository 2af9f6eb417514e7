// `dome init`: the first files of a project, made of what the project says about itself. Nothing that exists is changed.
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { askGit, workTreeState } from '@dome/archive';

import type { Context } from '../context.ts';
import { devPerson } from '../dev/people.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { lawFiles, planFiles } from '../init/plan-files.ts';
import type { FileOutcome } from '../init/outcome.ts';
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
  const outcomes: FileOutcome[] = [];
  for (const file of files) outcomes.push(await placed(io.cwd, file, dryRun));
  const written = outcomes.filter(({ outcome }) => outcome === 'written').map(({ path }) => path);
  if (written.length > 0) await tellGit(context, written);
  context.show({ value: { steps, files: outcomes }, items: outcomes, text: () => initText(steps, outcomes) });
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

async function placed(dir: string, { path, text, says }: ProjectFile, dryRun: boolean): Promise<FileOutcome> {
  const target = join(dir, path);
  if (dryRun) return { path, says, outcome: (await exists(target)) ? 'kept' : 'proposed' };
  await mkdir(dirname(target), { recursive: true });
  try {
    await writeFile(target, text, { flag: 'wx' });
    return { path, says, outcome: 'written' };
  } catch (cause) {
    // Whatever is there, a link that leads nowhere included, stays.
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return { path, says, outcome: 'kept' };
    throw cause;
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/**
 * By name only: what is committed stays the choice of the person. A folder is often ignored for what tools leave there, as
 * `build` is, and these files are source, so git takes them all the same, and she is told.
 */
async function tellGit(context: Context, paths: readonly string[]): Promise<void> {
  const { cwd } = context.io;
  const ignored = await askGit(cwd, ['check-ignore', '--', ...paths]);
  const answer = await askGit(cwd, ['add', '--intent-to-add', '--force', '--', ...paths]);
  if (!answer.ok) context.note(`git does not track the new files: ${answer.why.trim()}`);
  else if (ignored.ok)
    context.note(
      `Your .gitignore covers ${linesOf(ignored.stdout.toString()).join(', ')}; git tracks them all the same, as source.`,
    );
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

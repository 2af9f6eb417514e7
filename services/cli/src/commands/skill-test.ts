// `dome skill test`: tries the examples of manifests on this machine, without a broker, one after the other. The runtime
// runs them, as it runs jobs; here they are held against what their manifests say.
import { join } from 'node:path';

import { DomeError } from '@dome/contracts';
import { readSkill, skillRefused } from '@dome/skills';
import type { DescribedSkill, TrialMessage } from '@dome/skills';

import { trialsFolder } from '../folders.ts';
import type { Context } from '../context.ts';
import { folderOfProject } from '../dev/places.ts';
import { passedToSkills } from '../dev/toolchains.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { checkedSkillsText } from '../render/checked-skills.ts';
import { logLineText, triedText, trialEndText } from '../render/tried-example.ts';
import { runTrial } from '../skills/trial-process.ts';
import { gatherTried } from '../skills/tried-example.ts';
import type { TriedExample } from '../skills/tried-example.ts';
import { checkSkills, refusedSkills } from '../skills/read-skills.ts';
import type { CheckedSkill } from '../skills/read-skills.ts';
import { skillPlace } from '../skills/skill-places.ts';

export interface SkillTestOptions {
  /** A name or a folder; undefined: every skill of the project. */
  readonly skill: string | undefined;
  /** Only examples of this name. */
  readonly example?: string;
  readonly secrets?: string;
}

export async function skillTest(context: Context, options: SkillTestOptions): Promise<number> {
  const { io } = context;
  const skills = await chosenSkills(context, options);
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  const tried: TriedExample[] = [];
  for (const chosen of skills) {
    if (letGo.signal.aborted) break;
    tried.push(...(await trySkill(context, options, { ...chosen, signal: letGo.signal })));
  }
  if (letGo.signal.aborted) return EXIT.interrupted;
  const items = tried.map(({ skill, example, end, verdict, annotations }) => ({
    skill,
    example,
    isMet: verdict.isMet,
    ...end,
    annotations,
    ...(verdict.isMet ? {} : { expected: verdict.result, differences: verdict.output }),
  }));
  context.show({ value: { examples: items }, items, text: () => trialEndText(tried, look(context)) });
  return tried.every(({ verdict }) => verdict.isMet) ? EXIT.success : EXIT.checkFailed;
}

interface ChosenSkill {
  readonly dir: string;
  readonly skill: DescribedSkill;
}

/** @throws DomeError MANIFEST_INVALID for one that a daemon would refuse; INVALID_REQUEST where nothing can be tried */
async function chosenSkills(
  context: Context,
  { skill: word, example }: SkillTestOptions,
): Promise<(ChosenSkill & { readonly only: readonly string[] })[]> {
  const place = skillPlace(context.io.cwd, word);
  const found = await checkSkills(place, context.io.env['PATH'] ?? '');
  refuseInvalid(context, found);
  const read = await Promise.all(found.flatMap((one) => (one.isValid ? [readChosen(one.dir)] : [])));
  const without = read.filter(({ skill }) => skill.examples.length === 0);
  for (const { skill } of without) context.note(`${skill.descriptor.name} has no examples: nothing of it is tried`);
  const chosen = read.flatMap(({ dir, skill }) => {
    const names = skill.examples.map(({ name }) => name).filter((name) => example === undefined || name === example);
    return names.length === 0 ? [] : [{ dir, skill, only: names }];
  });
  if (chosen.length > 0) return chosen;
  const names = read.flatMap(({ skill }) => skill.examples.map(({ name }) => JSON.stringify(name)));
  throw usageError(
    example === undefined ? 'There is no example to try.' : `There is no example ${JSON.stringify(example)}.`,
    names.length === 0
      ? 'Write one into the manifest: `examples: [{ name, input, output }]`.'
      : `There are ${names.join(', ')}.`,
  );
}

/** @throws DomeError MANIFEST_INVALID, once all faults are shown */
function refuseInvalid({ io, symbols, globals }: Context, found: readonly CheckedSkill[]): void {
  const refused = found.filter(({ isValid }) => !isValid);
  if (refused.length === 0) return;
  const look = { cwd: io.cwd, symbols, paint: io.err.paint, width: io.err.columns };
  if (globals.output === 'table') void io.err.write(checkedSkillsText(refused, look));
  throw refusedSkills(refused.length, found.length);
}

async function readChosen(dir: string): Promise<ChosenSkill> {
  const read = await readSkill(dir);
  if (!read.ok) throw skillRefused(read.refusal);
  return { dir, skill: read.skill };
}

type Chosen = ChosenSkill & { readonly only: readonly string[]; readonly signal: AbortSignal };

async function trySkill(context: Context, { secrets }: SkillTestOptions, chosen: Chosen): Promise<TriedExample[]> {
  const { io, globals } = context;
  const { dir, skill, only, signal } = chosen;
  const { name, version } = skill.descriptor;
  const secretsDir = secrets === undefined ? folderOfProject(io.cwd, 'secrets') : join(io.cwd, secrets);
  const tried: TriedExample[] = [];
  let broken: DomeError | undefined;
  const gather = gatherTried(name, skill.examples);
  const hear = (message: TrialMessage): void => {
    if (message.kind === 'broken') broken = DomeError.fromProblem(message.problem);
    if (message.kind === 'line' && !globals.quiet)
      void io.err.write(logLineText(message, { ...look(context), paint: io.err.paint }));
    const ended = gather(message);
    if (ended === undefined) return;
    tried.push(ended);
    if (globals.output === 'table') void io.out.write(triedText(ended, look(context)));
  };
  context.note(`${name} ${version}`);
  await runTrial({
    dir,
    examples: only,
    workDir: trialsFolder(io.env),
    env: { ...io.env, DOME_PASS_ENV: passedToSkills(io.env) },
    signal,
    onMessage: hear,
    ...(secretsDir === undefined ? {} : { secretsDir }),
  });
  if (broken !== undefined) throw broken;
  return tried;
}

const look = ({ io, symbols }: Context) => ({ paint: io.out.paint, symbols, columns: io.out.columns });

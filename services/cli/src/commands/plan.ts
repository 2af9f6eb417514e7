// Plans before they run. Whether one holds is said here, by the code of the control plane and what lies in the folder; what
// the law in force and the fleet say of it, only they can.
import { dirname, resolve } from 'node:path';

import type { PlanValidateReply } from '@dome/contracts';
import { planView } from '@dome/planning';

import type { Context } from '../context.ts';
import { folderAbove } from '../dev/places.ts';
import { EXIT } from '../exit-codes.ts';
import { withFiles } from '../faults/written-files.ts';
import type { WrittenFile } from '../faults/written-files.ts';
import { lawIn } from '../law/at-hand.ts';
import type { LawAtHand, PolicyAtHand } from '../law/at-hand.ts';
import { heldText, planText } from '../render/plan-view.ts';
import type { HeldPlan } from '../render/plan-view.ts';
import { checkAgainst, skillMeantBy, skillsIn } from '../skills/at-hand.ts';
import { catalogueIn, shownPath } from '../skills/skill-places.ts';
import { checkPlanFiles } from './check-plan-files.ts';
import { readInputs } from './inputs.ts';
import { inputSchemaOf, namedPolicy, readPlanFiles, writtenIn } from './plan-files.ts';
import type { PlanFiles } from './plan-files.ts';
import { documentsOf } from './run-submit.ts';

export interface PlanOptions {
  readonly file: string;
  readonly policy?: string;
  readonly inputs: readonly string[];
  /** Also asks the control plane and the fleet. */
  readonly resolve: boolean;
}

export async function planValidate(context: Context, options: PlanOptions): Promise<number> {
  const { reply, held } = await validate(context, options);
  const { io, symbols } = context;
  context.show({ value: reply, text: () => heldText(reply, held, { paint: io.out.paint, symbols }) });
  return EXIT.success;
}

export async function planShow(context: Context, options: PlanOptions): Promise<number> {
  const { reply } = await validate(context, options);
  context.show({ value: reply, text: () => planText(reply, context.io.out) });
  return EXIT.success;
}

interface Validated {
  readonly reply: PlanValidateReply;
  readonly held: HeldPlan;
}

async function validate(context: Context, options: PlanOptions): Promise<Validated> {
  const { cwd } = context.io;
  const files = await readPlanFiles(context.io, options);
  const given = await readInputs(options.inputs, cwd);
  const inputs = options.inputs.length === 0 ? undefined : given.valuesBy(inputSchemaOf(files));
  const from = files.plan.path === '-' ? cwd : dirname(resolve(cwd, files.plan.path));
  const { policy: ofLaw, holders } = options.resolve ? {} : await lawAtHand(files, from, cwd);
  const written = [...given.written('inputs', '/inputs'), ...writtenIn(files), ...policyFile(ofLaw, cwd)];
  try {
    const skillsDir = options.resolve ? undefined : catalogueIn(from);
    const skills = skillsDir === undefined ? [] : await skillsIn(skillsDir);
    const skillFor = (use: string) => skillMeantBy(use, skills)?.descriptor;
    const read = checkPlanFiles(files, { inputs, needsPolicy: false, ofLaw, holders, skillFor });
    if (options.resolve) {
      await using connection = await context.connect();
      const asked = { ...documentsOf(files), ...(inputs === undefined ? {} : { inputs }), resolve: true };
      return { reply: await connection.client.plan.validate(asked), held: { kind: 'asked' } };
    }
    const absent = checkAgainst(read, skills);
    const unknown = [
      ...absent,
      ...(read.shape.document.policy === undefined || ofLaw !== undefined
        ? []
        : [`the policy ${read.shape.document.policy}`]),
    ];
    const against = [
      ...(skillsDir === undefined ? [] : [shownPath(cwd, skillsDir)]),
      ...(ofLaw === undefined ? [] : [shownPath(cwd, ofLaw.path)]),
    ];
    return { reply: { ...planView(read), lock: [] }, held: { kind: 'at hand', against, unknown } };
  } catch (error) {
    throw withFiles(error, written);
  }
}

async function lawAtHand(files: PlanFiles, from: string, cwd: string): Promise<LawAtHand> {
  const dir = folderAbove(from, 'law');
  return dir === undefined ? {} : await lawIn(dir, namedPolicy(files), (path) => shownPath(cwd, path));
}

const policyFile = (policy: PolicyAtHand | undefined, cwd: string): WrittenFile[] =>
  policy === undefined
    ? []
    : [{ called: `policy ${policy.name}`, path: shownPath(cwd, policy.path), text: policy.text }];

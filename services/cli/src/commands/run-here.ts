// `dome run`: a plan of the project, found by convention, on the project.
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { planNamed, planNames, planOfProject } from '../plans.ts';
import { projectRun } from '../settings/project-run.ts';
import { runSubmit } from './run-submit.ts';
import type { SubmitOptions } from './run-submit.ts';

/** @throws DomeError INVALID_REQUEST where there is no plan, or none that stands out */
export async function runHere(
  context: Context,
  name: string | undefined,
  options: Omit<SubmitOptions, 'file'>,
): Promise<number> {
  const { cwd } = context.io;
  const { plan, policy, workspace } = projectRun(context.globals.settings ?? {}, cwd);
  const file = name === undefined ? (plan ?? planOfProject(cwd)) : planNamed(cwd, name);
  const [first, ...others] = planNames(cwd);
  if (file === undefined && first !== undefined)
    throw usageError(`Which plan? There are ${[first, ...others].join(', ')}.`, `Name one: \`dome run ${first}\`.`);
  if (file === undefined)
    throw usageError(
      'There is no plan here: neither this folder nor one above it has dome/*.plan.yaml.',
      'Write the first with `dome init`, or name a file with `dome run submit -f PLAN`.',
    );
  return await runSubmit(context, {
    file,
    ...(workspace === undefined ? {} : { workspace }),
    // It belongs to the plan that stands beside it.
    ...(policy === undefined || file !== plan ? {} : { policy }),
    ...options,
  });
}

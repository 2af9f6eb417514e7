import { randomUUID } from 'node:crypto';

import { DomeError } from '@dome/contracts';
import type { PlanValidateRequest } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { withFiles } from '../faults/written-files.ts';
import { planText } from '../render/plan-view.ts';
import { labelsWith } from '../settings/project-run.ts';
import { submitAndAttend } from './attend.ts';
import type { AttendOptions } from './attend.ts';
import { checkPlanFiles } from './check-plan-files.ts';
import { readInputs, readLabels } from './inputs.ts';
import { inputSchemaOf, readPlanFiles, workspaceBeside, writtenIn } from './plan-files.ts';
import type { PlanFiles } from './plan-files.ts';
import { uploadWorkspace } from './workspace.ts';

export interface SubmitOptions extends AttendOptions {
  readonly file: string;
  readonly policy?: string;
  readonly inputs: readonly string[];
  readonly workspace?: string;
  readonly key?: string;
  readonly labels: readonly string[];
  readonly dryRun: boolean;
}

export async function runSubmit(context: Context, options: SubmitOptions): Promise<number> {
  const files = await readPlanFiles(context.io, options);
  const given = await readInputs(options.inputs, context.io.cwd);
  const inputs = given.valuesBy(inputSchemaOf(files));
  const labels = labelsWith(context.globals.settings ?? {}, readLabels(options.labels));
  const documents = documentsOf(files);
  try {
    checkPlanFiles(files, { inputs, needsPolicy: !options.dryRun });
    await using connection = await context.connect();
    if (options.dryRun) {
      const reply = await connection.client.plan.validate({ ...documents, inputs, resolve: true });
      context.show({ value: reply, text: () => planText(reply, context.io.out) });
      return EXIT.success;
    }
    const folder = options.workspace ?? workspaceBeside(files);
    // A key may stand for a run that is there already, whatever the fleet announces now.
    if (folder !== undefined && options.key === undefined) await refuseEarly(connection, { ...documents, inputs });
    const workspace = folder === undefined ? {} : { workspace: await uploadWorkspace(context, connection, folder) };
    const idempotencyKey = options.key ?? randomUUID();
    const request = { ...documents, inputs, ...workspace, labels, idempotencyKey };
    return await submitAndAttend({ context, connection, request }, options);
  } catch (error) {
    throw withFiles(error, [...given.written('inputs', '/inputs'), ...writtenIn(files)]);
  }
}

/**
 * A large folder is not packed for a plan that the fleet refuses. One that the law would not let promote is left to the
 * submission, which alone tells every reason.
 */
async function refuseEarly({ client }: PersonConnection, asked: PlanValidateRequest): Promise<void> {
  try {
    await client.plan.validate({ ...asked, resolve: true });
  } catch (error) {
    if (!(error instanceof DomeError) || error.code !== 'PROMOTION_DENIED') throw error;
  }
}

export function documentsOf({ plan, policy }: PlanFiles): { plan: string; policy?: string } {
  return { plan: plan.text, ...(policy === undefined ? {} : { policy: policy.text }) };
}

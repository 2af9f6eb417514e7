import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { planText } from '../render/plan-view.ts';
import { readInputs } from './inputs.ts';
import { inputSchemaOf, readPlanFiles, writtenIn } from './plan-files.ts';
import { documentsOf } from './run-submit.ts';
import { withFiles } from '../faults/written-files.ts';

export interface PlanOptions {
  readonly file: string;
  readonly policy?: string;
  readonly inputs: readonly string[];
  /** Also checks against what the fleet announces. */
  readonly resolve: boolean;
}

export async function planValidate(context: Context, options: PlanOptions): Promise<number> {
  const reply = await validate(context, options);
  const { name, version } = reply.plan;
  const text = () => `${context.io.out.paint('green', context.symbols.success)} ${name}@${version} holds\n`;
  context.show({ value: reply, text });
  return EXIT.success;
}

export async function planShow(context: Context, options: PlanOptions): Promise<number> {
  const reply = await validate(context, options);
  context.show({ value: reply, text: () => planText(reply, context.io.out) });
  return EXIT.success;
}

async function validate(context: Context, options: PlanOptions) {
  const files = await readPlanFiles(context.io, options);
  const given = await readInputs(options.inputs, context.io.cwd);
  const inputs = options.inputs.length === 0 ? {} : { inputs: given.valuesBy(inputSchemaOf(files)) };
  await using connection = await context.connect();
  try {
    return await connection.client.plan.validate({ ...documentsOf(files), ...inputs, resolve: options.resolve });
  } catch (error) {
    throw withFiles(error, writtenIn(files));
  }
}

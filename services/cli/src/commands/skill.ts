import { randomUUID } from 'node:crypto';

import { inputBases, planOfOne } from '@dome/client';
import { asName, DomeError, nearestName, parseSkillUse, rangeFault } from '@dome/contracts';
import type { CapabilityGetRequest, CapabilityListRequest, RunSubmitReply } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { skillTable, skillText } from '../render/skill-view.ts';
import { labelsWith } from '../settings/project-run.ts';
import type { AttendOptions } from './attend.ts';
import { attendSkill } from './attend-skill.ts';
import { readInputs, readLabels } from './inputs.ts';
import { rehearsedArtifact } from './rehearsal.ts';
import { uploadWorkspace } from './workspace.ts';
import { traceOf } from './trace-of.ts';
import { withFiles } from '../faults/written-files.ts';

export async function skillList(
  context: Context,
  request: Pick<CapabilityListRequest, 'name' | 'pool'>,
): Promise<number> {
  await using connection = await context.connect();
  const capabilities = await connection.client.skills.listAll(request);
  const text = () => skillTable(capabilities, { width: context.io.out.columns, ...request });
  context.show({ value: { capabilities }, items: capabilities, text });
  return EXIT.success;
}

export async function skillGet(context: Context, ref: string, pool: string | undefined): Promise<number> {
  await using connection = await context.connect();
  const which = { ...skillOf(ref), ...(pool === undefined ? {} : { pool }) };
  const reply = await connection.client.skills
    .get(which)
    .catch((error: unknown) => nearSkill(connection, which, error));
  const versions = await connection.client.skills.listAll({ name: which.name });
  context.show({ value: reply, text: () => skillText(reply, { sink: context.io.out, versions }) });
  return EXIT.success;
}

/** @throws DomeError the same, with the skill that was meant, if one is announced under nearly the same name */
async function nearSkill({ client }: PersonConnection, { name }: { name: string }, error: unknown): Promise<never> {
  if (!(error instanceof DomeError) || error.code !== 'CAPABILITY_MISSING') throw error;
  const meant = nearestName(
    name,
    (await client.skills.listAll({})).map((skill) => skill.name).filter((one) => one !== name),
  );
  if (meant === undefined) throw error;
  const hint = `Did you mean ${meant}? List the skills with \`dome skill list\`.`;
  throw new DomeError(error.code, { ...error.fields, detail: error.message, hint }, { cause: error });
}

/** `name` or `name@range`. */
function skillOf(ref: string): { name: string; range: string } {
  const { name, range } = parseSkillUse(ref);
  const fault = rangeFault(asName(name, '/skill'), range);
  if (fault === undefined) return { name, range };
  const { detail, hint = '' } = fault;
  throw new DomeError('INVALID_REQUEST', { detail, hint, pointer: '/skill' });
}

export interface SkillRunOptions extends AttendOptions {
  readonly skill: string;
  readonly inputs: readonly string[];
  readonly workspace?: string;
  readonly pool?: string;
  readonly key?: string;
  readonly labels: readonly string[];
  /** A skill that promotes is tried with this artifact, and promotes nothing. */
  readonly rehearse?: { readonly artifact: string | undefined };
}

export async function skillRun(context: Context, options: SkillRunOptions): Promise<number> {
  const skill = skillOf(options.skill);
  const given = await readInputs(options.inputs, context.io.cwd);
  const labels = labelsWith(context.globals.settings ?? {}, readLabels(options.labels));
  await using connection = await context.connect();
  const which = { ...skill, ...(options.pool === undefined ? {} : { pool: options.pool }) };
  const input = given.valuesBy(given.isOpen ? await inputSchemaOf(connection, which) : undefined);
  const { plan, planInputs } = planOfOne({ ...which, input });
  const documents = { plan: JSON.stringify(plan), inputs: planInputs };
  const { rehearse } = options;
  const submitted = async (): Promise<RunSubmitReply> => {
    const folder = options.workspace;
    // Neither a folder is packed nor a file stored for an input that the skill refuses.
    if (folder !== undefined || rehearse?.artifact !== undefined)
      await connection.client.plan.validate({
        ...documents,
        resolve: true,
        ...(rehearse === undefined ? {} : { rehearsal: true }),
      });
    const workspace = folder === undefined ? {} : { workspace: await uploadWorkspace(context, connection, folder) };
    const rehearsal =
      rehearse === undefined ? {} : { rehearsal: await rehearsedArtifact(context, connection, rehearse.artifact) };
    const idempotencyKey = options.key ?? randomUUID();
    const request = { ...documents, labels, ...workspace, ...rehearsal, idempotencyKey };
    return await connection.client.runs.submit(request, traceOf(context));
  };
  const reply = await submitted().catch((error: unknown) => {
    const [task = '', inputs = ''] = inputBases(skill.name);
    const typed = [...given.written('plan', task), ...given.written('inputs', inputs)];
    // Nobody wrote the plan: what is said of it is said of the skill.
    throw withFiles(error, [...typed, { called: 'plan', path: options.skill }]);
  });
  const { runId } = reply;
  if (!options.watch && !options.wait) {
    context.show({ value: reply, text: () => (context.globals.quiet ? `${runId}\n` : `${runId} submitted\n`) });
    return EXIT.success;
  }
  return await attendSkill(context, connection, { ...options, runId, task: skill.name });
}

/** Undefined when nobody announces the skill: the resolver of the plan says what that means. */
async function inputSchemaOf(
  { client }: PersonConnection,
  which: CapabilityGetRequest,
): Promise<Record<string, unknown> | undefined> {
  try {
    return (await client.skills.get(which)).descriptor.inputSchema;
  } catch (error) {
    if (error instanceof DomeError) return undefined;
    throw error;
  }
}

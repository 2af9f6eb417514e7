// A run submitted again: the same plan, policy, inputs, labels and workspace, except for what is given. It is a new run,
// which names the one that it repeats, resolves its skills anew and is judged by the law in force now.
import { randomUUID } from 'node:crypto';

import { DomeError, isJsonObject } from '@dome/contracts';
import type { RunSubmitRequest, RunSubmitted, WorkspaceRef } from '@dome/contracts';
import { checkInputs } from '@dome/planning';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { withFiles } from '../faults/written-files.ts';
import type { WrittenFile } from '../faults/written-files.ts';
import { submitAndAttend } from './attend.ts';
import type { AttendOptions } from './attend.ts';
import { readInputs, readLabels } from './inputs.ts';
import { readState } from './read-run.ts';
import { uploadWorkspace } from './workspace.ts';

export interface RetryOptions extends AttendOptions {
  /** In place of what the run had under these names. */
  readonly inputs: readonly string[];
  readonly labels: readonly string[];
  readonly workspace?: string;
  readonly key?: string;
}

export async function runRetry(context: Context, ref: string, options: RetryOptions): Promise<number> {
  const given = await readInputs(options.inputs, context.io.cwd);
  const labels = readLabels(options.labels);
  await using connection = await context.connect();
  const { submitted } = await readState(connection.client, { run: ref });
  const { plan } = submitted.value;
  const schema = isJsonObject(plan['inputs']) ? plan['inputs'] : undefined;
  const inputs = given.valuesBy(schema);
  try {
    // Before a folder is packed.
    checkInputs(schema, { ...submitted.value.inputs, ...inputs });
    const workspace =
      options.workspace === undefined
        ? await requireStored(connection, submitted.value)
        : await uploadWorkspace(context, connection, options.workspace);
    const idempotencyKey = options.key ?? randomUUID();
    const request = retryRequest(submitted.value, { inputs, labels, workspace, idempotencyKey });
    return await submitAndAttend({ context, connection, request }, options);
  } catch (error) {
    throw withFiles(error, [...given.written('inputs', '/inputs'), ...recordedDocuments(submitted.value)]);
  }
}

/** They lie in the record of the run, and nobody has their lines. */
const recordedDocuments = ({ runId }: RunSubmitted): WrittenFile[] =>
  ['plan', 'policy', 'inputs'].map((called) => ({ called, path: `the ${called} of ${runId}` }));

/** What is given in place of what the run had. */
export interface RetryChanges {
  readonly inputs: Record<string, unknown>;
  readonly labels: Record<string, string>;
  readonly workspace: WorkspaceRef | undefined;
  readonly idempotencyKey: string;
}

/** A policy of the law is found by its name again, in the version that is in force now; any other comes along again. */
export function retryRequest(of: RunSubmitted, changes: RetryChanges): RunSubmitRequest {
  const { workspace, idempotencyKey } = changes;
  const isOfLaw = of.policyOrigin === 'law';
  return {
    plan: JSON.stringify(of.plan),
    ...(of.policy === undefined || isOfLaw ? {} : { policy: JSON.stringify(of.policy) }),
    inputs: { ...of.inputs, ...changes.inputs },
    labels: { ...of.labels, ...changes.labels },
    ...(workspace === undefined ? {} : { workspace }),
    idempotencyKey,
    retryOf: of.runId,
    ...(of.rehearsal === undefined ? {} : { rehearsal: of.rehearsal }),
  };
}

/** @throws DomeError WORKSPACE_MISSING before anything is submitted */
async function requireStored(
  { client }: PersonConnection,
  { workspace, runId }: RunSubmitted,
): Promise<WorkspaceRef | undefined> {
  if (workspace === undefined || (await client.artifacts.sizeOf(workspace.digest)) !== undefined) return workspace;
  throw new DomeError('WORKSPACE_MISSING', {
    detail: `The workspace of ${runId}, ${workspace.digest}, is no longer stored.`,
    hint: 'Give the folder with --workspace.',
  });
}

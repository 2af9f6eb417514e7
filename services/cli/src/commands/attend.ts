import type { RunSubmitRequest, Cursor } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { typedCommand } from '../typed-command.ts';
import { presentRun } from './present.ts';
import type { PresentOptions } from './present.ts';
import { traceOf } from './trace-of.ts';

export interface AttendOptions {
  readonly watch: boolean;
  readonly wait: boolean;
  readonly waitTimeoutMs?: number;
  readonly exitStatus: boolean;
}

export interface Submission {
  readonly context: Context;
  readonly connection: PersonConnection;
  readonly request: RunSubmitRequest;
}

/** Submits, prints the run's id, and follows the run as far as was asked. Returns the exit code. */
export async function submitAndAttend(of: Submission, options: AttendOptions): Promise<number> {
  const { context, connection, request } = of;
  const reply = await connection.client.runs.submit(request, traceOf(context));
  const { runId, plan, existing, sequence } = reply;
  const stays = options.watch || options.wait;
  if (!stays) {
    const text = () =>
      context.globals.quiet
        ? `${runId}\n`
        : `${context.io.out.paint('bold', runId)} ${existing ? 'was submitted before' : 'submitted'}   ${plan}   event #${sequence}\n`;
    context.show({ value: reply, text });
    if (context.globals.output === 'table')
      context.note(`Watch:   ${typedCommand(context.globals, ['run', 'watch', runId])}`);
    return EXIT.success;
  }
  if (existing) context.note(`${runId} was submitted before; this is that run.`);
  else if (!options.watch) context.note(`${runId} submitted`);
  return await attend(context, connection, { ...options, runId });
}

interface Attended extends Pick<PresentOptions, 'isSkill' | 'beforeShown'> {
  readonly runId: string;
  readonly since?: Cursor;
  readonly isBeside?: boolean;
}

/** Follows the run to its end. Formats that are not event streams show the run as it then stands. */
export async function attend(
  context: Context,
  connection: PersonConnection,
  options: AttendOptions & Attended,
): Promise<number> {
  const { runId, waitTimeoutMs, since, exitStatus, isBeside = false, isSkill = false, beforeShown } = options;
  const exitCode = await presentRun(context, connection, {
    runId,
    exitStatus,
    isBeside,
    isSilent: !options.watch,
    isSkill,
    ...(beforeShown === undefined ? {} : { beforeShown }),
    ...(since === undefined ? {} : { since }),
    ...(waitTimeoutMs === undefined ? {} : { timeoutMs: waitTimeoutMs }),
  });
  const { output } = context.globals;
  if (isBeside) return exitCode;
  const isWhole = output === 'json' || output === 'yaml' || (output === 'jsonl' && !options.watch);
  if (isWhole) context.show({ value: await connection.client.runs.get(runId), text: () => '' });
  return exitCode;
}

// How an unreadable command is parked: for a person, under the sequence of its message, because nothing in it can be
// trusted to name a job.
import type { Digest, DomeError, EventData, JobId } from '@dome/contracts';

export interface UndecodableCommand {
  readonly skill: string;
  readonly jobId: JobId;
  readonly commandSequence: number;
  readonly digest: Digest;
  readonly error: DomeError;
  /** The command as far as it could be read. */
  readonly partial: Readonly<Record<string, unknown>> | undefined;
}

/** The run and the task of a message that names none. */
export const PARKED_RUN = 'none';

export function undecodableData(of: UndecodableCommand): EventData['dev.dome.job.parked.v1'] {
  return {
    runId: PARKED_RUN,
    taskId: PARKED_RUN,
    iteration: 1,
    jobId: of.jobId,
    requestDigest: of.digest,
    commandSequence: of.commandSequence,
    result: 'error',
    problem: of.error.toProblem(),
    ...(of.partial === undefined ? {} : { command: { ...of.partial } }),
  };
}

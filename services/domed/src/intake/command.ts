// Decodes a command (L12): bytes become a command here or they are parked, and nothing after this looks at bytes again.
// A message whose parts contradict each other about whose job it is cannot be answered on any chain (it might close a
// foreign one), so it is parked; any other contradiction is refused on the chain that its subject names.
import {
  canonicalText,
  DomeError,
  isEvent,
  isJsonObject,
  jobIdFor,
  LIMITS,
  openEvent,
  parseJson,
  soundTrace,
} from '@dome/contracts';
import { requestDigestOf, sha256Digest, toDomeError } from '@dome/contracts';
import type { Digest, HeaderReader, JobId } from '@dome/contracts';

import type { ClaimProblem } from '../claim/claim-view.ts';
import type { Command } from '../job.ts';
import type { UndecodableCommand } from './undecodable.ts';

export interface CommandMessage {
  /** From the durable it was pulled by, whose filter is the subject. */
  readonly pool: string;
  readonly skill: string;
  readonly payload: Uint8Array;
  readonly header: HeaderReader | undefined;
  readonly streamSequence: number;
  readonly storedAtMs: number;
}

export type CommandReading =
  | { readonly kind: 'command'; readonly command: Command; readonly fault: ClaimProblem | undefined }
  | { readonly kind: 'undecodable'; readonly undecodable: UndecodableCommand };

export function readCommand(message: CommandMessage): CommandReading {
  try {
    const event = openEvent(message.payload, message.header);
    if (!isEvent(event, 'dev.dome.skill.execute.v1')) throw invalid(`it is a ${event.type}`, '/type');
    const request = event.data;
    if (jobIdFor(request.idempotencyKey) !== request.jobId) {
      throw invalid('it is not the job id of the idempotency key', '/data/jobId');
    }
    const inputDigest = inputDigestOf(request.input);
    const requestDigest = requestDigestOf({
      skill: request.skill,
      inputDigest,
      workspaceDigest: request.workspace?.digest,
    });
    const command: Command = {
      skill: message.skill,
      runId: request.runId,
      // Derived above from the key, by the grammar of ids.
      jobId: request.jobId as JobId,
      taskId: request.taskId,
      iteration: request.iteration,
      pool: message.pool,
      requestDigest,
      inputDigest,
      commandSequence: message.streamSequence,
      storedAtMs: message.storedAtMs,
      request,
      cause: { causationId: event.id, ...soundTrace(event) },
    };
    return { kind: 'command', command, fault: contradiction(command) };
  } catch (thrown) {
    return { kind: 'undecodable', undecodable: undecodable(message, toDomeError(thrown)) };
  }
}

/** A value that is not I-JSON has no digest, and so no job. */
function inputDigestOf(input: unknown): Digest {
  try {
    const text = canonicalText(input);
    if (text.length <= LIMITS.inputBytes && Buffer.byteLength(text) <= LIMITS.inputBytes) return sha256Digest(text);
  } catch (cause) {
    const error = toDomeError(cause);
    throw new DomeError(
      error.code,
      { ...error.fields, pointer: `/data/input${error.fields.pointer ?? ''}` },
      { cause },
    );
  }
  const detail = `the input has more than ${LIMITS.inputBytes} bytes`;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail, pointer: '/data/input' });
}

/** Pointers are into the data of the command. */
function contradiction({ request, skill, pool, requestDigest }: Command): ClaimProblem | undefined {
  if (request.skill.name !== skill) {
    const detail = `the command asks for ${request.skill.name}, its subject is for ${skill}`;
    return { code: 'CAPABILITY_MISSING', fields: { detail, pointer: '/skill/name' } };
  }
  if (request.pool !== pool) {
    const detail = `the command asks for pool ${request.pool}, its subject is for ${pool}`;
    return { code: 'INVALID_REQUEST', fields: { detail, pointer: '/pool' } };
  }
  if (request.requestDigest !== requestDigest) {
    const detail = `the request digest does not match: computed ${requestDigest}`;
    return { code: 'INVALID_REQUEST', fields: { detail, pointer: '/requestDigest' } };
  }
  return undefined;
}

function undecodable(message: CommandMessage, error: DomeError): UndecodableCommand {
  return {
    skill: message.skill,
    jobId: jobIdFor(`cmd-${message.streamSequence}`),
    commandSequence: message.streamSequence,
    digest: sha256Digest(message.payload),
    error,
    partial: partialOf(message.payload),
  };
}

function partialOf(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (payload.byteLength > LIMITS.parkedCommandBytes) return undefined;
  try {
    const value = parseJson(payload);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function invalid(detail: string, pointer: string): DomeError {
  return new DomeError('INVALID_REQUEST', { detail, pointer });
}

// The only place in our code that builds a SkillExecute (L4: our code invokes the runtime only through the thin
// client), and only after discovery agreed (L6). Building is pure: the same request at the same time gives the same
// bytes, and the message id depends on the work alone, so that the broker recognises a repeat.

import {
  commandMessageId,
  DomeError,
  jobIdFor,
  LIMITS,
  POOL_DEFAULT,
  requestDigestOf,
  sealEvent,
} from '@dome/contracts';
import { canonicalText, sha256Digest, subjects } from '@dome/contracts';
import type {
  Authorization,
  Concurrency,
  Descriptor,
  Identity,
  JobId,
  RetryPolicy,
  SkillExecute,
} from '@dome/contracts';
import type { Timeouts, WorkspaceRef } from '@dome/contracts';

export interface ExecuteRequest {
  readonly runId: string;
  readonly taskId: string;
  readonly iteration: number;
  /** The job's id is derived from it. */
  readonly idempotencyKey: string;
  /** What a plan lock holds; without a lock, a version range that the newest announced version must satisfy. */
  readonly skill:
    | { readonly name: string; readonly version: string; readonly descriptorDigest: string }
    | { readonly name: string; readonly range?: string };
  readonly pool?: string;
  readonly input: Record<string, unknown>;
  readonly workspace?: WorkspaceRef;
  /** A timeout that is undefined is the skill's own. */
  readonly timeouts?: Partial<Timeouts>;
  readonly retry?: RetryPolicy;
  readonly concurrency?: Concurrency;
  /** Epoch milliseconds, after which nothing is published. Undefined: the total timeout, counted from now. */
  readonly notAfterMs?: number;
  readonly authorizedBy?: Authorization;
  /** A skill that promotes is tried, and promotes nothing. */
  readonly rehearsal?: true;
  readonly submittedBy: Identity;
  /** The id of the event that caused the command. */
  readonly causationId?: string;
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
}

/** A command ready to send: discovery agreed, and nothing is stored yet. */
export interface PreparedCommand {
  readonly jobId: JobId;
  readonly requestDigest: string;
  readonly messageId: string;
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly notAfterMs: number;
  readonly command: SkillExecute;
}

export interface CommandParts {
  readonly request: ExecuteRequest;
  readonly descriptor: Descriptor;
  readonly descriptorDigest: string;
  readonly source: string;
  readonly nowMs: number;
}

/** @throws DomeError INPUT_INVALID (not I-JSON), PAYLOAD_TOO_LARGE, INVALID_REQUEST (key or name breaks the grammar) */
export function buildCommand(parts: CommandParts): PreparedCommand {
  const { request, descriptor, source, nowMs } = parts;
  const { runId, taskId, iteration, idempotencyKey, input, workspace } = request;
  const skill = { name: descriptor.name, version: descriptor.version, descriptorDigest: parts.descriptorDigest };
  const pool = request.pool ?? POOL_DEFAULT;
  const jobId = jobIdFor(idempotencyKey);
  const requestDigest = requestDigestOf({
    skill,
    inputDigest: inputDigestOf(input),
    workspaceDigest: workspace?.digest,
  });
  const timeouts = { ...descriptor.timeouts, ...request.timeouts };
  const notAfterMs = request.notAfterMs ?? nowMs + timeouts.totalMs;
  const command: SkillExecute = {
    runId,
    taskId,
    iteration,
    jobId,
    idempotencyKey,
    requestDigest,
    skill,
    pool,
    input,
    ...(workspace === undefined ? {} : { workspace }),
    timeouts,
    notAfter: new Date(notAfterMs).toISOString(),
    retry: request.retry ?? descriptor.retry,
    ...(request.concurrency === undefined ? {} : { concurrency: request.concurrency }),
    ...(request.authorizedBy === undefined ? {} : { authorizedBy: request.authorizedBy }),
    ...(request.rehearsal === undefined ? {} : { rehearsal: request.rehearsal }),
    submittedBy: request.submittedBy,
  };
  const messageId = commandMessageId({ jobId, requestDigest, runId, pool });
  const payload = sealEvent({
    type: 'dev.dome.skill.execute.v1',
    id: messageId,
    source,
    subject: jobId,
    timeMs: nowMs,
    runId,
    data: command,
    causationId: request.causationId,
    traceparent: request.traceparent,
    tracestate: request.tracestate,
  });
  return {
    jobId,
    requestDigest,
    messageId,
    notAfterMs,
    command,
    payload: withinLimit(payload),
    subject: subjects.skillExecute({ pool, skill: skill.name }),
  };
}

/** The canonical text is made once: its bytes are counted and digested. */
function inputDigestOf(input: Record<string, unknown>): string {
  const text = canonicalText(input);
  if (text.length > LIMITS.inputBytes || Buffer.byteLength(text) > LIMITS.inputBytes) {
    const detail = `The input has more than ${LIMITS.inputBytes} bytes.`;
    throw new DomeError('PAYLOAD_TOO_LARGE', { detail, pointer: '/input' });
  }
  return sha256Digest(text);
}

function withinLimit(payload: Uint8Array): Uint8Array {
  if (payload.byteLength <= LIMITS.messageBytes) return payload;
  const detail = `The command has ${payload.byteLength} bytes, the limit is ${LIMITS.messageBytes}.`;
  throw new DomeError('PAYLOAD_TOO_LARGE', { detail });
}

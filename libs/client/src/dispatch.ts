// From a request to a stored command. Preparing stores nothing, so every refusal comes before any effect (L6, L12). The
// hot path is two look-ups in memory, one validation, one canonical digest of the input, one stringify and one
// pipelined write.

import type { Publisher } from '@dome/bus';
import { CONTENT_TYPE, DomeError, POOL_DEFAULT } from '@dome/contracts';
import type { JobId } from '@dome/contracts';
import { assertSkillInput } from '@dome/skill-schema';

import type { Capabilities } from './capabilities.ts';
import type { ClientClock } from './clock.ts';
import { buildCommand } from './command.ts';
import type { ExecuteRequest, PreparedCommand } from './command.ts';
import { requireCapability } from './require-capability.ts';

export interface Submitted {
  readonly jobId: JobId;
  /** The command's sequence in its stream. */
  readonly sequence: number;
  /** The same command was already stored. */
  readonly duplicate: boolean;
}

export interface Dispatch {
  /**
   * Checks the request against discovery and builds its command; nothing is stored.
   * @throws DomeError CAPABILITY_MISSING, DESCRIPTOR_DRIFT, INPUT_INVALID, PAYLOAD_TOO_LARGE, UNAVAILABLE
   */
  prepare(request: ExecuteRequest): Promise<PreparedCommand>;
  /**
   * Stores the command; sending it again is harmless.
   * @throws DomeError TIMEOUT (past `notAfter`: nothing is sent), UNAVAILABLE, OUT_OF_SPACE, FORBIDDEN
   */
  submit(prepared: PreparedCommand): Promise<Submitted>;
}

export interface DispatchParts {
  readonly capabilities: Capabilities;
  readonly publisher: Publisher;
  /** The `source` of the commands, `/dome/<instance>`. */
  readonly source: string;
  readonly clock: ClientClock;
}

const EVENT_HEADERS = { 'Content-Type': CONTENT_TYPE } as const;

export function createDispatch(parts: DispatchParts): Dispatch {
  const { capabilities, publisher, source, clock } = parts;
  return {
    async prepare(request) {
      const bound = await bind(capabilities, request);
      const descriptor = await capabilities.descriptor(bound.descriptorDigest);
      assertSkillInput(descriptor, request.input);
      const { descriptorDigest } = bound;
      return buildCommand({ request, descriptor, descriptorDigest, source, nowMs: clock.now() });
    },
    async submit(prepared) {
      const { jobId, messageId, subject, payload, notAfterMs } = prepared;
      if (clock.now() > notAfterMs) {
        const detail = `The command of ${jobId} may not be sent after ${new Date(notAfterMs).toISOString()}.`;
        throw new DomeError('TIMEOUT', { detail, jobId });
      }
      const stored = await publisher.publish({ subject, payload, messageId, headers: EVENT_HEADERS });
      if (stored.status === 'stored') return { jobId, sequence: stored.sequence, duplicate: stored.again };
      throw new DomeError('INTERNAL', { detail: `The broker rejected an expectation that ${jobId} never set.` });
    },
  };
}

/** A refusal must rest on a fresh answer; an approval may rest on a recent one. */
async function bind(
  capabilities: Capabilities,
  request: ExecuteRequest,
): Promise<ReturnType<typeof requireCapability>> {
  const { skill } = request;
  const where = { name: skill.name, pool: request.pool ?? POOL_DEFAULT };
  try {
    return requireCapability(skill, where.pool, await capabilities.announced(where));
  } catch (error) {
    if (!(error instanceof DomeError) || error.disposition === 'drop') throw error;
    return requireCapability(skill, where.pool, await capabilities.announced({ ...where, again: true }));
  }
}

// Why pulling paused, in terms of the error catalogue.

import { DomeError } from '@dome/contracts';
import { PermissionViolationError } from '@nats-io/transport-node';

import { forbidden } from './js-request.ts';

export interface PullFault {
  /**
   * `unanswered`: nothing answers for the consumer. It is gone, or its leader is being elected; only `deleted` tells them
   * apart.
   */
  readonly kind: 'unanswered' | 'deleted' | 'heartbeats-missed' | 'refused' | 'forbidden';
  readonly error: DomeError;
  readonly retryInMs: number;
}

export interface FaultFacts {
  readonly stream: string;
  readonly durable: string;
  readonly cause: string | Error;
}

export function faultError(kind: PullFault['kind'], facts: FaultFacts): DomeError {
  const { stream, durable, cause } = facts;
  const consumer = { stream, durable };
  const said = cause instanceof Error ? cause.message : cause;
  if (cause instanceof PermissionViolationError) return forbidden(cause);
  if (kind === 'deleted') {
    return new DomeError('TOPOLOGY_MISSING', { detail: `The consumer ${durable} on ${stream} is gone.`, ...consumer });
  }
  if (kind === 'unanswered') {
    const detail = `Nobody answers for the consumer ${durable} on ${stream}: it has no leader now, or is gone.`;
    return new DomeError('UNAVAILABLE', { detail, ...consumer });
  }
  const code = kind === 'forbidden' ? 'FORBIDDEN' : 'UNAVAILABLE';
  return new DomeError(
    code,
    { detail: `The pull from ${durable} on ${stream} ended: ${said}.`, ...consumer },
    { cause },
  );
}

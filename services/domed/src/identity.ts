import { asName, DomeError, isId } from '@dome/contracts';

import type { DomedConfig } from './config.ts';

export interface DaemonIdentity {
  readonly instance: string;
  readonly pool: string;
  readonly version: string;
  /** `/domed/<instance>`, the source of every event. */
  readonly source: string;
}

/** @throws DomeError CONFIG_INVALID when the instance or the pool cannot be part of a subject */
export function daemonIdentityOf(
  { instance, pool }: Pick<DomedConfig, 'instance' | 'pool'>,
  of: { readonly nonce: string; readonly version: string },
): DaemonIdentity {
  const id = instance ?? `domed-${of.nonce.slice(0, 6)}`;
  if (!isId(id)) throw invalid('DOME_INSTANCE', id);
  try {
    return { instance: id, pool: asName(pool), version: of.version, source: `/domed/${id}` };
  } catch (cause) {
    throw invalid('DOME_POOL', pool, cause);
  }
}

function invalid(variable: string, value: string, cause?: unknown): DomeError {
  return new DomeError(
    'CONFIG_INVALID',
    { detail: `${variable}: ${JSON.stringify(value)} cannot be part of a subject` },
    { cause },
  );
}

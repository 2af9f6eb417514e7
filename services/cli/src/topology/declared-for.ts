// The topology that is meant where nobody says otherwise.
import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

import type { DeclaredTopologyOptions, TopologyAccount } from '@dome/bus/provision';
import { POOL_DEFAULT } from '@dome/contracts';

import { skillNames } from '../dev/catalogue-names.ts';
import { usageError } from '../errors.ts';
import type { Io } from '../terminal/io.ts';
import type { StackFacts } from '../connect/stack-facts.ts';

/** How an installation differs from what the contract declares. */
export interface TopologySettings {
  /** A folder of skills; each gets its durable. */
  readonly skills?: string;
  readonly pool?: string;
  readonly ackWaitMs?: number;
  readonly replicas?: number;
  /** What the streams of both planes may hold on a server, in bytes. */
  readonly storeBytes?: number;
}

export interface TopologyOptions extends TopologySettings {
  readonly account?: TopologyAccount;
  /** A program that reads with durables of its own, and the subjects it reads; every subject where there is no filter. */
  readonly reader?: { readonly name: string; readonly filters: readonly string[] };
}

/** Settings that are not given come from the stack of this machine, or else from the contract. */
export async function declaredFor(
  io: Pick<Io, 'cwd'>,
  options: TopologyOptions,
  stack: StackFacts | undefined,
): Promise<Omit<DeclaredTopologyOptions, 'account'>> {
  const { skills = stack?.runsOn.skillsDir, pool = stack?.runsOn.pool ?? POOL_DEFAULT, replicas } = options;
  const ackWaitMs = options.ackWaitMs ?? stack?.runsOn.ackWaitMs;
  const { storeBytes, reader } = options;
  const storeBytesMax = stack?.runsOn.storeBytesMax;
  return {
    skills: skills === undefined ? [] : await pairsIn(isAbsolute(skills) ? skills : join(io.cwd, skills), pool),
    readers: reader === undefined ? [] : [{ ...reader, filters: reader.filters.length === 0 ? ['>'] : reader.filters }],
    overrides: {
      ...(ackWaitMs === undefined ? {} : { ackWaitMs }),
      ...(replicas === undefined ? {} : { replicas }),
      ...(storeBytes === undefined ? {} : { storeBytes }),
      ...(storeBytesMax === undefined ? {} : { storeBytesMax }),
    },
  };
}

async function pairsIn(folder: string, pool: string): Promise<{ pool: string; skill: string }[]> {
  if (!existsSync(folder))
    throw usageError(`${folder} is not a folder`, '--skills takes the folder of the skill catalogue.');
  return (await skillNames(folder)).map((skill) => ({ pool, skill }));
}

// How a job gets its secrets: variables for those it wants in its environment, and a folder in memory for files. A guard
// that gives jobs a view of their own makes the folder, and the kernel frees it with the last process that sees it;
// otherwise it is the daemon's own.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { MemoryFolder } from './memory-folder.ts';
import { givenFiles, givenVariables } from './skill-secrets.ts';
import type { GivenSecret, JobSecrets } from './skill-secrets.ts';

export interface SecretDelivery {
  readonly variables: Readonly<Record<string, string>>;
  /** Undefined without files. */
  readonly folder?: string;
  /** Whoever starts the skill puts them there; undefined if they are there. */
  readonly files?: readonly GivenSecret[];
}

export interface Delivered extends AsyncDisposable {
  /** Undefined for a skill without secrets. */
  readonly secrets?: SecretDelivery;
}

export interface DeliveryOptions {
  readonly secrets: JobSecrets | undefined;
  /** Where the guard mounts a folder in memory; undefined if it cannot. */
  readonly mountedIn: string | undefined;
  readonly memory: MemoryFolder;
  /** Of the job, unique on this daemon. */
  readonly name: string;
}

/** @throws MachineFault, the system's error */
export async function deliver({ secrets, mountedIn, memory, name }: DeliveryOptions): Promise<Delivered> {
  if (secrets === undefined) return { [Symbol.asyncDispose]: nothing };
  const { given } = secrets;
  const variables = givenVariables(given);
  const files = givenFiles(given);
  if (files.length === 0) return { secrets: { variables }, [Symbol.asyncDispose]: nothing };
  if (mountedIn !== undefined) {
    const folder = secretsIn(mountedIn);
    await mkdir(folder, { recursive: true });
    return { secrets: { variables, folder, files }, [Symbol.asyncDispose]: nothing };
  }
  const placed = await memory.open(name, files);
  return { secrets: { variables, folder: placed.path }, [Symbol.asyncDispose]: () => placed[Symbol.asyncDispose]() };
}

/** The folder in memory inside the one that a job, or a runner, may write to. */
export function secretsIn(own: string): string {
  return join(own, 'secrets');
}

const nothing = (): Promise<void> => Promise.resolve();

// A skill as domed runs it: its public description (the descriptor), how it is started, and the place of its snapshot,
// which nobody else needs to know.
import type { Descriptor, Digest, DomeError } from '@dome/contracts';

import type { LogLimit } from '../logs/log-limit.ts';
import type { MaterialSpec } from '../workspace/ports.ts';

export interface ProcessRun {
  readonly using: 'process';
  /** An argument that names a file of the skill is already an absolute path into the snapshot. */
  readonly command: readonly [string, ...string[]];
}

export interface NodeRun {
  readonly using: 'node';
  /** Absolute path of the module, in the snapshot. */
  readonly main: string;
  readonly isolation: 'runner' | 'none';
}

export interface ArtifactSpec {
  readonly name: string;
  /** Below the artifacts folder of the job. */
  readonly path: string;
  readonly mediaType: string;
  readonly isOptional: boolean;
}

export interface LoadedExample {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** A folder of the skill used as the workspace. */
  readonly workspace?: string;
  readonly output?: Readonly<Record<string, unknown>>;
}

export type Accepted =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: DomeError };

/** It never throws: bad values are normal, and the error names the member (L12). */
export type AcceptValue = (value: unknown) => Accepted;

export interface LoadedSkill {
  readonly descriptor: Descriptor;
  readonly descriptorDigest: Digest;
  readonly contentDigest: Digest;
  /** Files in its folder that git neither tracks nor ignores, and that are therefore not part of the skill. */
  readonly leftOut: readonly string[];
  /** The code that runs: a copy of exactly what contentDigest names. */
  readonly snapshotDir: string;
  /** Restores it if it was changed; true if it was. @throws DomeError UNAVAILABLE */
  readonly renewSnapshot: () => Promise<boolean>;
  readonly run: ProcessRun | NodeRun;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly logs: LogLimit;
  readonly materials: readonly MaterialSpec[];
  readonly artifacts: readonly ArtifactSpec[];
  readonly examples: readonly LoadedExample[];
  /** With the schema's defaults filled in; the argument is not modified. Errors are INPUT_INVALID. */
  readonly acceptInput: AcceptValue;
  /** Errors are OUTPUT_INVALID. */
  readonly acceptOutput: AcceptValue;
}

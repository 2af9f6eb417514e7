// A skill as domed runs it: the words everybody sees (the descriptor), and beside them how it is started and where its
// snapshot stands, which nobody else needs to know.
import type { Descriptor, Digest, DomeError } from '@dome/contracts';

import type { LogLimit } from '../logs/log-limit.ts';
import type { MaterialSpec } from '../workspace/ports.ts';

export interface ProcessRun {
  readonly using: 'process';
  /** A word that names a file of the skill is already an absolute path into the snapshot. */
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

export interface SkillExample {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** A folder of the skill that stands in as workspace. */
  readonly workspace?: string;
  readonly output?: Readonly<Record<string, unknown>>;
}

export type Accepted =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: DomeError };

/** It never throws: bad values are everyday, and the error names the member (L12). */
export type AcceptValue = (value: unknown) => Accepted;

export interface LoadedSkill {
  readonly descriptor: Descriptor;
  readonly descriptorDigest: Digest;
  readonly contentDigest: Digest;
  /** Files of its folder that git neither tracks nor ignores, and that are therefore no part of it. */
  readonly leftOut: readonly string[];
  /** The code that runs: a copy of exactly what contentDigest names. */
  readonly snapshotDir: string;
  /** Places it anew if somebody changed it; true when that was so. @throws DomeError UNAVAILABLE */
  readonly renewSnapshot: () => Promise<boolean>;
  readonly run: ProcessRun | NodeRun;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly logs: LogLimit;
  readonly materials: readonly MaterialSpec[];
  readonly artifacts: readonly ArtifactSpec[];
  readonly examples: readonly SkillExample[];
  /** With the schema's defaults filled in; the value given is left as it is. Errors are INPUT_INVALID. */
  readonly acceptInput: AcceptValue;
  /** Errors are OUTPUT_INVALID. */
  readonly acceptOutput: AcceptValue;
}

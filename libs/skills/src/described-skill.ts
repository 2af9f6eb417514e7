// A skill as its manifest and its files describe it: everything that a daemon needs to know before it has a place to run it.
import type { PackedArchive } from '@dome/archive';
import type { Descriptor, Digest } from '@dome/contracts';

import type { AcceptValue } from './accept.ts';
import type { LogLimit } from './log-limit.ts';

export interface ProcessRun {
  readonly using: 'process';
  /** An argument that names a file of the skill is an absolute path. */
  readonly command: readonly [string, ...string[]];
}

export interface NodeRun {
  readonly using: 'node';
  /** Absolute path of the module. */
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

/** What a skill wants placed beside its input. */
export interface MaterialSpec {
  readonly name: string;
  /** JSON pointer to a digest in the input. */
  readonly from: string;
  readonly unpack: boolean;
}

export interface ExampleSpec {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** A folder of the skill used as the workspace. */
  readonly workspace?: string;
  /** Undefined: success. */
  readonly result?: 'success' | 'failure' | 'skip';
  readonly output?: Readonly<Record<string, unknown>>;
}

export interface DescribedSkill {
  readonly descriptor: Descriptor;
  readonly descriptorDigest: Digest;
  /** Exactly the files that the skill consists of; the descriptor names their digest. */
  readonly packed: PackedArchive;
  /** Files in its folder that git neither tracks nor ignores, and that are therefore not part of the skill. */
  readonly leftOut: readonly string[];
  /** How it is started once its files are unpacked in the folder, whose path is absolute. Pure. */
  readonly runIn: (dir: string) => ProcessRun | NodeRun;
  /** From SIGTERM to SIGKILL. */
  readonly graceMs: number;
  readonly logs: LogLimit;
  readonly materials: readonly MaterialSpec[];
  readonly artifacts: readonly ArtifactSpec[];
  readonly examples: readonly ExampleSpec[];
  /** With the schema's defaults filled in; the argument is not modified. Errors are INPUT_INVALID. */
  readonly acceptInput: AcceptValue;
  /** Errors are OUTPUT_INVALID. */
  readonly acceptOutput: AcceptValue;
}

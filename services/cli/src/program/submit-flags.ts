// The flags of whatever submits a run, and of whoever stays to see it.
import type { Command } from 'commander';

import type { AttendOptions } from '../commands/attend.ts';
import type { SubmitOptions } from '../commands/run-submit.ts';
import { usageError } from '../errors.ts';
import { collect, duration } from './parse.ts';

export interface RawAttend {
  readonly watch?: boolean;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
  readonly exitStatus: boolean;
}

export function withAttend(command: Command): Command {
  return command
    .option('--watch', 'show progress until it ends')
    .option('--wait', 'wait silently until it ends')
    .option('--wait-timeout <duration>', 'detach after this long (exit 124)', duration)
    .option('--no-exit-status', 'exit 0 however the run ended');
}

/** @throws DomeError INVALID_REQUEST for a flag that would be silently ignored */
export function attendOf(raw: RawAttend): AttendOptions {
  if (raw.waitTimeout !== undefined && raw.watch !== true && raw.wait !== true) {
    throw usageError('--wait-timeout needs --watch or --wait.', 'Add --watch or --wait, or leave --wait-timeout out.');
  }
  return {
    watch: raw.watch === true,
    wait: raw.wait === true,
    exitStatus: raw.exitStatus,
    ...(raw.waitTimeout === undefined ? {} : { waitTimeoutMs: raw.waitTimeout }),
  };
}

export interface RawSubmit {
  readonly policy?: string;
  readonly input?: readonly string[];
  readonly workspace?: string;
  readonly key?: string;
  readonly label?: readonly string[];
  readonly dryRun?: boolean;
}

export function withSubmit(command: Command): Command {
  return command
    .option('--policy <file>', 'the policy; where absent, <plan>.policy.yaml beside the plan')
    .option('-i, --input <key=value>', 'an input: key=value, key=@file, or @file for all', collect)
    .option('--workspace <dir>', 'folder that the skills work on; packed and stored by its digest')
    .option('--key <text>', 'idempotency key: the same key with the same content is the same run')
    .option('-l, --label <key=value>', 'a label', collect)
    .option('--dry-run', 'show what would run, store nothing');
}

export function submitOf(raw: RawSubmit): Omit<SubmitOptions, 'file' | keyof AttendOptions> {
  return {
    inputs: raw.input ?? [],
    labels: raw.label ?? [],
    dryRun: raw.dryRun === true,
    ...(raw.policy === undefined ? {} : { policy: raw.policy }),
    ...(raw.workspace === undefined ? {} : { workspace: raw.workspace }),
    ...(raw.key === undefined ? {} : { key: raw.key }),
  };
}

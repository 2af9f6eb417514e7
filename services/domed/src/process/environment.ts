// The environment of a skill is built, not inherited: a few variables of the daemon by name, those that its operator
// names, then the protocol's own. So neither a credential of the daemon nor NODE_OPTIONS or LD_PRELOAD ever reaches a
// skill.
import type { JsonObject } from '@dome/contracts';
import { LIMITS, PROCESS_PROTOCOL } from '@dome/contracts';
import { dirname, delimiter } from 'node:path';

import type { ExecutionRequest } from '../execution.ts';

export type Variables = Readonly<Record<string, string>>;

/** Where a job finds its files; every path is absolute. */
export interface JobPaths {
  readonly input: string;
  readonly output: string;
  readonly summary: string;
  readonly artifacts: string;
  readonly materials: string;
  readonly temporary: string;
  /** Undefined for a skill that needs none. */
  readonly workspace?: string;
  /** Undefined for a skill without files of secrets. */
  readonly secrets?: string;
}

/** A request, of whose skill only the place of its files is told. */
interface ToldRequest extends Omit<ExecutionRequest, 'skill'> {
  readonly skill: Pick<ExecutionRequest['skill'], 'snapshotDir'>;
}

const INHERITED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'TZ',
  'SYSTEMROOT',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** What every process of a skill gets from the daemon. The daemon's own Node comes first on PATH. */
export function baseVariables(
  of: Readonly<Record<string, string | undefined>>,
  nodePath: string,
  named: readonly string[] = [],
): Variables {
  const passed = [...INHERITED, ...named].flatMap((name): [string, string][] => {
    const value = of[name];
    return value === undefined ? [] : [[name, value]];
  });
  const path = of['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  return { ...Object.fromEntries(passed), PATH: `${dirname(nodePath)}${delimiter}${path}`, CI: 'true', NO_COLOR: '1' };
}

/** The variables of the protocol, version 1: docs/process-protocol.md lists them. */
export function protocolVariables(request: ToldRequest, paths: JobPaths): Variables {
  return {
    ...inputVariables(request.input),
    DOME_PROTOCOL: String(PROCESS_PROTOCOL.version),
    DOME_RUN: request.runId,
    DOME_TASK: request.taskId,
    DOME_JOB: request.jobId,
    DOME_ATTEMPT: String(request.attempt),
    DOME_EPOCH: String(request.epoch),
    DOME_DEADLINE: new Date(request.deadlineMs).toISOString(),
    DOME_INPUT: paths.input,
    DOME_OUTPUT: paths.output,
    DOME_SUMMARY: paths.summary,
    DOME_ARTIFACTS: paths.artifacts,
    DOME_MATERIALS: paths.materials,
    DOME_SKILL: request.skill.snapshotDir,
    TMPDIR: paths.temporary,
    GIT_CEILING_DIRECTORIES: gitCeilings(request, paths),
    GITHUB_OUTPUT: paths.output,
    GITHUB_STEP_SUMMARY: paths.summary,
    ...(paths.workspace === undefined ? {} : { DOME_WORKSPACE: paths.workspace }),
    ...(paths.secrets === undefined ? {} : { DOME_SECRETS: paths.secrets }),
    ...(request.trace?.traceparent === undefined ? {} : { TRACEPARENT: request.trace.traceparent }),
    ...(request.trace?.tracestate === undefined ? {} : { TRACESTATE: request.trace.tracestate }),
    ...(request.authorizedBy === undefined ? {} : { DOME_AUTHORIZED_BY: request.authorizedBy.decisionId }),
    ...lockVariables(request.locks ?? []),
  };
}

/** Numbered from 1 in the order of the manifest. */
function lockVariables(locks: NonNullable<ExecutionRequest['locks']>): Variables {
  return Object.fromEntries(
    locks.flatMap(({ key, token }, index) => [
      [`DOME_LOCK_${index + 1}_KEY`, key],
      [`DOME_LOCK_${index + 1}_TOKEN`, String(token)],
    ]),
  );
}

/**
 * Folders in which, and above which, git must not look for a repository: the work folder may be inside one, which is
 * none of the job's business. The folder in which a search begins does not count, so each is listed together with its
 * parent.
 */
function gitCeilings({ skill }: ToldRequest, paths: JobPaths): string {
  const folder = dirname(paths.temporary);
  return [folder, dirname(folder), dirname(skill.snapshotDir)].join(delimiter);
}

/**
 * `INPUT_<NAME>` for each string, number and boolean of the input. Omitted: values with a NUL or too long for a
 * variable, and names that collide, because one would hide the other.
 */
export function inputVariables(input: JsonObject): Variables {
  const found = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(input)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    const key = `INPUT_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
    const text = String(value);
    const fits = !text.includes('\0') && Buffer.byteLength(text) <= LIMITS.inputVariableBytes;
    found.set(key, fits && !found.has(key) ? text : undefined);
  }
  return Object.fromEntries(
    [...found].flatMap(([key, text]): [string, string][] => (text === undefined ? [] : [[key, text]])),
  );
}

// One record for each job that started: what ran, on what, by whom, and what came out. It travels inside the terminal
// event, so that result and record are a single write and cannot diverge (L8).
import { CONTRACT_DIGEST, structureDigest } from '@dome/contracts';
import type { Digest, LockRecord, Provenance, Source } from '@dome/contracts';

import type { ExecutionOutcome } from '../execution.ts';
import type { KnownAttempt, Command } from '../job.ts';

/** What is the same for every job of a daemon. */
export interface ProvenanceBase {
  readonly tools: Readonly<Record<string, string>>;
  readonly environmentDigest: Digest;
  /** Names of variables from the daemon's own environment. */
  readonly variables?: readonly string[];
  readonly builder: { readonly instance: string; readonly version: string };
  readonly source?: Source;
}

export interface ProvenanceFacts {
  readonly command: Command;
  readonly attempts: readonly KnownAttempt[];
  readonly guard: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly output?: Readonly<Record<string, unknown>> | undefined;
  readonly materials?: readonly { readonly uri: string; readonly digest: Digest }[];
  readonly secrets?: ExecutionOutcome['secrets'];
  /** Those of the attempt that ended the job. */
  readonly locks?: readonly LockRecord[];
}

export function provenanceOf(base: ProvenanceBase, facts: ProvenanceFacts): Provenance {
  const { command, output } = facts;
  const { skill, authorizedBy, rehearsal } = command.request;
  return {
    descriptorDigest: skill.descriptorDigest,
    requestDigest: command.requestDigest,
    inputDigest: command.inputDigest,
    ...(output === undefined ? {} : { outputDigest: structureDigest(output) }),
    materials: (facts.materials ?? []).map(({ uri, digest }) => ({ uri, digest })),
    ...(base.source === undefined ? {} : { source: base.source }),
    contractDigest: CONTRACT_DIGEST,
    tools: { ...base.tools },
    environmentDigest: base.environmentDigest,
    ...(base.variables === undefined ? {} : { variables: [...base.variables] }),
    ...(facts.secrets === undefined ? {} : { secrets: [...facts.secrets] }),
    ...(facts.locks === undefined ? {} : { locks: facts.locks.map((lock) => ({ ...lock })) }),
    guard: facts.guard,
    builder: base.builder,
    ...(authorizedBy === undefined ? {} : { authorizedBy }),
    ...(rehearsal === undefined ? {} : { rehearsal }),
    startedAt: new Date(facts.startedAtMs).toISOString(),
    finishedAt: new Date(facts.finishedAtMs).toISOString(),
    attempts: facts.attempts.map(({ attempt, epoch, instance }) => ({
      attempt,
      epoch,
      ...(instance === undefined ? {} : { instance }),
    })),
  };
}

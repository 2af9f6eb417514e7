// L7, from the raw stream: one accepted command has exactly one terminal event, and every chain is a legal one.

import { checkChain, EVENTS, isTerminal } from '@dome/contracts';
import type { ChainLink, JobPhase } from '@dome/contracts';

import { ofType } from './record.ts';
import type { RunRecord, StoredEvent } from './record.ts';
import { claim } from './claim.ts';
import type { Claim } from './claim.ts';

export interface Link extends ChainLink {
  readonly instance: string | undefined;
}

export function chainClaims(record: RunRecord): Claim[] {
  const chains = chainsOf(record.jobs);
  const dispatched = dispatchedJobs(record);
  const terminals = [...chains].map(([jobId, chain]) => ({ jobId, count: chain.filter(isEnd).length }));
  const total = terminals.reduce((sum, { count }) => sum + count, 0);
  return [
    claim(`${dispatched.length} jobs were dispatched and ${chains.size} chains are stored, one for each`, [
      ...dispatched.filter((jobId) => !chains.has(jobId)).map((jobId) => `${jobId} left no event`),
      ...[...chains.keys()].filter((jobId) => !dispatched.includes(jobId)).map((jobId) => `${jobId} was never sent`),
      ...(new Set(dispatched).size === dispatched.length ? [] : ['a job was dispatched twice']),
    ]),
    claim(
      `${total} terminal events, exactly one for each job`,
      terminals.filter(({ count }) => count !== 1).map(({ jobId, count }) => `${jobId} has ${count}`),
    ),
    claim(
      'every chain is legal from its first event to its last',
      [...chains].flatMap(([jobId, chain]) =>
        checkChain(chain, { ended: true }).map(({ rule, detail }) => `${jobId}: ${rule}: ${detail}`),
      ),
    ),
  ];
}

function dispatchedJobs({ run }: RunRecord): string[] {
  return ofType(run, 'dev.dome.run.tasks-dispatched.v1').flatMap(({ event }) =>
    event.data.tasks.map(({ jobId }) => jobId),
  );
}

/** The transitions of each job, in their order. */
export function chainsOf(jobs: readonly StoredEvent[]): Map<string, Link[]> {
  const chains = new Map<string, Link[]>();
  for (const stored of jobs) {
    const link = linkOf(stored);
    if (link === undefined) continue;
    const { jobId } = link;
    chains.set(jobId, [...(chains.get(jobId) ?? []), link]);
  }
  return chains;
}

function linkOf({ event, sequence }: StoredEvent): (Link & { readonly jobId: string }) | undefined {
  const { data } = event;
  const phase = phaseOf(event.type);
  if (phase === undefined || !('jobId' in data)) return undefined;
  return {
    jobId: data.jobId,
    phase,
    sequence,
    requestDigest: 'requestDigest' in data ? data.requestDigest : undefined,
    commandSequence: 'commandSequence' in data ? data.commandSequence : undefined,
    attempt: 'attempt' in data ? data.attempt : undefined,
    epoch: 'epoch' in data ? data.epoch : undefined,
    counted: 'counted' in data ? data.counted : undefined,
    supersedes: 'supersedes' in data ? data.supersedes : undefined,
    instance: 'worker' in data ? data.worker.instance : undefined,
  };
}

function phaseOf(type: StoredEvent['event']['type']): JobPhase | undefined {
  const entry = EVENTS[type];
  return entry.kind === 'transition' ? entry.phase : undefined;
}

function isEnd({ phase }: ChainLink): boolean {
  return isTerminal(phase);
}

// The end of the story: nothing that was told is believed. The raw streams, the bytes in the target folder and the repository
// are read again, and every claim stands or falls by them.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory, workTreeState } from '@dome/archive';
import { DomeError, sha256Digest } from '@dome/contracts';

import { chainClaims } from './checks/chains.ts';
import type { Struck } from './checks/chains.ts';
import type { Claim } from './checks/claim.ts';
import { decisionClaims } from './checks/decisions.ts';
import { logClaims } from './checks/logs.ts';
import { provenanceClaims } from './checks/provenance.ts';
import type { Found } from './checks/provenance.ts';
import type { Narrator } from './narrator.ts';
import { ofType, readRecord } from './record.ts';
import type { RunRecord } from './record.ts';
import { PATCH } from './release-plan.ts';
import type { Stage } from './stage.ts';

export interface Told {
  readonly runId: string;
  readonly examples: string;
  readonly struck: Struck;
}

/** @throws DomeError INTERNAL when a claim does not hold; all of them have been told then. */
export async function verify(stage: Stage, told: Told, narrator: Narrator): Promise<void> {
  const record = await readRecord(stage.grace.nc, told.runId);
  narrator.act('Nothing lost, nothing doubled: the raw streams, message by message');
  const { run, jobs, logs } = record;
  narrator.tell({
    who: stage.grace.name,
    text: `reads ${run.length} run events, ${jobs.length} job events, ${logs.length} log records`,
  });
  const claims = [...chainClaims(record, told.struck), ...logClaims(record), ...decisionClaims(record)];
  show(claims, narrator);
  narrator.act('Provenance: from the promoted bytes back to the commit');
  const provenance = provenanceClaims(record, await findAround(stage, told, record));
  show(provenance, narrator);
  const broken = [...claims, ...provenance].filter(({ holds }) => !holds).length;
  if (broken > 0) throw new DomeError('INTERNAL', { detail: `${broken} claims do not hold.` });
}

function show(claims: readonly Claim[], narrator: Narrator): void {
  for (const { holds, text, found = [] } of claims) {
    narrator.tell({ who: 'check', mark: holds ? 'good' : 'bad', text, below: found });
  }
}

async function findAround(stage: Stage, { examples }: Told, { run, jobs }: RunRecord): Promise<Found> {
  const { environments, grace, releases } = stage;
  const promoted = ofType(run, 'dev.dome.run.promotion-decided.v1').at(-1)?.event.data;
  const lock = ofType(run, 'dev.dome.run.submitted.v1')[0]?.event.data.planLock.find(({ taskId }) => taskId === 'pack');
  const packed = ofType(jobs, 'dev.dome.job.succeeded.v1').findLast(({ event }) => event.data.taskId === 'pack');
  const name: unknown = packed?.event.data.output?.['file'];
  if (promoted === undefined || lock === undefined || typeof name !== 'string') {
    throw new DomeError('INTERNAL', { detail: 'The record holds no promotion of what was packed.' });
  }
  const file = await readFile(join(environments, promoted.to, name));
  await releases.git('apply', join(examples, PATCH));
  const { digest: mendedTree } = await packDirectory(releases.folder, { include: 'git' });
  const folder = join(examples, 'skills', lock.skill);
  const include = (await workTreeState(folder)) === 'tracked' ? 'tracked' : 'all';
  return {
    file: { name, digest: sha256Digest(file) },
    mendedTree,
    packDescriptor: await grace.client.skills.descriptor(lock.descriptorDigest),
    packContent: (await packDirectory(folder, { include })).digest,
  };
}

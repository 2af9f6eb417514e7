// From a promoted artifact back to its sources: each step is a digest that one side of the record claims and another side,
// or the auditor, computed. Pure over what was read.

import { sha256Digest, shortDigest, structureDigest } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';

import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';
import { ofType } from './record.ts';
import type { RunRecord } from './record.ts';
import { commandFaults, evidenceFaults } from './task.ts';
import { locksOf, wayBack } from './way-back.ts';
import type { WayBack } from './way-back.ts';

/** Facts outside the record, read or computed by the auditor; nothing is claimed about absent ones. */
export interface Found {
  /** The artifact at the place where it was promoted to. */
  readonly file?: { readonly path: string; readonly digest: string };
  /** The tree that it should be built from, and a description of it. */
  readonly workspace?: { readonly digest: string; readonly is: string };
  /** The skill that built it: the locked digest as discovery serves it, and the digest of its files where they are kept. */
  readonly skill?: { readonly descriptor: Descriptor; readonly contentDigest: string };
}

export function provenanceClaims(record: RunRecord, found: Found = {}): Claim[] {
  const way = wayBack(record);
  if (way === undefined) return [claim('the record leads from the promotion back to the job', ['it is cut'])];
  return [
    ...(found.file === undefined ? [] : [fileClaim(way, found.file)]),
    authorityClaim(way),
    jobClaim(way),
    treeClaim(record, way, found.workspace),
    lockClaim(way, found.skill),
  ];
}

function fileClaim({ decided }: WayBack, { path, digest }: NonNullable<Found['file']>): Claim {
  const { subject } = decided.event.data;
  const text = `${path} has the digest that was promoted: ${shortDigest(digest)}`;
  return claim(text, equal('the digest of the file', digest, subject.digest));
}

/** The commands of the promotion carry the decision, by its id and its place on the chain. */
function authorityClaim({ decided, moved }: WayBack): Claim {
  const text = `it was moved on the decision at #${decided.sequence} of the run, and on no other`;
  const faults = moved.flatMap(({ event: { data } }) => [
    ...equal('the decision', data.provenance.authorizedBy?.decisionId, decided.event.data.decision.decisionId),
    ...equal('its place', String(data.provenance.authorizedBy?.sequence), String(decided.sequence)),
  ]);
  return claim(text, faults);
}

/** The job that built it, identified by its event's exact bytes: they are the evidence that the gates used. */
function jobClaim({ decided, made, settled, sent, lock }: WayBack): Claim {
  const { artifacts = [], jobId } = made.event.data;
  const { subject } = decided.event.data;
  return claim(`job ${jobId} made it: event #${made.sequence}, ${shortDigest(sha256Digest(made.payload))}`, [
    ...equal('the artifact', artifacts.find(({ name }) => name === subject.name)?.digest, subject.digest),
    ...evidenceFaults(made, settled),
    ...commandFaults(made.event.data, { sent, lock }),
  ]);
}

/** The tree of the command is that of its round: the one submitted, or the one that a remedy returned. */
function treeClaim(record: RunRecord, { made, sent }: WayBack, found: Found['workspace']): Claim {
  const used = made.event.data.provenance.materials.map(({ digest }) => digest);
  const digest = sent.workspace?.digest;
  if (digest === undefined) return claim('from no workspace', []);
  const given = treeOf(record, sent.iteration);
  const text = `from the workspace ${shortDigest(digest)}, which is ${found?.is ?? 'the one of its round'}`;
  return claim(text, [
    ...equal('the workspace of the command', digest, given),
    ...(found === undefined ? [] : equal('the tree that was packed again', found.digest, given)),
    ...(used.includes(digest) ? [] : [`the materials are ${used.join(', ')}`]),
  ]);
}

function treeOf({ run, jobs }: RunRecord, iteration: number): string | undefined {
  const locks = locksOf(run);
  const isRemedy = (taskId: string): boolean => locks.get(taskId)?.purpose === 'remedy';
  const given = ofType(jobs, 'dev.dome.job.succeeded.v1')
    .map(({ event }) => event.data)
    .filter((data) => data.iteration < iteration && isRemedy(data.taskId))
    .findLast(({ workspace }) => workspace !== undefined);
  const submitted = ofType(run, 'dev.dome.run.submitted.v1').at(0)?.event.data;
  return (given ?? submitted)?.workspace?.digest;
}

/** The code that ran is the code that was locked before anything ran, and the code that is kept. */
function lockClaim({ made, lock }: WayBack, skill: Found['skill']): Claim {
  const { provenance } = made.event.data;
  const code = skill === undefined ? '' : `, its code ${shortDigest(skill.contentDigest)}`;
  const text = `by ${lock.skill}@${lock.version} as the plan lock has it: ${shortDigest(lock.descriptorDigest)}${code}`;
  const ofRecord = equal('the descriptor of the record', provenance.descriptorDigest, lock.descriptorDigest);
  if (skill === undefined) return claim(text, ofRecord);
  const { descriptor, contentDigest } = skill;
  return claim(text, [
    ...ofRecord,
    ...equal('the descriptor that discovery serves', structureDigest(descriptor), lock.descriptorDigest),
    ...equal('the code of the descriptor', descriptor.contentDigest, contentDigest),
  ]);
}

// From the bytes in the target folder back to the commit: each step is a digest that one side of the record claims and
// another side, or we ourselves, computed. Pure over what was read.

import { requestDigestOf, sha256Digest, structureDigest } from '@dome/contracts';
import type { Descriptor, DomeEvent, PlanLockEntry, RunTasksDispatched, SettledTask } from '@dome/contracts';

import { shortDigest } from '../narrator.ts';
import { ofType } from '../record.ts';
import type { RunRecord, StoredEvent } from '../record.ts';
import { claim, equal } from './claim.ts';
import type { Claim } from './claim.ts';

/** What is not in the record, read or computed beside it. */
export interface Found {
  /** Of the file that was promoted, as it lies there. */
  readonly file: { readonly name: string; readonly digest: string };
  /** Of the tree of the commit with the patch applied, packed once more. */
  readonly mendedTree: string;
  /** Of the locked digest, as discovery serves it; its digest was checked. */
  readonly packDescriptor: Descriptor;
  /** Of the files of the skill as they stand in the examples. */
  readonly packContent: string;
}

/** The parts of the record that the way back passes; a missing one is a claim that does not hold. */
interface Way {
  readonly decided: StoredEvent<'dev.dome.run.promotion-decided.v1'>;
  readonly promote: StoredEvent<'dev.dome.job.succeeded.v1'>;
  readonly pack: StoredEvent<'dev.dome.job.succeeded.v1'>;
  readonly packSettled: SettledTask;
  readonly packSent: RunTasksDispatched['tasks'][number];
  readonly fix: StoredEvent<'dev.dome.job.succeeded.v1'>;
  readonly lock: PlanLockEntry;
}

export function provenanceClaims(record: RunRecord, found: Found): Claim[] {
  const way = wayBack(record);
  if (way === undefined) return [claim('the record leads from the promotion back to the workspace', ['it is cut'])];
  return [
    fileClaim(way, found),
    authorityClaim(way),
    packClaim(way),
    treeClaim(way, found),
    lockClaim(way, found),
    peopleClaim(record, way),
  ];
}

function wayBack({ run, jobs }: RunRecord): Way | undefined {
  const decided = ofType(run, 'dev.dome.run.promotion-decided.v1').at(-1);
  const iteration = decided?.event.data.decision.iteration ?? 0;
  const succeeded = ofType(jobs, 'dev.dome.job.succeeded.v1');
  const jobOf = (taskId: string, round: number): StoredEvent<'dev.dome.job.succeeded.v1'> | undefined =>
    succeeded.find(({ event }) => event.data.taskId === taskId && event.data.iteration === round);
  const isPack = (of: { taskId: string; iteration: number }): boolean =>
    of.taskId === 'pack' && of.iteration === iteration;
  const tasksOf = ofType(run, 'dev.dome.run.tasks-settled.v1').flatMap(({ event }) => event.data.tasks);
  const sent = ofType(run, 'dev.dome.run.tasks-dispatched.v1').flatMap(({ event }) => event.data.tasks);
  const locks = ofType(run, 'dev.dome.run.submitted.v1').flatMap(({ event }) => event.data.planLock);
  const [promote, pack, fix] = [jobOf('promote', iteration), jobOf('pack', iteration), jobOf('fix', iteration - 1)];
  const [packSettled, packSent] = [tasksOf.find(isPack), sent.find(isPack)];
  const lock = locks.find(({ taskId }) => taskId === 'pack');
  if (decided === undefined || promote === undefined || pack === undefined || fix === undefined) return undefined;
  if (packSettled === undefined || packSent === undefined || lock === undefined) return undefined;
  return { decided, promote, pack, packSettled, packSent, fix, lock };
}

function fileClaim({ decided, promote }: Way, { file }: Found): Claim {
  const { subject, to } = decided.event.data;
  return claim(`${to}/${file.name} has the digest that was promoted: ${shortDigest(file.digest)}`, [
    ...equal('the digest of the file', file.digest, subject.digest),
    ...equal('the digest that the promotion reports', textAt(promote.event, 'digest'), subject.digest),
  ]);
}

/** The command of the promotion carries the decision, by its id and its place on the chain. */
function authorityClaim({ decided, promote }: Way): Claim {
  const { authorizedBy } = promote.event.data.provenance;
  return claim(`it was moved on the decision at #${decided.sequence} of the run, and on no other`, [
    ...equal('the decision', authorizedBy?.decisionId, decided.event.data.decision.decisionId),
    ...equal('its place', String(authorizedBy?.sequence), String(decided.sequence)),
  ]);
}

/** The job that made it, met by its event's very bytes: they are the evidence that the gates rested on. */
function packClaim({ decided, pack, packSettled, packSent, lock }: Way): Claim {
  const { artifacts = [], output, provenance, requestDigest, jobId } = pack.event.data;
  const evidence = packSettled.evidence;
  const inputDigest = structureDigest(packSent.input);
  const request = requestDigestOf({
    skill: { name: lock.skill, version: lock.version, descriptorDigest: lock.descriptorDigest },
    ...{ inputDigest, workspaceDigest: packSent.workspace?.digest },
  });
  const made = artifacts.find(({ name }) => name === decided.event.data.subject.name);
  return claim(`job ${jobId} made it: event #${pack.sequence}, ${shortDigest(sha256Digest(pack.payload))}`, [
    ...equal('the artifact', made?.digest, decided.event.data.subject.digest),
    ...equal('the place of the evidence', String(evidence?.sequence), String(pack.sequence)),
    ...equal('the evidence', evidence?.digest, sha256Digest(pack.payload)),
    ...equal('the request of the command', requestDigest, request),
    ...equal('the request of the record', provenance.requestDigest, request),
    ...equal('the input', provenance.inputDigest, inputDigest),
    ...equal('the output', provenance.outputDigest, output === undefined ? undefined : structureDigest(output)),
  ]);
}

/** The tree that was packed is the one that the remedy gave back, and that one is the commit with the patch. */
function treeClaim({ pack, packSent, fix }: Way, { mendedTree }: Found): Claim {
  const { materials } = pack.event.data.provenance;
  const used = materials.map(({ digest }) => digest);
  return claim(`from the workspace ${shortDigest(mendedTree)}, which is the commit with the patch, packed once more`, [
    ...equal('the workspace of the command', packSent.workspace?.digest, mendedTree),
    ...equal('the workspace that the remedy gave back', fix.event.data.workspace?.digest, mendedTree),
    ...(used.includes(mendedTree) ? [] : [`the materials are ${used.join(', ')}`]),
  ]);
}

/** The code that ran is the one that was locked before anything ran, and it is the code that stands in the repository. */
function lockClaim({ pack, lock }: Way, { packDescriptor, packContent }: Found): Claim {
  const { provenance } = pack.event.data;
  const text = `by ${lock.skill}@${lock.version} as the plan lock has it: ${shortDigest(lock.descriptorDigest)}, its code ${shortDigest(packContent)}`;
  return claim(text, [
    ...equal('the descriptor of the record', provenance.descriptorDigest, lock.descriptorDigest),
    ...equal('the descriptor that discovery serves', structureDigest(packDescriptor), lock.descriptorDigest),
    ...equal('the code of the descriptor', packDescriptor.contentDigest, packContent),
  ]);
}

/** One who did not submit it approved, on the evidence that the decision names. */
function peopleClaim({ run }: RunRecord, { decided }: Way): Claim {
  const { iteration } = decided.event.data.decision;
  const submitter = ofType(run, 'dev.dome.run.submitted.v1').at(0)?.event.data.submittedBy.user;
  const votes = ofType(run, 'dev.dome.run.approval-given.v1').map(({ event }) => event.data);
  const voters = votes.map(({ by }) => by.user);
  const closing = closingDecisions(run, iteration).find(({ data }) => data.decision.decidedBy.kind === 'people');
  const against = votes.flatMap(({ by, evidenceDigest }) => [
    ...(by.attested ? [] : [`nobody attests that ${by.user} voted`]),
    ...equal('the evidence of the vote', evidenceDigest, closing?.data.decision.evidenceDigest),
  ]);
  return claim(`approved by ${voters.join(', ')}, who the broker says it was; submitted by ${submitter ?? 'nobody'}`, [
    ...(voters.length === 1 ? [] : [`${voters.length} votes`]),
    ...(submitter === undefined || voters.includes(submitter) ? ['the submitter approved'] : []),
    ...equal('who decided', closing?.data.decision.decidedBy.people?.join(', '), voters.join(', ')),
    ...against,
  ]);
}

function closingDecisions(run: RunRecord['run'], iteration: number): DomeEvent<'dev.dome.run.gate-decided.v1'>[] {
  return ofType(run, 'dev.dome.run.gate-decided.v1')
    .map(({ event }) => event)
    .filter(({ data }) => data.iteration === iteration && data.decision.status === 'APPROVE');
}

function textAt({ data }: DomeEvent<'dev.dome.job.succeeded.v1'>, member: string): string | undefined {
  const value: unknown = data.output === undefined ? undefined : Reflect.get(data.output, member);
  return typeof value === 'string' ? value : undefined;
}

// A run exists once `submitted` is the first event of its chain: compare-and-set with 0 claims the id, so the same
// request from anywhere, any number of times, returns the same run. Everything is checked first; nothing is stored if
// anything is refused (L6, L12).
import { DomeError, asName, runIdFor, soundTrace, structureDigest } from '@dome/contracts';
import type { Digest, Identity, RunSubmitReply, RunSubmitRequest, RunSubmitted, WrittenTrace } from '@dome/contracts';
import { requireWorkspace } from '@dome/planning';
import type { PlanReading, PlanTexts } from '@dome/planning';
import { runRefOf } from '@dome/runs';
import type { RunRef, RunState } from '@dome/runs';

import { identityOf } from '../approvals/identity.ts';
import type { LawState } from '../law/law-state.ts';
import { requireRehearsable } from '../promotion/rehearsal.ts';
import { resolvePlan } from './resolve-plan.ts';
import type { CachedRun } from '../drive/run-cache.ts';
import { governPlan } from './law-policy.ts';
import type { Handler, ServiceParts } from './parts.ts';
import { requirePromotable } from './promotable.ts';
import { runFields } from '../tracing/run-trace.ts';

/** More chance collisions than this mean that something else is wrong. */
const COLLISIONS_MAX = 8;

interface Submission {
  readonly request: RunSubmitRequest;
  readonly submitter: Identity;
  readonly texts: PlanTexts;
  readonly read: PlanReading;
  readonly inputs: Record<string, unknown>;
  readonly submitDigest: Digest;
  /** The law that the submission is judged under. */
  readonly law: LawState;
  readonly trace: WrittenTrace;
}

type Claim = { readonly kind: 'reply'; readonly reply: RunSubmitReply } | { readonly kind: 'collision' };

export function runSubmit(parts: ServiceParts): Handler<'controlRunSubmit'> {
  return async (request, stamp, trace = {}) => {
    const submitter = identityOf(stamp);
    const law = await parts.law.refresh();
    law.access.requirePermission('submit', submitter);
    const submission = { ...(await submissionOf(request, { submitter, law, parts })), trace: soundTrace(trace) };
    for (let n = 0; n < COLLISIONS_MAX; n += 1) {
      const run = runOf(submission, n);
      const claim = await parts.cache.open(run, (cached) => claimRun(cached, submission, parts));
      if (claim.kind === 'reply') return claim.reply;
    }
    throw new DomeError('INTERNAL', { detail: `${COLLISIONS_MAX} unrelated runs already have the ids of this key` });
  };
}

async function submissionOf(
  request: RunSubmitRequest,
  { submitter, law, parts }: { readonly submitter: Identity; readonly law: LawState; readonly parts: ServiceParts },
): Promise<Omit<Submission, 'trace'>> {
  const { holders } = law.access;
  const texts = { plan: request.plan, policy: request.policy, needsPolicy: true, holders };
  const read = await parts.planning.read(texts);
  const inputs = await parts.planning.inputs({ schema: read.shape.document.inputs, inputs: request.inputs ?? {} });
  // What identifies the run; not the lock and not the law, which may resolve differently another day.
  const submitDigest = structureDigest({
    planDigest: read.planDigest,
    policyDigest: read.policyDigest,
    inputs,
    workspaceDigest: request.workspace?.digest,
    retryOf: request.retryOf,
    rehearsal: request.rehearsal,
  });
  if (request.rehearsal !== undefined) requireRehearsable(read.shape.document);
  if (request.retryOf !== undefined) await requireRetried(request.retryOf, parts);
  return { request, submitter, texts, read, inputs, submitDigest, law };
}

/** Whoever looks at a retry finds what it repeats. @throws DomeError NOT_FOUND */
async function requireRetried(runId: string, { cache }: ServiceParts): Promise<void> {
  const run = runRefOf(runId);
  const state = run === undefined ? undefined : await cache.open(run, (cached) => cached.reload());
  if (state !== undefined) return;
  throw new DomeError('NOT_FOUND', { detail: `there is no run ${runId} to be repeated`, pointer: '/retryOf' });
}

function runOf({ request, submitter, read }: Submission, n: number): RunRef {
  const plan = asName(read.shape.document.name);
  return { plan, runId: runIdFor({ submitter: submitter.user, plan, idempotencyKey: request.idempotencyKey, n }) };
}

async function claimRun(cached: CachedRun, submission: Submission, parts: ServiceParts): Promise<Claim> {
  const known = cached.state ?? (await cached.reload());
  if (known !== undefined) return meet(known, submission);
  if (parts.index.openCount >= parts.openRunsMax) {
    throw new DomeError('QUEUE_FULL', { detail: `${parts.openRunsMax} runs are open` });
  }
  const shortage = parts.shortage();
  if (shortage !== undefined) throw shortage;
  const data = await submittedData(cached.run, submission, parts);
  const stored = await cached.append({ type: 'dev.dome.run.submitted.v1', data }, submission.trace);
  const { state } = cached;
  if (state === undefined) throw new DomeError('INTERNAL', { detail: 'the run is gone after it was stored' });
  if (!stored) return meet(state, submission);
  parts.logger.info({ ...runFields(state), by: submission.submitter.user }, 'run submitted');
  return { kind: 'reply', reply: replyOf(state, false) };
}

async function submittedData(run: RunRef, submission: Submission, parts: ServiceParts): Promise<RunSubmitted> {
  const { request, submitter, inputs, submitDigest, law } = submission;
  const { texts, read, ofLaw } = await governPlan(submission, law, parts.planning);
  const { shape, planDigest, policy, policyDigest } = read;
  const planLock = await resolvePlan(texts, parts, { isRehearsal: request.rehearsal !== undefined });
  if (request.workspace === undefined) requireWorkspace(planLock, shape);
  const data: RunSubmitted = {
    runId: run.runId,
    plan: { ...shape.document },
    ...(policy === undefined || policyDigest === undefined ? {} : { policy: { ...policy }, policyDigest }),
    ...(policy === undefined ? {} : { policyOrigin: ofLaw === undefined ? 'submitter' : 'law' }),
    lawSequence: law.sequence,
    idempotencyKey: request.idempotencyKey,
    submitDigest,
    planDigest,
    planLock,
    inputs,
    ...(request.workspace === undefined ? {} : { workspace: request.workspace }),
    submittedBy: submitter,
    labels: request.labels ?? {},
    ...(request.retryOf === undefined ? {} : { retryOf: request.retryOf }),
    ...(request.rehearsal === undefined ? {} : { rehearsal: request.rehearsal }),
  };
  const environment = await requirePromotable({ submitted: data, plan: shape.document, policy }, law, parts);
  return environment === undefined ? data : { ...data, environmentDigest: environment };
}

/** An existing run is the same submission, another one under the same key, or a stranger by chance. */
function meet(state: RunState, { request, submitter, submitDigest }: Submission): Claim {
  const there = state.submitted.value;
  const same = there.idempotencyKey === request.idempotencyKey && there.submittedBy.user === submitter.user;
  if (!same) return { kind: 'collision' };
  if (there.submitDigest === submitDigest) return { kind: 'reply', reply: replyOf(state, true) };
  const detail = `${request.idempotencyKey} stands for the run ${state.runId} with other plan, policy, inputs, workspace, rehearsal or repeated run`;
  throw new DomeError('IDEMPOTENCY_KEY_REUSED', { detail, pointer: '/idempotencyKey' });
}

function replyOf(state: RunState, existing: boolean): RunSubmitReply {
  const { submitDigest, planDigest } = state.submitted.value;
  const { sequence } = state.submitted;
  return { runId: state.runId, plan: state.shape.document.name, submitDigest, planDigest, sequence, existing };
}

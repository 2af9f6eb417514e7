// Every promotion into an environment, also of runs that the page never read, and what one that stands rests on.
import { eventOf, sha256Digest, subjects } from '@dome/contracts';
import type { EventData } from '@dome/contracts';
import { releaseDecision, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { headers } from '@nats-io/nats-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Session } from '../src/nats/connection.ts';
import { readGrounds } from '../src/state/grounds.ts';
import { readPastPromotions } from '../src/state/past-promotions.ts';

type Promoted = EventData['dev.dome.run.promotion-decided.v1'];
type Type = 'dev.dome.run.promotion-decided.v1' | 'dev.dome.run.finished.v1' | 'dev.dome.run.gate-decided.v1';

const DIGEST = sha256Digest('app');
const encoder = new TextEncoder();
/** More than are looked at in the first step. */
const BETWEEN = 6_000;

let planes: PlanesServer;
let session: Session;
let dome: Awaited<ReturnType<PlanesServer['connectAs']>>;

beforeAll(async () => {
  planes = await startPlanesServer({});
  dome = await planes.connectAs('dome');
  session = { nc: await planes.connectAs('ada'), user: 'ada' } as unknown as Session;
  await promote('release-one', 'production');
  await promote('release-two', 'staging');
  const noise = subjects.runEvent({ plan: 'noise', runId: 'noise-aaaaaaaa', phase: 'wave-started' });
  for (let sent = 0; sent < BETWEEN; sent += 1) dome.publish(noise, '{}');
  await promote('release-three', 'production', 'REJECT');
  await promote('release-four', 'production');
  await store('release-five', 'dev.dome.run.promotion-decided.v1', promotion('release-five', 'production'));
});
afterAll(() => planes[Symbol.asyncDispose]());

function promotion(runId: string, to: string, status: 'APPROVE' | 'REJECT' = 'APPROVE'): Promoted {
  const decision = { ...releaseDecision(1, status), decisionId: sha256Digest(runId) };
  return { runId, decision, subject: { name: 'app', digest: DIGEST }, from: 'build', to };
}

async function promote(runId: string, to: string, status?: 'REJECT'): Promise<void> {
  await store(runId, 'dev.dome.run.promotion-decided.v1', promotion(runId, to, status));
  const promoted = status === undefined ? [{ name: 'app', digest: DIGEST, to }] : [];
  const result = status === undefined ? 'success' : 'failure';
  await store(runId, 'dev.dome.run.finished.v1', { runId, result, record: [], promoted });
}

/** Answers where it is stored, and the digest of its bytes. */
async function store<Of extends Type>(runId: string, type: Of, data: EventData[Of]) {
  const source = { source: '/dome/test', subject: runId, timeMs: Date.now(), runId };
  const bytes = encoder.encode(JSON.stringify(eventOf({ ...source, id: `${runId}.${type}`, type, data })));
  const phase = type.split('.')[3] as 'finished';
  const structured = headers();
  structured.set('Content-Type', 'application/cloudevents+json');
  const subject = subjects.runEvent({ plan: 'release', runId, phase });
  const answer = await dome.request(subject, bytes, { timeout: 10_000, headers: structured });
  return { sequence: answer.json<{ seq: number }>().seq, digest: sha256Digest(bytes) };
}

test('those of an environment are read newest first, as far back as is asked', async () => {
  const newest = await readPastPromotions(session, { into: 'production', count: 2 });
  expect(newest.past.map(({ runId, state }) => [runId, state])).toEqual([
    ['release-five', 'allowed'],
    ['release-four', 'done'],
    ['release-three', 'refused'],
  ]);
  expect(newest.isWhole).toBe(false);
  const all = await readPastPromotions(session, { into: 'production', count: 50 });
  expect(all.past.map(({ runId }) => runId)).toEqual(['release-five', 'release-four', 'release-three', 'release-one']);
  expect([all.isWhole, all.from]).toEqual([true, 1]);
});

test('the grounds of one that stands are its gates and what brought it to where it came from, each compared', async () => {
  const runId = 'release-six';
  const brought = await store('release-zero', 'dev.dome.run.finished.v1', {
    runId: 'release-zero',
    result: 'success',
    record: [],
  });
  const gate = { gate: 'release', iteration: 2, decision: releaseDecision(2, 'APPROVE') };
  const decided = await store(runId, 'dev.dome.run.gate-decided.v1', { runId, ...gate });
  const evidenceOf = ({ sequence, digest }: typeof decided) => ({ stream: 'RUN_EVENTS', sequence, id: 'x', digest });
  const data = promotion(runId, 'production');
  const { decisionId } = data.decision;
  const other = { ...evidenceOf(brought), digest: sha256Digest('something else') };
  const decision = { ...data.decision, evidence: [evidenceOf(decided), other] };
  const { sequence } = await store(runId, 'dev.dome.run.promotion-decided.v1', { ...data, decision });
  const of = { name: 'app', digest: DIGEST, from: 'build', since: '', decidedAt: '', decidedBy: [], runId, decisionId };
  const grounds = await readGrounds(session, of);
  expect(grounds.sequence).toBe(sequence);
  expect(grounds.rests.map(({ gate: on, broughtBy, checked }) => [on?.gate ?? broughtBy, checked.is])).toEqual([
    ['release-zero', 'another'],
    ['quality', 'the same'],
  ]);
  const gone = readGrounds(session, { ...of, decisionId: sha256Digest('another') });
  await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

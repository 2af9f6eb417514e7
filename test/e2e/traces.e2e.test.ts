// A run is one trace over both planes, whatever dies on the way: a daemon in the middle of a job, a replica while a gate waits
// for people. The collector is in this process, and knows nothing of the exporter.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';

import type { ControlClient } from '@dome/client';
import type { RunView } from '@dome/contracts';
import { eventually, gatedPlan, humanPolicy, startOtlpReceiver } from '@dome/testkit';
import type { ReceivedSpan } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const PLAN = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'gated',
  version: '1.0.0',
  tasks: {
    slow: {
      uses: 'shell@^1',
      input: { script: '[ "$DOME_ATTEMPT" = 1 ] && sleep 60; echo "trace=$TRACEPARENT" >>"$DOME_OUTPUT"' },
    },
    quick: { uses: 'shell@^1', needs: ['slow'], input: { script: 'exit 0' } },
  },
  gates: { release: {} },
});

/** A trace that somebody else has begun. */
function outside(): { readonly traceId: string; readonly spanId: string; readonly traceparent: string } {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01` };
}

/** A span that was told twice is the same span. */
function treeOf(spans: readonly ReceivedSpan[], traceId: string): ReceivedSpan[] {
  const own = spans.filter((span) => span.traceId === traceId);
  return [...new Map(own.map((span) => [span.spanId, span])).values()];
}

const named = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan[] =>
  spans.filter((span) => span.name === name).toSorted((a, b) => a.startMs - b.startMs);

async function openGate(people: ControlClient, runId: string) {
  return await eventually(
    async () => {
      const found = (await people.gates.list()).gates.find((gate) => gate.runId === runId);
      if (found === undefined) throw new Error('no gate waits');
      return found;
    },
    { timeoutMs: 30_000 },
  );
}

const finished = (people: ControlClient, runId: string): Promise<RunView> =>
  eventually(
    async () => {
      const run = await people.runs.get(runId);
      if (run.result === undefined) throw new Error('the run goes on');
      return run;
    },
    { timeoutMs: 30_000 },
  );

const hasStarted = (stage: Stage): Promise<void> =>
  eventually(async () => {
    expect((await stage.raw.read('JOB_EVENTS')).some(({ subject }) => subject.endsWith('.started'))).toBe(true);
  });

/** Of the job that ended first. */
async function outputOf({ raw }: Stage): Promise<unknown> {
  const ended = (await raw.read('JOB_EVENTS')).find(({ subject }) => subject.endsWith('.succeeded'));
  return ended === undefined ? undefined : (ended.body as { data: { output: unknown } }).data.output;
}

test('a run is one trace, over a take-over and a gate that people decide', { timeout: 120_000 }, async () => {
  await using receiver = await startOtlpReceiver();
  await using stage = await openStage({ skills: ['shell'], ackWaitMs: 2_000 });
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
  const replicas = [await stage.control({ env }), await stage.control({ env })] as const;
  const victim = await stage.daemon({ env });
  const [ada, grace] = [await stage.as('ada'), await stage.as('grace')];
  const { traceId, spanId, traceparent } = outside();

  const request = { plan: PLAN, policy: humanPolicy, idempotencyKey: 'traced' };
  const { runId } = await ada.runs.submit(request, { traceparent });
  await hasStarted(stage);
  const survivor = await stage.daemon({ env });
  await victim.kill('SIGKILL');
  const gate = await openGate(ada, runId);
  await eventually(() =>
    expect(receiver.spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['slow', 'quick'])),
  );
  await replicas[0].kill('SIGKILL');
  const vote = { runId, gate: gate.gate, iteration: gate.iteration, evidenceDigest: gate.evidenceDigest };
  await grace.gates.decide({ ...vote, verdict: 'approve', reason: 'It holds.' });
  const run = await finished(ada, runId);
  expect(run.result).toBe('success');
  await replicas[1].stop();
  await survivor.stop();

  const spans = treeOf(receiver.spans, traceId);
  const known = new Set([spanId, ...spans.map((span) => span.spanId)]);
  expect(spans.filter(({ parentSpanId = '' }) => !known.has(parentSpanId))).toEqual([]);
  expect(new Set(receiver.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));

  const [whole] = named(spans, 'RUN gated');
  expect(whole).toMatchObject({ kind: 'server', parentSpanId: spanId, status: 'unset' });
  expect(whole?.attributes).toMatchObject({ 'cicd.pipeline.run.id': runId, 'cicd.pipeline.result': 'success' });
  expect(whole?.resource).toMatchObject({ 'service.name': 'dome' });
  const [release] = named(spans, 'gate release');
  expect(release).toMatchObject({ parentSpanId: whole?.spanId });
  expect(release?.events.map(({ name }) => name)).toEqual(['asked', 'vote']);

  const [slow] = named(spans, 'slow');
  const below = spans.filter(({ parentSpanId }) => parentSpanId === slow?.spanId);
  const attempts = below.filter(({ kind }) => kind === 'consumer').toSorted((a, b) => a.startMs - b.startMs);
  const [lost, next] = [attempts.at(0), attempts.at(-1)];
  expect(attempts.length).toBeGreaterThan(1);
  expect(slow?.parentSpanId).toBe(whole?.spanId);
  expect(below.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
    expect.arrayContaining(['internal queue default', 'producer publish dome.cmd.skill.execute.default.shell']),
  );
  expect(lost).toMatchObject({ status: 'error', attributes: { 'cicd.worker.id': victim.instance } });
  expect(next).toMatchObject({ status: 'unset', attributes: { 'cicd.worker.id': survivor.instance } });
  expect(next?.links).toEqual([{ traceId, spanId: attempts.at(-2)?.spanId }]);
  expect(next?.resource).toMatchObject({ 'service.name': 'domed', 'service.instance.id': survivor.instance });

  const skill = spans.find(({ name, parentSpanId }) => name === 'skill shell' && parentSpanId === next?.spanId);
  expect(await outputOf(stage)).toEqual({ trace: `00-${traceId}-${skill?.spanId}-01` });
  const [quick] = named(spans, 'quick');
  expect(quick?.links).toEqual([{ traceId, spanId: slow?.spanId }]);

  const lines = replicas[1].log.filter((line) => line['runId'] === runId);
  expect(lines.length).toBeGreaterThan(0);
  expect(new Set(lines.map((line) => line['trace_id']))).toEqual(new Set([traceId]));
});

describe('the command line', () => {
  test('passes on the trace of its environment to the planes of dome dev', { timeout: 120_000 }, async () => {
    await using receiver = await startOtlpReceiver();
    const { traceId, spanId, traceparent } = outside();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, TRACEPARENT: traceparent };
    const skills = resolve(import.meta.dirname, '../fixtures/skills');
    await using stage = await openCliStage({ env, skills });
    await stage.write('gated.plan.json', gatedPlan);
    await stage.write('gated.policy.json', humanPolicy);
    const words = ['--user', 'ada', 'run', 'submit', '-f', 'gated.plan.json', '-o', 'json'];
    const { runId } = JSON.parse((await stage.dome(...words)).out) as { runId: string };
    await eventually(async () => {
      const { exitCode, err } = await stage.dome('--user', 'grace', 'gate', 'approve', runId, '-y', '-m', 'good');
      expect({ exitCode, err }).toMatchObject({ exitCode: 0 });
    });
    expect((await stage.dome('run', 'wait', runId)).exitCode).toBe(0);
    stage.dev.interrupt();
    await stage.dev.ended;
    const [whole] = named(treeOf(receiver.spans, traceId), 'RUN gated');
    expect(whole?.parentSpanId).toBe(spanId);
    const services = new Set(receiver.spans.map(({ resource }) => resource['service.name']));
    expect(services).toEqual(new Set(['dome', 'domed']));
  });
});

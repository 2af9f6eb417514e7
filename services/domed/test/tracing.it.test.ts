import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseTraceparent, spanIdOf, traceIdOf, traceparentOf } from '@dome/contracts';
import { eventually, evenRetry, startOtlpReceiver } from '@dome/testkit';
import type { OtlpReceiver, ReceivedSpan } from '@dome/testkit';

import { dataOf, phasesOf, startStack } from './support/stack.ts';
import type { Stack } from './support/stack.ts';

const traceId = traceIdOf('a test');
const publisher = spanIdOf(traceId, 'publish');
const traceparent = traceparentOf({ traceId, spanId: publisher, isSampled: true });
const script = (text: string) => ({
  skill: 'shell',
  input: { script: text },
  trace: { traceparent, tracestate: 'v=1' },
});

let stack: Stack;
let receiver: OtlpReceiver;
beforeEach(async () => {
  receiver = await startOtlpReceiver();
  stack = await startStack({ skills: ['shell'], ackWaitMs: 1_500 });
});
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const traced = () => stack.daemon({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint } });
const named = (name: RegExp): ReceivedSpan[] => receiver.spans.filter((span) => name.test(span.name));

describe('a daemon that exports spans', () => {
  it('tells how long a job waited, ran and settled, below whoever published it', async () => {
    const daemon = await traced();
    const job = await stack.send(
      script('echo "outer=$TRACEPARENT" >>"$DOME_OUTPUT"; echo "state=$TRACESTATE" >>"$DOME_OUTPUT"'),
    );
    const chain = await stack.ended(job);
    await daemon.kill('SIGTERM');
    const [attempt] = named(/^process /);
    const [skill] = named(/^skill shell$/);
    expect(receiver.spans.map((span) => [span.name.split(' ')[0], span.kind, span.parentSpanId])).toEqual([
      ['queue', 'internal', publisher],
      ['process', 'consumer', publisher],
      ['skill', 'internal', attempt?.spanId],
      ['settling', 'internal', attempt?.spanId],
    ]);
    expect(new Set(receiver.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    expect(attempt?.attributes).toMatchObject({
      'cicd.pipeline.run.id': job.runId,
      'cicd.pipeline.task.run.id': job.jobId,
      'cicd.pipeline.task.run.result': 'success',
      'cicd.worker.id': daemon.instance,
      'dome.epoch': chain[0]?.sequence,
      'messaging.system': 'nats',
      'messaging.consumer.group.name': `domed_default_${job.skill}`,
    });
    const inner = traceparentOf({ traceId, spanId: skill?.spanId ?? '', isSampled: true });
    expect(dataOf(chain.at(-1))).toMatchObject({ output: { outer: inner, state: 'v=1' } });
    // What is stored belongs to whoever published, exported or not.
    expect(new Set(chain.map(({ event }) => event.traceparent))).toEqual(new Set([traceparent]));
  });

  it('tells the attempt of a daemon that was killed, and links the next one with it', async () => {
    const victim = await traced();
    const job = await stack.send(script('[ "$DOME_ATTEMPT" = 1 ] || exit 0; sleep 60'));
    await stack.reaches(job, 'started');
    const survivor = await traced();
    await victim.kill('SIGKILL');
    const chain = await stack.ended(job);
    await survivor.kill('SIGTERM');
    // A busy machine may lose more attempts than the one that was killed; each has its span.
    const attempts = chain
      .filter((_, index) => phasesOf(chain)[index] === 'started')
      .map(({ sequence }) => {
        return named(/^process /).find(({ attributes }) => attributes['dome.epoch'] === sequence);
      });
    const [lost, next] = [attempts.at(0), attempts.at(-1)];
    expect(lost).toMatchObject({
      status: 'error',
      parentSpanId: publisher,
      attributes: { 'cicd.worker.id': victim.instance, 'error.type': 'ATTEMPT_LOST' },
    });
    expect(next).toMatchObject({
      status: 'unset',
      parentSpanId: publisher,
      links: [{ spanId: attempts.at(-2)?.spanId }],
    });
    expect(next?.attributes).toMatchObject({ 'cicd.worker.id': survivor.instance, 'dome.attempt': attempts.length });
    expect(named(/^queue /)).toHaveLength(1);
  });

  it('tells a lost attempt that nobody may repeat', async () => {
    const victim = await traced();
    const job = await stack.send({ ...script('sleep 60'), over: { retry: evenRetry(1, 10) } });
    await stack.reaches(job, 'started');
    const survivor = await traced();
    await victim.kill('SIGKILL');
    expect(phasesOf(await stack.ended(job))).toEqual(['started', 'failed']);
    await survivor.kill('SIGTERM');
    expect(named(/^process /)).toMatchObject([{ status: 'error', attributes: { 'error.type': 'ATTEMPT_LOST' } }]);
  });

  it('begins a trace for a command that has none', async () => {
    const daemon = await traced();
    const job = await stack.send({ skill: 'shell', input: { script: 'echo "trace=$TRACEPARENT" >>"$DOME_OUTPUT"' } });
    const chain = await stack.ended(job);
    await daemon.kill('SIGTERM');
    const [attempt] = named(/^process /);
    expect(attempt?.parentSpanId).toBeUndefined();
    const { output } = dataOf(chain.at(-1)) as { output: { trace: string } };
    expect(parseTraceparent(output.trace)?.traceId).toBe(attempt?.traceId);
  });

  it('writes the trace of a job into its log', async () => {
    const daemon = await traced();
    await stack.ended(
      await stack.send({ ...script('[ "$DOME_ATTEMPT" = 2 ]; exit $((75 * $?))'), over: { retry: evenRetry(2, 10) } }),
    );
    await eventually(() => daemon.log.some(({ msg }) => msg === 'job ended'));
    const lineOf = (msg: string) => daemon.log.find((line) => line['msg'] === msg);
    const [ended, again] = [lineOf('job ended'), lineOf('attempt ended, another follows')];
    await daemon.kill('SIGTERM');
    const [first] = named(/^process /);
    expect(again).toMatchObject({ trace_id: traceId, span_id: first?.spanId });
    expect(ended).toMatchObject({ trace_id: traceId, span_id: publisher });
  });
});

describe('a collector that is away', () => {
  it('harms no job and no drain', async () => {
    const daemon = await stack.daemon({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' } });
    const chain = await stack.ended(await stack.send(script('exit 0')));
    expect(phasesOf(chain)).toEqual(['started', 'succeeded']);
    expect(await daemon.kill('SIGTERM')).toBe(0);
  });
});

describe('a daemon that exports none', () => {
  it('lets the skill go on with the trace of whoever published', async () => {
    await stack.daemon();
    const chain = await stack.ended(await stack.send(script('echo "trace=$TRACEPARENT" >>"$DOME_OUTPUT"')));
    expect(dataOf(chain.at(-1))).toMatchObject({ output: { trace: traceparent } });
    expect(receiver.spans).toEqual([]);
  });
});

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { describe, expect, it } from 'vitest';

import { CLOCKS, LIMITS, spanIdOf, traceIdOf } from '@dome/contracts';
import { createLogger, createShutdown, readConfig, systemClock } from '@dome/runtime';
import type { Shutdown } from '@dome/runtime';
import { eventually, startOtlpReceiver } from '@dome/testkit';

import { openTracing } from '../src/open-tracing.ts';
import { TRACING_SETTINGS } from '../src/tracing/settings.ts';
import type { ToldSpan } from '../src/tracing/span.ts';
import type { Tracing } from '../src/tracing/tracing.ts';

interface Opened {
  readonly tracing: Tracing;
  readonly shutdown: Shutdown;
  readonly lines: readonly string[];
}

async function open(env: Readonly<Record<string, string>>): Promise<Opened> {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const logger = createLogger({ name: 'dome', level: 'info', destination: { write } });
  const signals = { on() {}, off() {} };
  const shutdown = createShutdown({ signals, clock: systemClock, logger, deadlineMs: 10_000 });
  const config = readConfig(TRACING_SETTINGS, env);
  const service = { config, plane: 'dome', instance: 'dome-a', version: '1.2.3', logger, shutdown } as const;
  return { tracing: await openTracing({ ...service, clock: systemClock }), shutdown, lines };
}

async function end({ shutdown }: Opened): Promise<number> {
  shutdown.begin('the test is over');
  return await shutdown.done;
}

const traceId = traceIdOf('a run');
const span = (name: string, more: Partial<ToldSpan> = {}): ToldSpan => ({
  context: { traceId, spanId: spanIdOf(traceId, name), isSampled: true },
  parentSpanId: undefined,
  name,
  kind: 'internal',
  startMs: 1_700_000_000_000,
  endMs: 1_700_000_001_500,
  attributes: {},
  ...more,
});

describe('what a plane tells', () => {
  it('reaches the collector whole when the plane ends', async () => {
    await using receiver = await startOtlpReceiver();
    const opened = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    const to = { traceId, spanId: spanIdOf(traceId, 'before'), isSampled: true };
    opened.tracing.tell(
      span('a task', {
        parentSpanId: spanIdOf(traceId, 'run'),
        kind: 'consumer',
        attributes: { text: 'a', count: 3, ratio: 0.5, isTrue: true, list: ['a', 'b'], missing: undefined },
        moments: [{ name: 'asked', atMs: 1_700_000_000_250, attributes: { of: 'people' } }],
        relations: [{ to }],
        failure: 'two tests failed',
      }),
    );
    expect(await end(opened)).toBe(0);
    expect(receiver.spans).toEqual([
      {
        traceId,
        spanId: spanIdOf(traceId, 'a task'),
        parentSpanId: spanIdOf(traceId, 'run'),
        name: 'a task',
        kind: 'consumer',
        startMs: 1_700_000_000_000,
        endMs: 1_700_000_001_500,
        attributes: { text: 'a', count: 3, ratio: 0.5, isTrue: true, list: ['a', 'b'] },
        events: [{ name: 'asked', atMs: 1_700_000_000_250, attributes: { of: 'people' } }],
        links: [{ traceId, spanId: to.spanId }],
        status: 'error',
        message: 'two tests failed',
        resource: expect.objectContaining({
          'service.name': 'dome',
          'service.version': '1.2.3',
          'service.instance.id': 'dome-a',
        }),
      },
    ]);
  });

  it('has as many links as a span may have', async () => {
    await using receiver = await startOtlpReceiver();
    const opened = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    const relations = Array.from({ length: LIMITS.spanParts + 1 }, (_, n) => ({
      to: { traceId, spanId: spanIdOf(traceId, n), isSampled: true },
    }));
    opened.tracing.tell(span('a gate', { relations }));
    await end(opened);
    expect(receiver.spans[0]?.links).toHaveLength(LIMITS.spanParts);
  });

  it('has no negative length where two machines disagree about the time', async () => {
    await using receiver = await startOtlpReceiver();
    const opened = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    opened.tracing.tell(span('queue', { endMs: 1_699_999_999_999 }));
    await end(opened);
    expect(receiver.spans[0]).toMatchObject({ startMs: 1_700_000_000_000, endMs: 1_700_000_000_000 });
  });

  it('is left out where whoever began the trace wants none of it', async () => {
    await using receiver = await startOtlpReceiver();
    const opened = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    const context = { ...span('a').context, isSampled: false };
    expect(opened.tracing.records(context)).toBe(false);
    opened.tracing.tell(span('a', { context }));
    await end(opened);
    expect(receiver.spans).toEqual([]);
  });
});

describe('headers', () => {
  it('go with every export and into no line of the log', async () => {
    await using receiver = await startOtlpReceiver();
    const opened = await open({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20sesame,x-tenant=a',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-tenant=b, nonsense',
    });
    receiver.answerWith(401);
    opened.tracing.tell(span('a'));
    await end(opened);
    expect(receiver.headers[0]).toMatchObject({ authorization: 'Bearer sesame', 'x-tenant': 'b' });
    expect(opened.lines.join('')).toContain('spans could not be exported');
    expect(opened.lines.join('')).not.toContain('sesame');
  });
});

describe('a collector', () => {
  it('that is away costs one line, and the plane ends in time', async () => {
    const opened = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    for (let n = 0; n < LIMITS.spansQueued + 10; n += 1) opened.tracing.tell(span(`span ${n}`));
    expect(await end(opened)).toBe(0);
    expect(opened.lines.filter((line) => line.includes('could not be exported')).length).toBeLessThan(2);
  });

  it('that is slower than what ends is told of in the log', async () => {
    await using receiver = await startOtlpReceiver();
    const opened = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
    for (let n = 0; n < LIMITS.spansQueued + 1_000; n += 1) opened.tracing.tell(span(`span ${n}`));
    // The next one that finds room says how many did not.
    await eventually(() => {
      opened.tracing.tell(span('one more'));
      expect(opened.lines.join('')).toMatch(/"reason":"Dropped \d+ spans.*"spans are left out"/);
    });
    await end(opened);
  });

  it('that takes a connection and never answers does not keep the plane from ending', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const opened = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    opened.tracing.tell(span('a'));
    const beganMs = performance.now();
    expect(await end(opened)).toBe(0);
    expect(performance.now() - beganMs).toBeLessThan(2 * CLOCKS.spanFlushMs);
    silent.close();
  });
});

describe('without an endpoint', () => {
  it.each([[{}], [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' }]])(
    'nothing is opened: %o',
    async (env) => {
      const opened = await open(env);
      expect(opened.tracing.isOn).toBe(false);
      await end(opened);
    },
  );

  it('nothing of OpenTelemetry is loaded, neither by the package nor by a plane that starts', () => {
    const planes = [
      '@dome/telemetry',
      '../../../services/dome/src/control-plane.ts',
      '../../../services/domed/src/daemon.ts',
    ];
    for (const specifier of planes) expect(loadedBy(specifier)).toEqual([]);
    expect(loadedBy('../src/tracing/otlp.ts')).toContain('@opentelemetry/sdk-trace');
  });
});

/** Packages of OpenTelemetry that are asked for while the module is loaded in a process of its own. */
function loadedBy(specifier: string): string[] {
  const program = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve: (name, context, next) => {
        if (name.startsWith('@opentelemetry/')) console.log(name);
        return next(name, context);
      },
    });
    await import(${JSON.stringify(specifier.startsWith('.') ? new URL(specifier, import.meta.url).href : specifier)});
  `;
  const flags = ['--input-type=module', '--eval', program];
  const { stdout, stderr, status } = spawnSync(process.execPath, flags, { encoding: 'utf8', cwd: import.meta.dirname });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('a setting that cannot be', () => {
  it.each([
    ['another protocol', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /OTEL_EXPORTER_OTLP_PROTOCOL: "grpc"/],
    [
      'another for traces',
      { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' },
      /OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "grpc"/,
    ],
    ['a sampler that is none', { OTEL_TRACES_SAMPLER: 'jaeger_remote' }, /OTEL_TRACES_SAMPLER/],
  ])('ends the start by its variable: %s', async (_, env, says) => {
    await expect(open({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', ...env })).rejects.toThrow(says);
  });

  it('is nothing to a plane that exports no spans', async () => {
    const opened = await open({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_TRACES_SAMPLER: 'nonsense' });
    expect(opened.tracing.isOn).toBe(false);
    await end(opened);
  });
});

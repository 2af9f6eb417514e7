// What exporting costs a daemon: processor time for the spans of one job, from putting them together to the collector's
// answer, at a rate at which nothing is left out. Without an endpoint the same calls cost what the second row says.
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { spanIdOf, traceIdOf } from '@dome/contracts';
import { createLogger, createShutdown, readConfig, systemClock } from '@dome/runtime';
import { NO_TRACING, TRACING_SETTINGS, openTracing } from '@dome/telemetry';
import type { ToldSpan, Tracing } from '@dome/telemetry';

import { table } from './report.ts';

const JOBS = 20_000;
const AT_ONCE = 50;
const PAUSE_MS = 20;
const ROUNDS = 5;
/** As a daemon tells one job: its wait, its attempt, the skill and the settling. */
const NAMES = ['queue default', 'process dome.cmd.skill.execute.default.noop', 'skill noop', 'settling'] as const;

const collector = fork(join(import.meta.dirname, 'collector.ts'));
const endpoint = await new Promise<string>((resolve) => {
  collector.once('message', (said) => resolve(String(Reflect.get(Object(said), 'endpoint'))));
});
const logger = createLogger({ name: 'bench', level: 'warn' });
const signals = { on() {}, off() {} };
const shutdown = createShutdown({ signals, clock: systemClock, logger, deadlineMs: 10_000 });
const config = readConfig(TRACING_SETTINGS, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
const service = { config, plane: 'domed', instance: 'bench', version: '0.0.0', clock: systemClock } as const;
const exporting = await openTracing({ ...service, logger, shutdown });

function spansOf(job: number): ToldSpan[] {
  const traceId = traceIdOf(`job ${job}`);
  const nowMs = Date.now();
  return NAMES.map((name) => ({
    context: { traceId, spanId: spanIdOf(traceId, name), isSampled: true },
    parentSpanId: spanIdOf(traceId, 'task'),
    name,
    kind: 'internal',
    startMs: nowMs - 2,
    endMs: nowMs,
    attributes: {
      'cicd.pipeline.run.id': `run-${job}`,
      'cicd.pipeline.task.name': 'noop',
      'cicd.pipeline.task.run.id': `job-${job}`,
      'cicd.pipeline.task.run.result': 'success',
      'dome.attempt': 1,
      'dome.epoch': job,
    },
  }));
}

async function microsPerJob(tracing: Tracing): Promise<number> {
  const before = process.cpuUsage();
  for (let job = 0; job < JOBS; job += 1) {
    if (tracing.isOn) for (const span of spansOf(job)) tracing.tell(span);
    if (job % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / JOBS;
}

/** The pauses cost, too: they are what both rows have in common. */
const [on, off]: [number[], number[]] = [[], []];
await microsPerJob(exporting);
for (let round = 0; round < ROUNDS; round += 1) {
  on.push(await microsPerJob(exporting));
  off.push(await microsPerJob(NO_TRACING));
}
console.log(
  table('processor time for one job, microseconds', [
    { name: 'spans exported', values: on, digits: 1 },
    { name: 'no endpoint', values: off, digits: 1 },
  ]),
);
shutdown.begin('the measurement is over');
await shutdown.done;
collector.kill();

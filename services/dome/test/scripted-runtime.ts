// A scripted runtime plane: with the credentials of a daemon it announces skills, takes their commands and writes legal job
// chains whose ends the test decides. No skill runs here.
import { createPublisher, startPuller, startService } from '@dome/bus';
import type { Delivery, Publisher, ServiceEndpoint } from '@dome/bus';
import {
  CONTENT_TYPE,
  DomeError,
  ENDPOINTS,
  STREAMS,
  filters,
  openEvent,
  openRequest,
  sealEvent,
} from '@dome/contracts';
import { structureDigest, subjects } from '@dome/contracts';
import type { EventData, EventType, JobPhase, SkillExecute } from '@dome/contracts';
import { fleetOf } from '@dome/testkit';
import type { FakeSkill, PlanesServer } from '@dome/testkit';
import type { NatsConnection } from '@nats-io/transport-node';

import { PHASE_OF } from './world.ts';
import type { Script } from './world.ts';

export interface ScriptedRuntime extends AsyncDisposable {
  readonly commands: readonly SkillExecute[];
  readonly canceled: readonly string[];
}

export type ScriptOf = (command: SkillExecute) => Script | 'silence';

export async function startScriptedRuntime(
  server: PlanesServer,
  skills: readonly FakeSkill[],
  script: ScriptOf,
): Promise<ScriptedRuntime> {
  const nc = await server.connectAs('domed');
  const stack = new AsyncDisposableStack();
  const publisher = stack.use(createPublisher(nc));
  const jobs = new Jobs(publisher, script);
  for (const { name } of skills) {
    const puller = startPuller(nc, {
      stream: STREAMS.SKILL_COMMANDS,
      durable: `domed_default_${name}`,
      capacity: () => 16,
      onDelivery: (delivery) => void jobs.take(delivery),
      onFault: () => {},
    });
    stack.use(puller);
  }
  stack.use(await serve(nc, skills, jobs));
  return {
    commands: jobs.commands,
    canceled: jobs.canceled,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function serve(nc: NatsConnection, skills: readonly FakeSkill[], jobs: Jobs): Promise<AsyncDisposable> {
  const fleet = fleetOf(skills);
  const endpoint = (name: string, subject: string, answer: (payload: Uint8Array) => unknown): ServiceEndpoint => ({
    name,
    subject,
    handler: async ({ payload }) => new TextEncoder().encode(JSON.stringify(await answer(payload))),
  });
  return await startService(nc, {
    name: 'domed',
    version: '1.0.0',
    endpoints: [
      endpoint('capability-list', ENDPOINTS.runtimeCapabilityList.address, (payload) => {
        const { name, pool } = openRequest('runtimeCapabilityList', payload);
        return {
          capabilities: fleet.announcements.filter(
            (one) => (name ?? one.name) === one.name && (pool ?? one.pool) === one.pool,
          ),
        };
      }),
      endpoint('capability-get', ENDPOINTS.runtimeCapabilityGet.address, (payload) => {
        const { digest = '' } = openRequest('runtimeCapabilityGet', payload);
        const descriptor = fleet.descriptors.get(digest);
        if (descriptor === undefined) throw new DomeError('NOT_FOUND', { detail: digest });
        return { descriptor, descriptorDigest: digest, announcements: [] };
      }),
      endpoint('job-cancel', ENDPOINTS.runtimeJobCancel.address, async (payload) => {
        const { jobId } = openRequest('runtimeJobCancel', payload);
        return await jobs.cancel(jobId);
      }),
    ],
  });
}

interface Running {
  readonly command: SkillExecute;
  readonly commandSequence: number;
  readonly startedSequence: number;
}

class Jobs {
  readonly commands: SkillExecute[] = [];
  readonly canceled: string[] = [];
  readonly #publisher: Publisher;
  readonly #script: ScriptOf;
  readonly #running = new Map<string, Running>();
  #writes = 0;

  constructor(publisher: Publisher, script: ScriptOf) {
    this.#publisher = publisher;
    this.#script = script;
  }

  async take(delivery: Delivery): Promise<void> {
    const { data: command } = openEvent(delivery.payload) as { data: SkillExecute };
    this.commands.push(command);
    const commandSequence = delivery.streamSequence;
    const started = await this.#write(command, {
      phase: 'started',
      type: 'dev.dome.job.started.v1',
      last: 0,
      data: {
        ...correlation(command),
        commandSequence,
        attempt: 1,
        counted: true,
        deliveryCount: delivery.deliveryCount,
        skill: command.skill,
        worker: { instance: 'scripted', host: 'test', version: '1.0.0', guard: 'none' },
      },
    });
    const running = { command, commandSequence, startedSequence: started };
    this.#running.set(command.jobId, running);
    const script = this.#script(command);
    if (script !== 'silence') await this.#end(running, script);
    delivery.ack();
  }

  async cancel(jobId: string): Promise<object> {
    this.canceled.push(jobId);
    const running = this.#running.get(jobId);
    if (running === undefined) return { jobId, outcome: 'pending' };
    const sequence = await this.#end(running, { result: 'cancellation' });
    return { jobId, outcome: 'killed', phase: 'canceled', sequence };
  }

  async #end({ command, commandSequence, startedSequence }: Running, script: Script): Promise<number> {
    this.#running.delete(command.jobId);
    const phase = PHASE_OF[script.result];
    const at = new Date().toISOString();
    const { artifact, content, workspace, result, output } = script;
    return await this.#write(command, {
      // The type and the data depend on the phase together, which the compiler cannot see; the tap judges the message.
      phase,
      type: `dev.dome.job.${phase}.v1` as 'dev.dome.job.canceled.v1',
      last: startedSequence,
      data: {
        ...correlation(command),
        commandSequence,
        attempt: 1,
        epoch: startedSequence,
        skill: command.skill,
        result,
        ...(output === undefined ? {} : { output }),
        ...(artifact === undefined ? {} : { artifacts: [artifactOf(artifact, content)] }),
        ...(workspace === undefined ? {} : { workspace: { digest: structureDigest({ workspace }), size: 5 } }),
        ...(phase === 'succeeded' ? {} : { problem: new DomeError('SKILL_FAILED').toProblem() }),
        ...(phase === 'canceled' ? { outcome: 'killed' as const } : {}),
        timings: { queuedMs: 0, executionMs: 1 },
        provenance: {
          descriptorDigest: command.skill.descriptorDigest,
          requestDigest: command.requestDigest,
          inputDigest: structureDigest(command.input),
          contractDigest: structureDigest({}),
          materials: [],
          tools: {},
          environmentDigest: structureDigest({}),
          guard: 'none',
          builder: { instance: 'scripted', version: '1.0.0' },
          startedAt: at,
          finishedAt: at,
          attempts: [{ attempt: 1, epoch: startedSequence }],
          ...(command.authorizedBy === undefined ? {} : { authorizedBy: command.authorizedBy }),
        },
      } as EventData['dev.dome.job.canceled.v1'],
    });
  }

  async #write<Type extends EventType>(
    command: SkillExecute,
    { phase, type, data, last }: { phase: JobPhase; type: Type; data: EventData[Type]; last: number },
  ): Promise<number> {
    const { runId, jobId, skill } = command;
    const messageId = `${jobId}.1.${phase}.${(this.#writes += 1)}`;
    const stored = await this.#publisher.publish({
      subject: subjects.jobTransition({ skill: skill.name, runId, jobId, phase }),
      payload: sealEvent({
        type,
        id: messageId,
        source: '/domed/scripted',
        subject: jobId,
        timeMs: Date.now(),
        runId,
        data,
      }),
      messageId,
      expectLast: { filter: filters.jobTransition({ skill: skill.name, runId, jobId }), sequence: last },
      headers: { 'Content-Type': CONTENT_TYPE },
    });
    return stored.status === 'stored' ? stored.sequence : 0;
  }
}

const correlation = ({ runId, taskId, iteration, jobId, requestDigest }: SkillExecute) => ({
  runId,
  taskId,
  iteration,
  jobId,
  requestDigest,
});

const artifactOf = (name: string, content: string | undefined) => ({
  name,
  digest: structureDigest({ name, ...(content === undefined ? {} : { content }) }),
  size: 3,
  mediaType: 'text/plain',
});

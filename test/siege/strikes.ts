// Jobs of the siege and how they end, heard live from the broker; a job whose end was missed is asked for.
import type { ExecuteRequest, RuntimeClient } from '@dome/client';
import { DomeError, filters, parseSubject } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

export interface JobEnd {
  readonly jobId: string;
  readonly phase: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Strikes {
  /** Submits a job; a refusal before the command counts as an end. */
  submit(of: Strike): Promise<JobEnd>;
}

export interface Strike {
  readonly skill: string;
  readonly runId: string;
  readonly key: string;
  readonly input: Record<string, unknown>;
  readonly more?: Partial<ExecuteRequest>;
  readonly withinMs: number;
}

const TERMINAL = new Set(['succeeded', 'failed', 'canceled', 'timed-out', 'refused', 'parked']);
const ASKED_EVERY_MS = 5_000;

export function openStrikes(nc: NatsConnection, runtime: RuntimeClient): Strikes {
  const waiting = new Map<string, (end: JobEnd) => void>();
  nc.subscribe(filters.liveJob({}), {
    callback: (error, message) => {
      const params = error === null ? parseSubject(message.subject)?.params : undefined;
      const { jobId = '', phase = '' } = params ?? {};
      const settle = waiting.get(jobId);
      if (settle === undefined || !TERMINAL.has(phase)) return;
      settle(endOf(jobId, phase, message.string()));
    },
  });
  return {
    submit: async ({ skill, runId, key, input, more, withinMs }) => {
      const { promise, resolve } = Promise.withResolvers<JobEnd>();
      const endsAt = performance.now() + withinMs;
      let jobId = key;
      waiting.set(key, resolve);
      const poll = setInterval(() => {
        if (performance.now() > endsAt) return resolve({ jobId, phase: 'silent', code: '', data: {} });
        void askEnd(runtime, { skill, runId, jobId }).then((end) => end !== undefined && resolve(end));
      }, ASKED_EVERY_MS);
      try {
        const request: ExecuteRequest = {
          runId,
          taskId: 'task',
          iteration: 1,
          idempotencyKey: key,
          skill: { name: skill },
          input,
          submittedBy: { user: 'dome', account: 'DOME', attested: true },
          ...more,
        };
        jobId = (await runtime.submit(await runtime.prepare(request))).jobId;
        return await promise;
      } catch (error) {
        if (error instanceof DomeError)
          return { jobId, phase: 'unsent', code: error.code, data: { error: error.message } };
        throw error;
      } finally {
        clearInterval(poll);
        waiting.delete(key);
      }
    },
  };
}

async function askEnd(
  runtime: RuntimeClient,
  of: { readonly skill: string; readonly runId: string; readonly jobId: string },
): Promise<JobEnd | undefined> {
  try {
    const { state } = await runtime.jobs.get(of);
    return TERMINAL.has(state) ? { jobId: of.jobId, phase: state, code: '', data: {} } : undefined;
  } catch {
    return undefined;
  }
}

function endOf(jobId: string, phase: string, text: string): JobEnd {
  try {
    const event = JSON.parse(text) as { data?: { problem?: { code?: string } } };
    const { data = {} } = event;
    return { jobId, phase, code: data.problem?.code ?? '', data };
  } catch {
    return { jobId, phase, code: 'UNREADABLE', data: {} };
  }
}

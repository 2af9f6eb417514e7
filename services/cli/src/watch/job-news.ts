import { EVENTS, isEvent } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';

/** What a job's own events say about it, beyond what its run says. */
export interface JobNews {
  readonly jobId: string;
  /** The latest attempt seen. */
  readonly attempt?: AttemptNews;
  /** When the first attempt started. */
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
}

export type AttemptNews =
  | {
      readonly state: 'running';
      readonly number: number;
      readonly worker: string;
      readonly progress?: { readonly value: number; readonly text?: string };
    }
  | {
      readonly state: 'retrying';
      /** The attempt that failed. */
      readonly number: number;
      readonly problem: { readonly code: string; readonly detail: string };
      readonly nextAttemptAtMs: number;
    };

/**
 * The news after one more event of the same job. An event of an older attempt, or one already seen, changes nothing.
 */
export function heard(news: JobNews, event: AnyEvent): JobNews {
  const known = news.attempt?.number ?? 0;
  if (isEvent(event, 'dev.dome.job.started.v1')) {
    const { attempt: number, worker } = event.data;
    if (number <= known) return news;
    const startedAtMs = news.startedAtMs ?? Date.parse(event.time);
    return { ...news, startedAtMs, attempt: { state: 'running', number, worker: worker.instance } };
  }
  if (isEvent(event, 'dev.dome.job.retrying.v1')) {
    const { problem, nextAttemptAt, attempt: number } = event.data;
    if (number < known) return news;
    const { code, detail } = problem;
    const nextAttemptAtMs = Date.parse(nextAttemptAt);
    return { ...news, attempt: { state: 'retrying', number, problem: { code, detail }, nextAttemptAtMs } };
  }
  if (isEvent(event, 'dev.dome.job.log-progress.v1')) {
    const { value, text, attempt: number } = event.data;
    const { attempt } = news;
    if (attempt?.state !== 'running' || number !== attempt.number) return news;
    return { ...news, attempt: { ...attempt, progress: { value, ...(text === undefined ? {} : { text }) } } };
  }
  return EVENTS[event.type].terminal ? { ...news, endedAtMs: Date.parse(event.time) } : news;
}

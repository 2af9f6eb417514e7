// 'a file in another encoding is not read as if it were UTF-8'

import { firstLine, showDuration } from '@dome/cli';
import { EVENTS, isEvent } from '@dome/contracts';
import type { AnyEvent, JobLogAnnotation, Provenance } from '@dome/contracts';

import type { Mark, Told } from './narrator.ts';

/** What is known of the log of the attempt that ended. */
export interface LogExcerpt {
  readonly lines: readonly string[];
  readonly annotations: readonly JobLogAnnotation[];
}

const LINES_SHOWN = 6;
const WIDTH_SHOWN = 110;

/** @param fallen the daemon that has been killed, if one has */
export function tellStart(event: AnyEvent, sequence: number, fallen?: string): Told[] {
  if (isEvent(event, 'dev.dome.job.retrying.v1')) {
    const { taskId, attempt, problem } = event.data;
    return [{ who: taskId, mark: 'again', text: `attempt ${attempt} gives way: ${problem.detail}` }];
  }
  if (!isEvent(event, 'dev.dome.job.started.v1')) return [];
  const { taskId, worker, attempt, supersedes } = event.data;
  if (supersedes !== undefined) {
    const text = `is taken over by ${worker.instance}: attempt ${attempt}, epoch ${sequence} in place of ${supersedes}`;
    return [{ who: taskId, mark: 'again', text }];
  }
  const again = attempt === 1 ? '' : `, attempt ${attempt}`;
  const where = worker.instance === fallen ? `had begun on ${fallen}, too` : `runs on ${worker.instance}`;
  return [{ who: taskId, text: `${where}${again}` }];
}

/** Undefined for an event that ends no job. */
export function tellEnd(event: AnyEvent, log: LogExcerpt): Told[] {
  const { data } = event;
  if (!EVENTS[event.type].terminal || !('taskId' in data) || !('result' in data)) return [];
  const { taskId, result } = data;
  const problem = 'problem' in data ? data.problem : undefined;
  const summary = 'summary' in data ? data.summary : undefined;
  const output = 'output' in data ? data.output : undefined;
  const took = 'timings' in data && data.timings !== undefined ? `  ${showTook(data.timings.executionMs)}` : '';
  const attempt =
    'attempt' in data && data.attempt !== undefined && data.attempt > 1 ? `, attempt ${data.attempt}` : '';
  const words = summary === undefined ? (problem?.detail ?? outputWords(output)) : firstLine(summary);
  const text = `${result}${attempt}  ${words}${took}`;
  const below = [...belowOf(log, words), ...('provenance' in data ? givenOf(data.provenance) : [])];
  return [{ who: taskId, mark: MARKS[result] ?? 'bad', text, below }];
}

/** What it had for itself alone. */
function givenOf({ locks = [], secrets = [] }: Provenance): string[] {
  return [
    ...locks.map(({ key, token }) => `▸ held the lock ${key}, with token ${token}`),
    ...secrets.map(({ name }) => `▸ was given the secret ${name}`),
  ];
}

const MARKS: Readonly<Record<string, Mark>> = { success: 'good', skip: 'plain', cancellation: 'warn' };

function showTook(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : showDuration(ms);
}

/** The first lines of the log, unless they only repeat the summary, and the annotations of the skill. */
function belowOf({ lines, annotations }: LogExcerpt, said: string): string[] {
  const pointed = annotations.flatMap(({ file, startLine, title, message }) => {
    const place = file === undefined ? '' : `${file}${startLine === undefined ? '' : `:${startLine}`}  `;
    return [`${place}${title ?? ''}`, ...message.split('\n').filter((line) => line.trim() !== '')];
  });
  const words = lines.filter((line) => line.trim() !== '' && line.trim() !== said);
  const more = words.length - LINES_SHOWN;
  const shown = more > 1 ? [...words.slice(0, LINES_SHOWN), `… and ${more} lines more`] : words;
  return [...shown.map((line) => `│ ${line}`), ...pointed.map((line) => `▸ ${line}`)].map(cut);
}

function cut(line: string): string {
  return line.length > WIDTH_SHOWN ? `${line.slice(0, WIDTH_SHOWN - 1)}…` : line;
}

/** The plain values of an output without a summary. */
function outputWords(output: Readonly<Record<string, unknown>> | undefined): string {
  return Object.entries(output ?? {})
    .filter(([, value]) => typeof value === 'number' || typeof value === 'boolean')
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}

// The planes log JSON for machines; on a developer's terminal a record becomes one line: time, source, message, fields.

import { harmless, padEnd } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';

export interface PlaneLogLine {
  readonly from: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly timeMs: number;
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Of the error that it reports. */
  readonly problem?: string;
}

const KNOWN = new Set(['level', 'time', 'pid', 'hostname', 'name', 'instance', 'msg', 'err', 'v']);
const FACT_CHARS = 120;

/** A line that is no log record (a stack trace, a message of Node itself) is shown as an error, as it stands. */
export function parseLogLine(text: string, from: string): PlaneLogLine {
  const record = recordIn(text);
  if (record === undefined) return { from, level: 'error', timeMs: Date.now(), message: harmless(text), facts: {} };
  const facts = Object.fromEntries(Object.entries(record).filter(([key]) => !KNOWN.has(key)));
  const problem = problemIn(record['err']);
  return {
    from,
    facts,
    level: levelOf(record['level']),
    timeMs: timeOf(record['time']),
    message: harmless(typeof record['msg'] === 'string' ? record['msg'] : ''),
    ...(problem === undefined ? {} : { problem: harmless(problem) }),
  };
}

export function showLogLine(line: PlaneLogLine, paint: Paint): string {
  const time = new Date(line.timeMs).toTimeString().slice(0, 8);
  const style = line.level === 'error' ? 'red' : line.level === 'warn' ? 'yellow' : 'gray';
  const facts = Object.entries(line.facts).map(([key, value]) => `${key}=${factText(value)}`);
  const words = [...facts, ...(line.problem === undefined ? [] : [line.problem])].join('  ');
  return `${paint('gray', time)}  ${padEnd(line.from, 8)}  ${paint(style, line.message)}${words === '' ? '' : `  ${words}`}`;
}

function factText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return harmless(text.length > FACT_CHARS ? `${text.slice(0, FACT_CHARS)}…` : text);
}

function recordIn(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

function levelOf(level: unknown): PlaneLogLine['level'] {
  const names = ['debug', 'info', 'warn', 'error'] as const;
  const named = names.find((name) => name === level);
  if (named !== undefined) return named;
  const number = typeof level === 'number' ? level : level === 'fatal' ? 60 : 30;
  if (number >= 50) return 'error';
  if (number >= 40) return 'warn';
  return number >= 30 ? 'info' : 'debug';
}

function timeOf(time: unknown): number {
  const ms = typeof time === 'string' ? Date.parse(time) : Number(time);
  return Number.isFinite(ms) ? ms : Date.now();
}

/** What failed, why, and what to do about it. */
function problemIn(err: unknown): string | undefined {
  const links = (Array.isArray(err) ? err : [err]).flatMap((link: unknown) => {
    const message: unknown = typeof link === 'object' && link !== null ? Reflect.get(link, 'message') : undefined;
    return typeof message === 'string' ? [message] : [];
  });
  if (links.length === 0) return undefined;
  const hint = hintIn(err);
  return `${links.join(': ')}${hint === undefined ? '' : ` (${hint})`}`;
}

function hintIn(err: unknown): string | undefined {
  const fields: unknown = typeof err === 'object' && err !== null ? Reflect.get(err, 'fields') : undefined;
  const hint: unknown = typeof fields === 'object' && fields !== null ? Reflect.get(fields, 'hint') : undefined;
  return typeof hint === 'string' ? hint : undefined;
}

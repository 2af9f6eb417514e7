// One stored event: for programs the CloudEvent with its sequence and the cursor behind it, for people one line.

import type { Followed } from '@dome/client';
import { cursorText, parseSubject } from '@dome/contracts';
import type { AnyEvent, StreamCursor } from '@dome/contracts';

import type { Format } from '../format.ts';
import { harmless, padEnd } from '../terminal/style.ts';
import { recordText } from './record-text.ts';

/** The longest type of an event, without its prefix and version. */
const TYPE_WIDTH = 22;

export function storedEventText(output: Format, cursor: StreamCursor, item: Followed): string {
  if (output === 'table') return `${lineOf(item)}\n`;
  const position = { sequence: item.sequence, cursor: cursorText(cursor) };
  if (item.kind === 'event') return recordText({ ...item.event, ...position }, output);
  const { code, message } = item.problem;
  const unreadable = { stream: cursor.stream, subject: item.subject, problem: { code, detail: message } };
  return recordText({ unreadable, ...position }, output);
}

function lineOf(item: Followed): string {
  const at = `#${item.sequence}`;
  if (item.kind === 'unreadable') return `… ${at} ${harmless(item.subject)} cannot be read: ${item.problem.code}`;
  const { event, subject } = item;
  const params = Object.entries(parseSubject(subject)?.params ?? {}).filter(([name]) => name !== 'phase');
  return eventLine(event, item.sequence, params);
}

/** The run is known to whoever asked for its events, so the line names only the task. */
export function runEventText(
  output: Format,
  cursor: StreamCursor,
  { event, sequence }: { readonly event: AnyEvent; readonly sequence: number },
): string {
  if (output !== 'table') return recordText({ ...event, sequence, cursor: cursorText(cursor) }, output);
  const { data } = event;
  const task = 'taskId' in data ? [['task', `${data.taskId}/${data.iteration}`] as const] : [];
  return `${eventLine(event, sequence, task)}\n`;
}

function eventLine(event: AnyEvent, sequence: number, params: readonly (readonly [string, string])[]): string {
  const type = event.type.replace(/^dev\.dome\./, '').replace(/\.v\d+$/, '');
  const facts = [...params, ...Object.entries(factsOf(event.data))].map(([name, value]) => `${name}=${value}`);
  const time = event.time.replace(/\.\d+Z$/, 'Z');
  return [`${time} ${padEnd(`#${sequence}`, 7)} ${padEnd(type, TYPE_WIDTH)}`, ...facts].join('  ').trimEnd();
}

/** What most readers look for. */
function factsOf(data: object): Record<string, string> {
  const facts: Record<string, string> = {};
  if ('result' in data && typeof data.result === 'string') facts['result'] = data.result;
  if ('attempt' in data && typeof data.attempt === 'number' && data.attempt > 1) facts['attempt'] = `${data.attempt}`;
  if ('version' in data && typeof data.version === 'string') facts['version'] = data.version;
  if ('gate' in data && typeof data.gate === 'string') facts['gate'] = data.gate;
  return facts;
}

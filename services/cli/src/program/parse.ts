// Arguments of the command line as values; an error names the flag.

import { durationMs, isName, LIMITS, parseCursor, sizeBytes } from '@dome/contracts';
import { InvalidArgumentError } from 'commander';

import type { BeginAt } from '../reading/begin.ts';
import { HOUR_MS } from '../durations.ts';

export function duration(text: string): number {
  const ms = durationMs(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError('A duration is a number and a unit: 500ms, 30s, 5m, 1h.');
}

/** When: as long ago as the duration says, or a time of RFC 3339 in UTC. As milliseconds since 1970. */
export function since(text: string): number {
  const agoMs = durationMs(text);
  if (agoMs !== undefined) return Date.now() - agoMs;
  const timeMs = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(timeMs)) return timeMs;
  throw new InvalidArgumentError('It takes how long ago (90s, 2h) or a time in UTC: 2026-11-22T12:04:11Z.');
}

/** In bytes. */
export function size(text: string): number {
  const bytes = sizeBytes(text);
  if (bytes !== undefined) return bytes;
  throw new InvalidArgumentError('A size is a whole number and a unit: 512MiB, 10GiB.');
}

/** How long to wait for an answer or an ack: zero is never enough, and nobody waits for ever. */
export function time(text: string): number {
  const ms = duration(text);
  if (ms > 0 && ms <= LIMITS.waitMsMax) return ms;
  throw new InvalidArgumentError(`It must be longer than 0 and at most ${LIMITS.waitMsMax / HOUR_MS}h.`);
}

export function sequence(text: string): number {
  return whole(text, { min: 1, max: Number.MAX_SAFE_INTEGER, what: 'a sequence' });
}

/** 0 stands for a free one. */
export function port(text: string): number {
  return whole(text, { min: 0, max: 65_535, what: 'a port' });
}

export function count(text: string): number {
  return whole(text, { min: 1, max: 1_024, what: 'a count' });
}

/** How many lines at the end. */
export function lineCount(text: string): number {
  return whole(text, { min: 0, max: 100_000, what: 'a number of lines' });
}

/** An iteration of a run. */
export function iteration(text: string): number {
  return whole(text, { min: 1, max: LIMITS.iterationsMax, what: 'an iteration' });
}

/** A regular expression of JavaScript. */
export function pattern(text: string): RegExp {
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new InvalidArgumentError(
      `It is no regular expression: ${error instanceof Error ? error.message : 'unknown'}.`,
    );
  }
}

/** It becomes a part of subjects, keys and durables. */
export function name(text: string): string {
  if (isName(text)) return text;
  throw new InvalidArgumentError('A name has lower-case letters, digits and hyphens, at most 40 characters.');
}

/** The size of one page of a list. */
export function limit(text: string): number {
  return whole(text, { min: 1, max: LIMITS.listMax, what: 'a count' });
}

/** Where a reader begins; may be repeated, for each stream. */
export function beginAt(text: string, before: readonly BeginAt[] = []): BeginAt[] {
  const position = text === 'now' || text === 'first' ? text : parseCursor(text);
  if (position !== undefined) return [...before, position];
  throw new InvalidArgumentError('It takes now, first, or a stream and a sequence: JOB_EVENTS:42.');
}

/** Flags that may be given several times. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** Names, each as above. */
export function names(text: string, before: readonly string[] = []): string[] {
  return [...before, name(text)];
}

/** Several in one flag, which may also be repeated; whoever takes them checks each. */
export function commaNames(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((one) => one.trim())];
}

function whole(text: string, { min, max, what }: { min: number; max: number; what: string }): number {
  const value = Number(text);
  if (/^\d{1,16}$/.test(text) && value >= min && value <= max) return value;
  throw new InvalidArgumentError(`It takes ${what}: a whole number from ${min} to ${max}.`);
}

/** The arguments that were given. */
export const typedWords = (words: readonly (string | undefined)[]): string[] =>
  words.filter((word) => word !== undefined);

const GATHERING: ReadonlySet<unknown> = new Set([collect, names, commaNames, beginAt]);

/** Whether a flag that is parsed so may be given several times. */
export const gathers = (parse: unknown): boolean => GATHERING.has(parse);

import { LIMITS } from '@dome/contracts';
import { expect, test } from 'vitest';

import { judgeSpace, percentOf, spaceCheck } from '../src/space.ts';
import type { SpaceState, StoreReading, WriteTroubles } from '../src/space.ts';

const MIB = 1_048_576;
const none: WriteTroubles = { refused: undefined, silences: 0 };

const reading = (percent: number, over: Partial<StoreReading> = {}): StoreReading => ({
  bytes: percent * MIB,
  bytesMax: 100 * MIB,
  messages: 1,
  messagesMax: undefined,
  discards: 'new',
  keptMs: 1_000,
  lastSequence: 1,
  ...over,
});

const stateAt = (of: StoreReading, before: SpaceState = 'ok', troubles = none): SpaceState =>
  judgeSpace({ name: 'S', reading: of, troubles, before }).state;

test('an alarm is raised at 80 %, and full at 95 %, each until it is 5 % below', () => {
  expect([79, 80, 94, 95, 100].map((at) => stateAt(reading(at)))).toEqual(['ok', 'high', 'high', 'full', 'full']);
  expect([76, 75, 74].map((at) => stateAt(reading(at), 'high'))).toEqual(['high', 'high', 'ok']);
  expect([91, 90, 89, 74].map((at) => stateAt(reading(at), 'full'))).toEqual(['full', 'full', 'high', 'ok']);
});

test('bytes and messages count, whichever is nearer to its limit; what has no limit is never full', () => {
  expect(percentOf(reading(10, { messages: 9, messagesMax: 10 }))).toBe(90);
  expect(percentOf(reading(10, { bytesMax: undefined }))).toBe(0);
});

test('a stream that discards its oldest is an alarm only while it keeps less than a day, and never refuses', () => {
  const logs = (keptMs: number): StoreReading => reading(100, { discards: 'old', keptMs });
  expect([1, LIMITS.spaceKeptMs - 1, LIMITS.spaceKeptMs].map((kept) => stateAt(logs(kept)))).toEqual([
    'high',
    'high',
    'ok',
  ]);
  const said = judgeSpace({ name: 'LOGS', reading: logs(3 * 3_600_000), troubles: none, before: 'ok' });
  expect(said.detail).toContain('keeps no more than the last 3 h');
});

test('a refusal means full whatever the figures say, and two time-outs without an answer mean a disk error', () => {
  expect(stateAt(reading(1), 'ok', { refused: 'insufficient resources', silences: 0 })).toBe('full');
  expect(stateAt(reading(1), 'ok', { refused: undefined, silences: 1 })).toBe('ok');
  expect(stateAt(reading(1), 'ok', { refused: undefined, silences: 2 })).toBe('silent');
  const server = judgeSpace({
    name: 'S',
    reading: reading(1),
    before: 'ok',
    troubles: { refused: 'insufficient resources', silences: 0 },
  });
  expect(server.detail).toContain('max_file_store');
});

test('health reports the most serious first, and OUT_OF_SPACE if something is held up', () => {
  const of = (percent: number, name: string, troubles = none) =>
    judgeSpace({ name, reading: reading(percent), troubles, before: 'ok' });
  expect(spaceCheck([of(10, 'A')])).toEqual({ name: 'space', ok: true, detail: 'every stream has room' });
  expect(spaceCheck([of(85, 'A')]).detail).toMatch(/^A is 85 % full \(85 MiB of 100 MiB\)\. Give it more space/);
  const said = spaceCheck([of(85, 'A'), of(97, 'B'), of(1, 'C', { refused: undefined, silences: 9 })]);
  expect(said.ok).toBe(false);
  expect(said.detail).toMatch(/^OUT_OF_SPACE: C .*restart nats-server.* B is 97 % full.* A is 85 % full/);
  const many = Array.from({ length: 20 }, (_, at) => of(99, `STREAM_${at}`));
  expect(spaceCheck(many).detail.length).toBeLessThanOrEqual(512);
});

import { sha256Digest } from '@dome/contracts';
import { createManualClock } from '@dome/testkit';
import { LOG_LIMIT_DEFAULT } from '@dome/skills';
import type { LogLimit } from '@dome/skills';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createChunker } from '../../src/logs/chunker.ts';
import type { LogRecord } from '../../src/logs/chunker.ts';
import type { LogStream } from '../../src/logs/sinks.ts';

type Line = { readonly stream: LogStream; readonly text: string };
type Step =
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'annotation' }
  | { readonly kind: 'progress'; readonly value: number }
  | { readonly kind: 'wait'; readonly ms: number };

function chunked(options: { chunkBytesMax?: number; limit?: LogLimit } = {}) {
  const clock = createManualClock();
  const records: (LogRecord & { readonly atMs: number })[] = [];
  const emit = (record: LogRecord): void => void records.push({ ...record, atMs: clock.monotonicMs() });
  return { clock, records, chunker: createChunker({ clock, emit, limit: LOG_LIMIT_DEFAULT, ...options }) };
}

/** A reader that knows nothing but the records: it counts, splits and compares. */
function reassemble(records: readonly LogRecord[]): Line[] {
  const lines: Line[] = [];
  for (const record of records) {
    if (record.kind !== 'lines') continue;
    expect(record.firstLine).toBe(lines.length + 1);
    const texts = record.text.split('\n');
    expect(texts.length).toBe(record.lineCount);
    lines.push(...texts.map((text) => ({ stream: record.stream, text })));
  }
  return lines;
}

describe('the chunker', () => {
  test('loses, doubles and reorders nothing, whatever is interleaved', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((raw) => raw.replaceAll(/[\r\n]/g, ' '));
    const line = fc.record({ stream: fc.constantFrom<LogStream>('stdout', 'stderr', 'system'), text });
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 6, arbitrary: line.map((of): Step => ({ kind: 'line', line: of })) },
      fc.constant<Step>({ kind: 'annotation' }),
      fc.double({ min: 0, max: 1, noNaN: true }).map((value): Step => ({ kind: 'progress', value })),
      fc.nat(120).map((ms): Step => ({ kind: 'wait', ms })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 60, max: 300 }), (steps, chunkBytesMax) => {
        const { clock, records, chunker } = chunked({ chunkBytesMax });
        for (const at of steps) {
          if (at.kind === 'line') void chunker.line(at.line);
          else if (at.kind === 'annotation') chunker.annotation({ level: 'notice', message: 'm' });
          else if (at.kind === 'progress') chunker.progress({ value: at.value });
          else clock.advance(at.ms);
        }
        const totals = chunker.end();
        const given = steps.flatMap((at) => (at.kind === 'line' ? [at.line] : []));
        expect(reassemble(records)).toEqual(given);
        const whole = given.map((of) => `${of.text}\n`).join('');
        expect(totals).toEqual({ lines: given.length, bytes: Buffer.byteLength(whole), digest: sha256Digest(whole) });
        for (const record of records)
          if (record.kind === 'lines' && record.lineCount > 1)
            expect(Buffer.byteLength(record.text)).toBeLessThanOrEqual(chunkBytesMax);
        expect(clock.pending).toBe(0);
      }),
    );
  });

  test('joins lines of one stream, and sends them after 50 ms, at another stream, and at the size limit', () => {
    const { clock, records, chunker } = chunked({ chunkBytesMax: 10 });
    void chunker.line({ stream: 'stdout', text: 'a' });
    clock.advance(49);
    void chunker.line({ stream: 'stdout', text: 'b' });
    expect(records).toEqual([]);
    clock.advance(1);
    expect(records).toMatchObject([{ firstLine: 1, lineCount: 2, text: 'a\nb', atMs: 50 }]);
    void chunker.line({ stream: 'stdout', text: 'c' });
    void chunker.line({ stream: 'stderr', text: '12345' });
    void chunker.line({ stream: 'stderr', text: '6789' });
    void chunker.line({ stream: 'stderr', text: '0' });
    expect(records.slice(1)).toMatchObject([
      { firstLine: 3, lineCount: 1, stream: 'stdout', text: 'c' },
      { firstLine: 4, lineCount: 2, stream: 'stderr', text: '12345\n6789' },
    ]);
    chunker.end();
    expect(records.at(-1)).toMatchObject({ firstLine: 6, text: '0' });
  });

  test('puts an annotation after its line, and marks a cut line', () => {
    const { records, chunker } = chunked();
    void chunker.line({ stream: 'stdout', text: 'error a.js:3: no', isTruncated: true });
    chunker.annotation({ level: 'error', message: 'no', file: 'a.js', startLine: 3 });
    expect(records).toMatchObject([
      { kind: 'lines', firstLine: 1, truncated: true },
      { kind: 'annotation', line: 1, level: 'error', file: 'a.js', startLine: 3 },
    ]);
  });

  test('lets two progress reports a second through: the first at once, then the newest, and the very last at the end', () => {
    const { clock, records, chunker } = chunked();
    for (let step = 1; step <= 20; step += 1) {
      chunker.progress({ value: step / 20 });
      clock.advance(100);
    }
    chunker.progress({ value: 1, text: 'done' });
    chunker.end();
    const progress = records.flatMap((record) => (record.kind === 'progress' ? [[record.atMs, record.value]] : []));
    expect(progress).toEqual([
      [0, 0.05],
      [500, 0.25],
      [1_000, 0.5],
      [1_500, 0.75],
      [2_000, 1],
      [2_000, 1],
    ]);
  });

  test('holds the next line back while a record is on its way', async () => {
    const clock = createManualClock();
    const gate = Promise.withResolvers<void>();
    const chunker = createChunker({ clock, limit: LOG_LIMIT_DEFAULT, emit: () => gate.promise });
    expect(chunker.line({ stream: 'stdout', text: 'a' })).toBeUndefined();
    clock.advance(50);
    const held = chunker.line({ stream: 'stdout', text: 'b' });
    expect(held).toBeInstanceOf(Promise);
    gate.resolve();
    await held;
    expect(chunker.line({ stream: 'stdout', text: 'c' })).toBeUndefined();
  });
});

describe('the limit of a log', () => {
  const stored = (records: readonly LogRecord[]): string[] =>
    records.flatMap((record) => (record.kind === 'lines' ? record.text.split('\n') : []));
  const limit = { bytes: 4_000, bytesPerSecond: 1_000_000_000 };

  test('cuts it with a line that says so; the rest is numbered and digested, but not stored', () => {
    const { records, chunker } = chunked({ limit });
    const given = Array.from({ length: 50 }, (_, at) => `${at} ${'x'.repeat(97)}`);
    for (const text of given) void chunker.line({ stream: 'stdout', text });
    const totals = chunker.end();
    const kept = stored(records);
    const mark = kept.at(-1) ?? '';
    const cutAt = kept.length - 1;
    expect(mark).toContain('reached its limit of 3.9 KiB');
    expect(records.at(-1)).toMatchObject({ kind: 'lines', stream: 'system', firstLine: cutAt + 1 });
    expect(kept.slice(0, -1)).toEqual(given.slice(0, cutAt));
    const lost = given.slice(cutAt);
    const lostBytes = Buffer.byteLength(lost.join('\n')) + 1;
    expect(totals).toMatchObject({
      lines: given.length + 1,
      truncated: { fromLine: cutAt + 2, lines: lost.length, bytes: lostBytes, reason: 'limit' },
    });
    const whole = [...given.slice(0, cutAt), mark, ...lost].map((text) => `${text}\n`).join('');
    expect([totals.bytes, totals.digest]).toEqual([Buffer.byteLength(whole), sha256Digest(whole)]);
  });

  test.each<[string, (chunker: ReturnType<typeof chunked>['chunker'], at: number) => void]>([
    ['annotations', (chunker) => chunker.annotation({ level: 'notice', message: 'm' })],
    [
      'lines of one letter, by turns on two streams',
      (chunker, at) => void chunker.line({ stream: at % 2 === 0 ? 'stdout' : 'stderr', text: 'x' }),
    ],
    ['progress', (chunker) => chunker.progress({ value: 0.5 })],
  ])('counts what is stored, so that a flood of %s ends like a flood of lines', (_what, say) => {
    const { clock, records, chunker } = chunked({ limit: { ...limit, bytes: 100_000 } });
    for (let at = 0; at < 5_000; at += 1) {
      say(chunker, at);
      clock.advance(500);
    }
    expect(chunker.end().truncated).toMatchObject({ reason: 'limit' });
    expect(records.length).toBeLessThan(100);
  });

  test('does not slow down what is not stored', () => {
    const { chunker } = chunked({ limit: { bytes: 2_000, bytesPerSecond: 100_000 } });
    for (let at = 0; at < 1_000; at += 1) chunker.annotation({ level: 'notice', message: 'm' });
    expect(chunker.line({ stream: 'stdout', text: 'x' })).toBeUndefined();
  });

  test('lets one second’s worth through at once, and slows down more', async () => {
    const { clock, chunker } = chunked({ limit: { bytes: 1_000_000_000, bytesPerSecond: 100_000 } });
    const text = 'x'.repeat(9_999);
    const print = (): Promise<void> | undefined =>
      chunker.line({ stream: 'stdout', text }) as Promise<void> | undefined;
    let printed = 0;
    let waits: Promise<void> | undefined;
    for (; waits === undefined; printed += text.length) waits = print();
    expect(printed).toBeGreaterThan(80_000);
    expect(printed).toBeLessThan(110_000);
    clock.advance(1_000);
    await waits;
    // The pipe is read at the same pace when nothing of it is stored any more.
    const { clock: later, chunker: cut } = chunked({ limit: { bytes: 2_000, bytesPerSecond: 100_000 } });
    const held = Array.from({ length: 30 }, () => cut.line({ stream: 'stdout', text }));
    expect(held.at(-1)).toBeInstanceOf(Promise);
    later.advance(1_000);
    for (const one of held) await one;
  });
});

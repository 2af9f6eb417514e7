import { PassThrough } from 'node:stream';

import { LIMITS } from '@dome/contracts';
import { createManualClock, eventually } from '@dome/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createFrameSplitter, frameOf } from '../../src/runner/frames.ts';
import { openChannel } from '../../src/runner/runner-channel.ts';
import { readFromRunner } from '../../src/runner/runner-protocol.ts';
import type { FromRunner } from '../../src/runner/runner-protocol.ts';
import { SkillVerdict, runToVerdict } from '../../src/runner/skill-context.ts';

describe('frames', () => {
  test('are the same however their bytes are cut', () => {
    const messages = fc.array(fc.record({ text: fc.string({ unit: 'binary' }) }));
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (given, sizes) => {
        const splitter = createFrameSplitter(10_000);
        const bytes = Buffer.from(given.map(frameOf).join(''));
        const texts: (string | undefined)[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          texts.push(...splitter.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(texts.map((text) => JSON.parse(text ?? ''))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  test('over the limit end in undefined, with or without a line end', () => {
    expect([...createFrameSplitter(4).push(Buffer.from('1234\n12345\n1'))]).toEqual(['1234', undefined]);
    expect([...createFrameSplitter(4).push(Buffer.from('12345'))]).toEqual([undefined]);
  });

  test('cost by their bytes and not by their pieces', () => {
    const byte = Buffer.from('x');
    const costOf = (pieces: number): number => {
      const splitter = createFrameSplitter(pieces);
      const startedMs = performance.now();
      for (let count = 0; count < pieces; count += 1) for (const _text of splitter.push(byte)) expect.unreachable();
      return performance.now() - startedMs;
    };
    costOf(100_000);
    // Copying all previous bytes for each piece would be half a terabyte.
    expect(costOf(1_000_000)).toBeLessThan(5_000);
  });
});

test('of whatever a runner sends only the messages of the protocol are read, and nothing throws', () => {
  const types = fc.constantFrom('ready', 'alive', 'ended', 'crashed', 'run', '__proto__');
  const verdict = fc.record(
    { kind: fc.constantFrom('success', 'failure', 'error', 'x'), message: fc.jsonValue(), outputText: fc.jsonValue() },
    { requiredKeys: [] },
  );
  const near = fc.record(
    { type: types, marker: fc.jsonValue(), verdict: fc.oneof(verdict, fc.jsonValue()), isQuiet: fc.jsonValue() },
    { requiredKeys: ['type'] },
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    near.map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(text, (said) => {
      const message = readFromRunner(said);
      if (message === undefined) return;
      expect(['ready', 'alive', 'ended', 'crashed']).toContain(message.type);
      if (message.type === 'ended') {
        expect([typeof message.marker, typeof message.isQuiet]).toEqual(['string', 'boolean']);
        const {
          verdict: { kind },
        } = message;
        expect(['success', 'failure', 'retry', 'skip', 'error']).toContain(kind);
      }
    }),
    { numRuns: 2_000 },
  );
});

describe('the channel', () => {
  const open = () => {
    const stream = new PassThrough();
    const clock = createManualClock();
    const [taken, breaches]: [FromRunner[], (string | undefined)[]] = [[], []];
    openChannel(stream, clock, {
      take: (message) => taken.push(message) > 0,
      breach: (why) => void breaches.push(why),
    });
    return { stream, clock, taken, breaches };
  };

  test('accepts signs of life for as long as they come at the pace of a runner', async () => {
    const { stream, clock, taken, breaches } = open();
    for (let second = 1; second <= 5; second += 1) {
      stream.write(frameOf({ type: 'alive' }).repeat(LIMITS.runnerFramesPerSecond));
      await eventually(() => expect(taken).toHaveLength(second * LIMITS.runnerFramesPerSecond));
      clock.advance(1_000);
    }
    expect(breaches).toEqual([]);
    stream.write(frameOf({ type: 'alive' }).repeat(LIMITS.runnerFramesPerSecond + 1));
    await eventually(() => expect(breaches).toEqual(['sent more messages than a runner has to say']));
    expect(stream.destroyed).toBe(true);
  });

  test.each([
    ['an end', (stream: PassThrough) => stream.end()],
    ['an error', (stream: PassThrough) => stream.destroy(new Error('ECONNRESET'))],
  ])('reports %s once', async (_what, end) => {
    const { stream, breaches } = open();
    end(stream);
    await eventually(() => expect(breaches).toEqual([undefined]));
  });
});

test('whatever a skill throws becomes a verdict', async () => {
  const printed: string[] = [];
  const verdictOf = (run: () => unknown) =>
    runToVerdict({ run, home: () => ['/skills/lint'], print: (stack) => printed.push(stack) });
  const thrower = (thrown: unknown) => () => {
    throw thrown;
  };
  const deaf = new Proxy(new SkillVerdict('failure', 'no'), {
    get: () => thrower(new Error('asked'))(),
    getPrototypeOf: () => thrower(new Error('asked'))(),
  });
  const changed = Object.assign(new SkillVerdict('retry', 'later', { found: 1 }), { message: 5, kind: 'canceled' });
  expect(await verdictOf(thrower(Object.create(null)))).toMatchObject({
    kind: 'error',
    message: expect.stringContaining('no text'),
  });
  expect(await verdictOf(thrower(deaf))).toMatchObject({ kind: 'error' });
  expect(await verdictOf(thrower(changed))).toEqual({ kind: 'failure', message: '5', outputText: '{"found":1}' });
  expect(await verdictOf(thrower(Symbol('s')))).toEqual({ kind: 'error', message: 'Symbol(s)' });
  expect(printed).toEqual([]);
  const broken = Object.assign(new TypeError('broken'), {
    stack:
      'TypeError: broken\n    at check (/skills/lint/lib/a.mjs:3:7)\n    at /skills/lint/main.mjs:9:1\n    at node:internal/x:1:2',
  });
  expect(await verdictOf(thrower(broken))).toEqual({ kind: 'error', message: 'TypeError: broken, at lib/a.mjs:3:7' });
  expect(printed).toEqual(['TypeError: broken\n    at check (lib/a.mjs:3:7)\n    at main.mjs:9:1']);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseTraceparent, soundTrace, traceparentOf } from '../src/trace-context.ts';
import { spanIdOf, traceIdOf } from '../src/trace-ids.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it('is read by its parts', () => {
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE, spanId: SPAN, isSampled: true });
    expect(parseTraceparent(`00-${TRACE}-${SPAN}-02`)?.isSampled).toBe(false);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['the version that is forbidden', `ff-${TRACE}-${SPAN}-01`],
    ['something behind it', `00-${TRACE}-${SPAN}-01-more`],
  ])('is none for %s', (_, text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  it('that is made of derived ids is read back', () => {
    const names = fc.array(fc.oneof(fc.string(), fc.nat()));
    fc.assert(
      fc.property(fc.string(), names, fc.boolean(), (origin, of, isSampled) => {
        const traceId = traceIdOf(origin);
        const context = { traceId, spanId: spanIdOf(traceId, ...of), isSampled };
        expect(parseTraceparent(traceparentOf(context))).toEqual(context);
      }),
    );
  });
});

describe('a derived id', () => {
  it('is the same for the same origin and for no other', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(traceIdOf(one) === traceIdOf(other)).toBe(one === other);
        expect(spanIdOf(TRACE, one) === spanIdOf(TRACE, other)).toBe(one === other);
      }),
    );
  });

  it('depends on its trace', () => {
    expect(spanIdOf(TRACE, 'run')).not.toBe(spanIdOf(traceIdOf('another'), 'run'));
  });
});

describe('a trace that is passed on', () => {
  it('keeps its state', () => {
    const trace = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=1' };
    expect(soundTrace(trace)).toEqual(trace);
  });

  it('is left out with its state if it is none', () => {
    expect(soundTrace({ traceparent: 'nonsense', tracestate: 'vendor=1' })).toEqual({});
  });

  it('goes without a state that is too long', () => {
    const traceparent = `00-${TRACE}-${SPAN}-01`;
    expect(soundTrace({ traceparent, tracestate: 'v'.repeat(513) })).toEqual({ traceparent });
  });
});

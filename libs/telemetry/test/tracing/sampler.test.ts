import { describe, expect, it } from 'vitest';

import { traceIdOf } from '@dome/contracts';

import { readSampler, samplerOf } from '../../src/tracing/sampler.ts';

const traceId = traceIdOf('a run');
const judge = (sampler: string, isSampled: boolean, isWithin = true): boolean =>
  samplerOf(readSampler(sampler, '0.5'), () => isWithin)({ traceId, isSampled });

describe('a sampler', () => {
  it('that is based on the parent leaves out what whoever began the trace does not want', () => {
    expect(judge('parentbased_always_on', false)).toBe(false);
    expect(judge('parentbased_always_on', true)).toBe(true);
    expect(judge('always_on', false)).toBe(true);
  });

  it('of a ratio goes by the id of the trace, in both planes alike', () => {
    expect(judge('traceidratio', false, true)).toBe(true);
    expect(judge('parentbased_traceidratio', true, false)).toBe(false);
  });

  it('may leave out everything', () => {
    expect(judge('always_off', true)).toBe(false);
    expect(judge('parentbased_always_off', true)).toBe(false);
  });

  it.each([
    ['a name that is none', 'sometimes', undefined, /OTEL_TRACES_SAMPLER: "sometimes"/],
    ['a ratio above 1', 'traceidratio', '2', /OTEL_TRACES_SAMPLER_ARG: "2"/],
    ['a ratio that is no number', 'parentbased_traceidratio', 'half', /OTEL_TRACES_SAMPLER_ARG: "half"/],
    ['an empty ratio', 'traceidratio', ' ', /OTEL_TRACES_SAMPLER_ARG/],
  ])('is refused by its variable: %s', (_, sampler, argument, says) => {
    expect(() => readSampler(sampler, argument)).toThrow(says);
  });
});

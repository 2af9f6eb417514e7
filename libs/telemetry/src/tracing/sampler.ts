// Which traces are exported. Both planes judge the id of the trace, so two planes with the same ratio export the same traces
// whole, and neither has to be told what the other decided. Whoever begins a trace outside may still ask for none of it.
import { DomeError } from '@dome/contracts';
import type { TraceContext } from '@dome/contracts';

export type Sampling =
  | { readonly kind: 'all' | 'none'; readonly heedsParent: boolean }
  | { readonly kind: 'ratio'; readonly ratio: number; readonly heedsParent: boolean };

const PARENT_BASED = /^parentbased_(?=.)/;

/** @throws DomeError CONFIG_INVALID, which names the variable */
export function readSampler(sampler: string, argument: string | undefined): Sampling {
  const heedsParent = PARENT_BASED.test(sampler);
  switch (sampler.replace(PARENT_BASED, '')) {
    case 'always_on':
      return { kind: 'all', heedsParent };
    case 'always_off':
      return { kind: 'none', heedsParent };
    case 'traceidratio':
      return { kind: 'ratio', ratio: readRatio(argument), heedsParent };
    default: {
      const detail = `OTEL_TRACES_SAMPLER: ${JSON.stringify(sampler)} is none of always_on, always_off, traceidratio and these as parentbased_…`;
      throw new DomeError('CONFIG_INVALID', { detail });
    }
  }
}

function readRatio(argument = '1'): number {
  const ratio = argument.trim() === '' ? Number.NaN : Number(argument);
  if (ratio >= 0 && ratio <= 1) return ratio;
  const detail = `OTEL_TRACES_SAMPLER_ARG: ${JSON.stringify(argument)} is not a ratio from 0 to 1`;
  throw new DomeError('CONFIG_INVALID', { detail });
}

type Judged = Pick<TraceContext, 'traceId' | 'isSampled'>;

/** @param isWithin whether the id of a trace is among the ratio */
export function samplerOf(sampling: Sampling, isWithin: (traceId: string) => boolean): (trace: Judged) => boolean {
  const { heedsParent } = sampling;
  const byId = sampling.kind === 'ratio' ? isWithin : () => sampling.kind === 'all';
  return ({ traceId, isSampled }) => (isSampled || !heedsParent) && byId(traceId);
}

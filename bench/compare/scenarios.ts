// What is measured of each contestant, in this order: the rate at which a load of half of what it can do comes is known from
// the scenario of 200 in flight.
import type { Work } from '../contestants/contestant.ts';
import type { Shown } from './results.ts';

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly work: Work;
  readonly shown: Shown;
  readonly inFlight: number;
  /** Before those that are counted. */
  readonly warmUp: number;
  readonly jobs: number;
  /** They come at this share of the rate of the named scenario, whether earlier ones have ended or not. */
  readonly rate?: { readonly of: string; readonly share: number };
}

const FULL = 'jobs-200';

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'jobs-1',
    title: '1 job in flight',
    work: 'job',
    shown: 'jobsPerSecond',
    inFlight: 1,
    warmUp: 2_000,
    jobs: 3_000,
  },
  {
    name: FULL,
    title: '200 jobs in flight',
    work: 'job',
    shown: 'jobsPerSecond',
    inFlight: 200,
    warmUp: 15_000,
    jobs: 15_000,
  },
  {
    name: 'jobs-1000',
    title: '1,000 jobs in flight',
    work: 'job',
    shown: 'jobsPerSecond',
    inFlight: 1_000,
    warmUp: 15_000,
    jobs: 15_000,
  },
  {
    name: 'half-load',
    title: 'Half of the load that 200 jobs in flight are',
    work: 'job',
    shown: 'p99Ms',
    inFlight: 200,
    warmUp: 15_000,
    jobs: 15_000,
    rate: { of: FULL, share: 0.5 },
  },
  { name: 'chain-10', title: 'A chain of 10 steps', work: 'chain', shown: 'p50Ms', inFlight: 1, warmUp: 50, jobs: 100 },
  {
    name: 'fan-out-256',
    title: '256 steps side by side',
    work: 'fanOut',
    shown: 'p50Ms',
    inFlight: 1,
    warmUp: 5,
    jobs: 10,
  },
];

const JOBS_MIN = 20;

/** A contestant's share of the jobs, which `scale` changes for all of them. */
export function scaled(scenario: Scenario, scale: number): Scenario {
  const of = (count: number): number => Math.max(Math.min(JOBS_MIN, count), Math.round(count * scale));
  return { ...scenario, warmUp: of(scenario.warmUp), jobs: of(scenario.jobs) };
}

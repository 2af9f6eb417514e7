// What a comparison leaves behind: a file that says on which machine, with which versions and under which promises it was
// measured. Tables and charts are made of it, and of nothing else.
import { readFileSync, writeFileSync } from 'node:fs';

import type { Versions } from '../contestants/contestant.ts';
import type { Machine } from './machine.ts';

export interface Round {
  readonly jobsPerSecond: number;
  /** From a job's submission until its end was seen. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** For each job, of each part with all the processes that it started; `null` where the kernel does not tell. */
  readonly cpuMicros: { readonly submitter: number; readonly worker: number; readonly server: number };
}

export type Entrant = PresentEntrant | { readonly name: string; readonly absent: string };

interface PresentEntrant {
  readonly name: string;
  readonly versions: Versions;
  readonly durability: string;
  readonly tuning: string;
}

/** What of a round a chart shows. */
export type Shown = 'jobsPerSecond' | 'p50Ms' | 'p99Ms';

export interface MeasuredScenario {
  readonly name: string;
  readonly title: string;
  readonly shown: Shown;
  /** By the name of the contestant, in the order in which they took turns. */
  readonly rounds: Readonly<Record<string, readonly Round[]>>;
  /** Rounds that are no measurement, as when a job was lost: who, and why. */
  readonly failures: readonly { readonly name: string; readonly reason: string }[];
}

export interface Comparison {
  readonly measuredAt: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly entrants: readonly Entrant[];
  readonly scenarios: readonly MeasuredScenario[];
}

export function writeComparison(path: string, comparison: Comparison): void {
  const text = JSON.stringify(
    comparison,
    (_key, value: unknown) => (typeof value === 'number' ? rounded(value) : value),
    2,
  );
  writeFileSync(path, `${text}\n`);
}

export function readComparison(path: string): Comparison {
  return JSON.parse(readFileSync(path, 'utf8')) as Comparison;
}

/** Four digits are more than a measurement is good for. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

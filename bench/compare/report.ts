// The comparison as text, while it is measured and at its end.
import { median } from '../report.ts';
import type { Comparison, Entrant, MeasuredScenario, Round } from './results.ts';

const PARTS = ['submitter', 'worker', 'server'] as const;

export function entrantText(entrant: Entrant): string {
  if ('absent' in entrant) return `${entrant.name}: absent, ${entrant.absent}`;
  const versions = Object.entries(entrant.versions).map(([name, version]) => `${name} ${version}`);
  return `${entrant.name} (${versions.join(', ')})\n  ${entrant.durability}\n  ${entrant.tuning}`;
}

export function machineText({ machine, commit }: Pick<Comparison, 'machine' | 'commit'>): string {
  const { cores, processor, memoryGiB, fileSystem, system, node } = machine;
  return `${cores} cores of ${processor}, ${memoryGiB} GiB, ${fileSystem}, ${system}, Node ${node}, commit ${commit}`;
}

export function scenarioText({ title, rounds, failures }: MeasuredScenario): string {
  const head = ['', 'jobs/s', 'min', 'max', 'p50 ms', 'p99 ms', ...PARTS.map((part) => `${part} µs`)];
  const rows = Object.entries(rounds).filter(([, all]) => all.length > 0);
  const lines = [head, ...rows.map(([name, all]) => [name, ...figures(all)])].map(lineOf);
  return [title, ...lines, ...failures.map(({ name, reason }) => `  ${name} failed: ${reason}`)].join('\n');
}

function figures(all: readonly Round[]): string[] {
  const rates = all.map(({ jobsPerSecond }) => jobsPerSecond);
  const middle = (of: (round: Round) => number): number => median(all.map(of));
  return [
    ...[median(rates), Math.min(...rates), Math.max(...rates)].map(digits),
    ...[middle(({ p50Ms }) => p50Ms), middle(({ p99Ms }) => p99Ms)].map(digits),
    ...PARTS.map((part) => digits(middle(({ cpuMicros }) => cpuMicros[part]))),
  ];
}

/** Three digits that mean something, and never fewer than the whole number has. */
function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function lineOf([name = '', ...cells]: readonly string[]): string {
  return `  ${name.padEnd(26)}${cells.map((cell) => cell.padStart(13)).join('')}`;
}

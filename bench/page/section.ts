// The comparison as a part of a document: the machine, who took part, and each scenario as a chart and a table.
import type { Comparison, Entrant, MeasuredScenario } from '../compare/results.ts';
import { figureText, MEASURES, spreadOf } from './figures.ts';
import type { Measure } from './figures.ts';

const NOTHING_MEASURED = 'Nothing of it has been measured on a quiet machine yet, so there are no figures here.';

/** `chartPath` is relative to the document. */
export function comparisonSection(comparison: Comparison | undefined, chartPath: (scenario: string) => string): string {
  if (comparison === undefined) return NOTHING_MEASURED;
  const absent = comparison.entrants.flatMap((entrant) =>
    'absent' in entrant ? [`${entrant.name}: ${entrant.absent}`] : [],
  );
  return [
    `Measured on ${machineText(comparison)}.`,
    tableOf(['contestant', 'versions', 'a write'], comparison.entrants.flatMap(entrantRow)),
    ...(absent.length === 0 ? [] : [`Not measured: ${absent.join('; ')}.`]),
    ...comparison.scenarios.flatMap((scenario) => scenarioParts(scenario, chartPath(scenario.name))),
  ].join('\n\n');
}

function machineText({ machine, measuredAt, commit }: Comparison): string {
  const { cores, processor, memoryGiB, fileSystem, system, node } = machine;
  const day = measuredAt.slice(0, 10);
  return `${cores} cores of ${processor}, ${memoryGiB} GiB, ${fileSystem}, ${system}, Node ${node}, on ${day} at commit ${commit}`;
}

function entrantRow(entrant: Entrant): string[][] {
  if ('absent' in entrant) return [];
  const versions = Object.entries(entrant.versions).map(([name, version]) => `${name} ${version}`);
  return [[entrant.name, versions.join(', '), entrant.durability]];
}

function scenarioParts(scenario: MeasuredScenario, chart: string): string[] {
  const names = Object.keys(scenario.rounds).filter((name) => (scenario.rounds[name] ?? []).length > 0);
  if (names.length === 0) return [];
  const head = [
    'contestant',
    'jobs/s',
    'smallest–largest',
    'p50, ms',
    'p99, ms',
    'submitter, µs',
    'worker, µs',
    'server, µs',
  ];
  const count = Math.min(...names.map((name) => (scenario.rounds[name] ?? []).length));
  return [
    `### ${scenario.title}`,
    `![${scenario.title}](${chart})`,
    tableOf(
      head,
      names.map((name) => rowOf(scenario, name)),
    ),
    `Medians of ${count} rounds; processor time of each part for a job, or for a chain or fan-out as a whole.`,
    ...scenario.failures.map(({ name, reason }) => `A round of ${name} failed: ${reason}`),
  ];
}

function rowOf(scenario: MeasuredScenario, name: string): string[] {
  const rate = spreadOf(scenario, name, 'jobsPerSecond');
  const others = Object.keys(MEASURES).filter((measure) => measure !== 'jobsPerSecond') as Measure[];
  const middle = (measure: Measure): string => figureText(spreadOf(scenario, name, measure)?.median ?? Number.NaN);
  const span = rate === undefined ? '–' : `${figureText(rate.min)}–${figureText(rate.max)}`;
  return [name, middle('jobsPerSecond'), span, ...others.map(middle)];
}

/** As wide as its widest cell, like the formatter writes it. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, at) => Math.max(3, cell.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

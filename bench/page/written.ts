// Every file that shows a figure of the comparison, written from its results. A document has marks: the comparison between
// two of them, and single figures, each of which names its scenario, contestant and measure.
import type { Comparison } from '../compare/results.ts';
import { chartOf } from './chart.ts';
import { figureText, MEASURES, spreadOf } from './figures.ts';
import type { Measure } from './figures.ts';
import { comparisonSection } from './section.ts';

const SECTION = /(<!-- comparison -->\n).*?(\n<!-- \/comparison -->)/s;
const FIGURE = /(<!-- figure ([\w-]+), ([^,]+(?:, \w+)?), (\w+) -->)[^<]*(<!-- \/figure -->)/g;
const CHARTS = 'charts';

/** By path from the root. @throws Error when a figure names what was not measured */
export function writtenFiles(
  comparison: Comparison | undefined,
  documents: ReadonlyMap<string, string>,
): Map<string, string> {
  const charts = (comparison?.scenarios ?? [])
    .filter(({ rounds }) => Object.values(rounds).some((all) => all.length > 0))
    .map((scenario) => [`docs/${CHARTS}/${scenario.name}.svg`, chartOf(scenario)] as const);
  const pages = [...documents].map(([path, text]) => [path, pageOf(comparison, text)] as const);
  return new Map([...pages, ...charts]);
}

function pageOf(comparison: Comparison | undefined, text: string): string {
  const section = (_all: string, begin: string, end: string): string =>
    `${begin}\n${comparisonSection(comparison, (scenario) => `${CHARTS}/${scenario}.svg`)}\n${end}`;
  const figure = (_all: string, ...parts: string[]): string => {
    const [begin = '', scenario = '', name = '', measure = '', end = ''] = parts;
    return `${begin}${figureOf(comparison, [scenario, name, measure])}${end}`;
  };
  return text.replace(SECTION, section).replaceAll(FIGURE, figure);
}

function figureOf(comparison: Comparison | undefined, named: readonly [string, string, string]): string {
  const [scenarioName, name, measure] = named;
  const scenario = comparison?.scenarios.find((one) => one.name === scenarioName);
  const isMeasure = (word: string): word is Measure => Object.hasOwn(MEASURES, word);
  const spread = scenario === undefined || !isMeasure(measure) ? undefined : spreadOf(scenario, name, measure);
  if (spread === undefined) throw new Error(`no such figure was measured: ${named.join(', ')}`);
  return figureText(spread.median);
}

const RIVALS = /\b(?:BullMQ|graphile-worker|Restate|Temporal)\b/;
const QUANTITY = /\d[\d.,]*\s?(?:jobs\/s|ms\b|µs\b)/;

/** Lines on which somebody wrote a figure of a rival by hand, where no result can correct it. */
export function figuresByHand(path: string, text: string): string[] {
  const written = text.replace(SECTION, (all) => '\n'.repeat(all.split('\n').length - 1)).replaceAll(FIGURE, '');
  return written
    .split('\n')
    .flatMap((line, at) => (RIVALS.test(line) && QUANTITY.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : []));
}

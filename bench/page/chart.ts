// A scenario as bars: the median, and a line from the smallest round to the largest.
import type { MeasuredScenario } from '../compare/results.ts';
import { figureText, spreadOf } from './figures.ts';
import type { Spread } from './figures.ts';

const UNITS = {
  jobsPerSecond: 'jobs/s, more is better',
  p50Ms: 'ms (p50), less is better',
  p99Ms: 'ms (p99), less is better',
};
const WIDTH = 760;
const LABELS = 200;
const VALUES = 80;
const ROW = 30;
const HEAD = 54;

interface Bar {
  readonly name: string;
  readonly spread: Spread;
}

export function chartOf(scenario: MeasuredScenario): string {
  const bars = Object.keys(scenario.rounds).flatMap((name): Bar[] => {
    const spread = spreadOf(scenario, name, scenario.shown);
    return spread === undefined ? [] : [{ name, spread }];
  });
  const most = Math.max(...bars.map(({ spread }) => spread.max));
  const height = HEAD + bars.length * ROW + 8;
  const unit = UNITS[scenario.shown];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title" font-family="ui-sans-serif, system-ui, sans-serif" font-size="13">
  <title id="title">${escaped(`${scenario.title}: ${unit}`)}</title>
  <style>
    .paper { fill: #ffffff } .ink { fill: #1c2430 } .soft { fill: #5b6675 } .bar { fill: #9aa6b2 } .ours { fill: #2f6f5e } .span { stroke: #1c2430; stroke-width: 1.5 }
    @media (prefers-color-scheme: dark) { .paper { fill: #12181f } .ink { fill: #e6ebf0 } .soft { fill: #9aa6b2 } .bar { fill: #5b6675 } .ours { fill: #56b294 } .span { stroke: #e6ebf0 } }
  </style>
  <rect class="paper" width="${WIDTH}" height="${height}" rx="8"/>
  <text class="ink" x="16" y="24" font-size="15" font-weight="600">${escaped(scenario.title)}</text>
  <text class="soft" x="16" y="42">${escaped(unit)}</text>
${bars.map((bar, at) => rowOf(bar, HEAD + at * ROW, most)).join('\n')}
</svg>
`;
}

function rowOf({ name, spread }: Bar, y: number, most: number): string {
  const at = (value: number): number => Math.round(LABELS + (value / most) * (WIDTH - LABELS - VALUES));
  const middle = y + ROW / 2;
  return [
    `  <text class="ink" x="${LABELS - 8}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
    `  <rect class="${name === 'Dome' ? 'ours' : 'bar'}" x="${LABELS}" y="${y + 5}" width="${at(spread.median) - LABELS}" height="${ROW - 10}" rx="2"/>`,
    `  <line class="span" x1="${at(spread.min)}" x2="${at(spread.max)}" y1="${middle}" y2="${middle}"/>`,
    `  <text class="ink" x="${at(spread.max) + 8}" y="${middle + 4}">${figureText(spread.median)}</text>`,
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// `npm run bench -- compare`: Dome beside what people would pick instead, in turn on one machine.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { describeMachine } from './compare/machine.ts';
import { entrantText, machineText, scenarioText } from './compare/report.ts';
import { writeComparison } from './compare/results.ts';
import type { Entrant, MeasuredScenario } from './compare/results.ts';
import { SCENARIOS } from './compare/scenarios.ts';
import { takeTurns } from './compare/turns.ts';
import { CONTESTANTS } from './contestants/all.ts';
import type { Contestant } from './contestants/contestant.ts';

const { values } = parseArgs({
  options: {
    /** Names of contestants; absent: all. */
    only: { type: 'string', multiple: true },
    /** Names of scenarios; absent: all. */
    scenario: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '5' },
    /** More or fewer jobs than a scenario names. */
    scale: { type: 'string', default: '1' },
    /** Every write is on disk before it is answered, on every side that can do it. */
    'sync-always': { type: 'boolean', default: false },
    /** Writes the results to this file. */
    save: { type: 'string' },
  },
});
const root = join(import.meta.dirname, '..');
const named = <T extends { readonly name: string }>(all: readonly T[], wanted: readonly string[] | undefined): T[] => {
  const unknown = wanted?.find((name) => all.every((one) => one.name !== name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${all.map(({ name }) => name).join(', ')}`);
  return all.filter(({ name }) => wanted?.includes(name) ?? true);
};
const scenarios = named(SCENARIOS, values.scenario);
const wanted = named(CONTESTANTS, values.only);
const syncAlways = values['sync-always'];

async function entrantOf({ name, prepare, durability, tuning }: Contestant): Promise<Entrant> {
  try {
    return { name, versions: await prepare(), durability: durability(syncAlways), tuning };
  } catch (error) {
    return { name, absent: error instanceof Error ? error.message : String(error) };
  }
}

const about = {
  measuredAt: new Date().toISOString(),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  machine: describeMachine(),
};
console.log(machineText(about));
const entrants: Entrant[] = [];
for (const contestant of wanted) {
  const entrant = await entrantOf(contestant);
  entrants.push(entrant);
  console.log(entrantText(entrant));
}
const present = entrants.flatMap((entrant) => ('absent' in entrant ? [] : [entrant.name]));
const turns = {
  contestants: named(wanted, present),
  rounds: Number(values.rounds),
  scale: Number(values.scale),
  syncAlways,
  onRound: (line: string) => console.error(line),
};
const measured: MeasuredScenario[] = [];
for (const scenario of scenarios.filter(({ work }) => turns.contestants.some(({ works }) => works.includes(work)))) {
  const one = await takeTurns(scenario, turns, measured);
  measured.push(one);
  if (one.failures.length > 0) process.exitCode = 1;
  console.log(`\n${scenarioText(one)}`);
}
if (values.save !== undefined) writeComparison(resolve(values.save), { ...about, entrants, scenarios: measured });

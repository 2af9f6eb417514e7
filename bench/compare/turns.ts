// A scenario with all contestants in turn, round by round: A B C, then B C A, so that none always has the machine after the
// same other one.
import type { Contestant } from '../contestants/contestant.ts';
import { median } from '../report.ts';
import { measureContestant } from './measure.ts';
import type { MeasuredScenario, Round } from './results.ts';
import { scaled } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';

export interface Turns {
  readonly contestants: readonly Contestant[];
  readonly rounds: number;
  readonly scale: number;
  readonly syncAlways: boolean;
  readonly onRound: (line: string) => void;
}

/** @throws Error when a rate is needed of a scenario that is not among the earlier ones */
export async function takeTurns(
  scenario: Scenario,
  turns: Turns,
  earlier: readonly MeasuredScenario[],
): Promise<MeasuredScenario> {
  const taking = turns.contestants.filter(({ works }) => works.includes(scenario.work));
  const rounds: Record<string, Round[]> = Object.fromEntries(taking.map(({ name }) => [name, []]));
  for (let round = 0; round < turns.rounds; round += 1) {
    for (const contestant of turnOf(taking, round)) {
      const load = {
        ...scaled(scenario, contestant.share * turns.scale),
        syncAlways: turns.syncAlways,
        ...rateOf(scenario, contestant.name, earlier),
      };
      const measured = await measureContestant(contestant, load);
      rounds[contestant.name]?.push(measured);
      turns.onRound(
        `${scenario.name}, round ${round + 1}: ${contestant.name} ${measured.jobsPerSecond.toFixed(0)} jobs/s`,
      );
    }
  }
  return { name: scenario.name, title: scenario.title, rounds };
}

export function turnOf<T>(all: readonly T[], round: number): T[] {
  const first = all.length === 0 ? 0 : round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

function rateOf({ rate }: Scenario, name: string, earlier: readonly MeasuredScenario[]): { perSecond?: number } {
  if (rate === undefined) return {};
  const full = earlier.find((scenario) => scenario.name === rate.of)?.rounds[name];
  if (full === undefined) throw new Error(`the scenario ${rate.of} must be measured too: its rate is halved`);
  return { perSecond: rate.share * median(full.map(({ jobsPerSecond }) => jobsPerSecond)) };
}

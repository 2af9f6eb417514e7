// A scenario with all contestants in turn, round by round: A B C, then B C A, so that none always has the machine after the
// same other one.
import type { Contestant } from '../contestants/contestant.ts';
import { median } from '../report.ts';
import { measureContestant } from './measure.ts';
import type { Load } from './measure.ts';
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

export async function takeTurns(
  scenario: Scenario,
  turns: Turns,
  earlier: readonly MeasuredScenario[],
): Promise<MeasuredScenario> {
  const taking = turns.contestants.filter(({ works }) => works.includes(scenario.work));
  const rounds: Record<string, Round[]> = Object.fromEntries(taking.map(({ name }) => [name, []]));
  const failures: { name: string; reason: string }[] = [];
  for (let round = 0; round < turns.rounds; round += 1) {
    for (const contestant of turnOf(taking, round)) {
      const { name } = contestant;
      const tell = (line: string): void => turns.onRound(`${scenario.name}, round ${round + 1}: ${name} ${line}`);
      try {
        const measured = await measureContestant(contestant, loadOf(scenario, contestant, { ...turns, earlier }));
        rounds[name]?.push(measured);
        tell(`${measured.jobsPerSecond.toFixed(0)} jobs/s`);
      } catch (error) {
        // The others go on: a comparison takes an hour.
        const reason = error instanceof Error ? error.message : String(error);
        failures.push({ name, reason });
        tell(`failed: ${reason}`);
      }
    }
  }
  const { name, title, shown } = scenario;
  return { name, title, shown, rounds, failures };
}

export function turnOf<T>(all: readonly T[], round: number): T[] {
  const first = all.length === 0 ? 0 : round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

/** @throws Error when a rate is needed of a scenario that is not among the earlier ones */
function loadOf(
  scenario: Scenario,
  { name, share }: Contestant,
  { scale, syncAlways, earlier }: Turns & { readonly earlier: readonly MeasuredScenario[] },
): Load {
  const load = { ...scaled(scenario, share * scale), syncAlways };
  const { rate } = scenario;
  if (rate === undefined) return load;
  const full = earlier.find((one) => one.name === rate.of)?.rounds[name] ?? [];
  if (full.length === 0) throw new Error(`${rate.of} must be measured too: its rate is halved`);
  return { ...load, perSecond: rate.share * median(full.map(({ jobsPerSecond }) => jobsPerSecond)) };
}

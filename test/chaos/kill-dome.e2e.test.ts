// L7 and L10 under SIGKILL of the control plane: whenever it dies, every run reaches its end, nothing is decided,
// dispatched or settled twice, and nothing follows the end. Its only state is the stream.
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { findingsOf, jobEventsOf } from '../e2e/chains.ts';
import { openStage } from '../e2e/stage.ts';
import type { Stage } from '../e2e/stage.ts';
import { openCrew, openPeople } from './crew.ts';
import type { Crew } from './crew.ts';
import { createDice, moment, seedsFor } from './dice.ts';
import type { Dice } from './dice.ts';
import { allFinished, approveAll, submitterOf } from './gated-runs.ts';
import type { Submit } from './gated-runs.ts';
import { isOpen, runFaults, runsOf } from './runs.ts';

const RUNS = 20;
/** A kill follows each pair of submissions, after a share of the events that an undisturbed pair produces. */
const PAIRS = RUNS / 2;
const EVENTS_PER_PAIR = 48;
const SKILLS = ['tree-check', 'tree-fix', 'tree-pack', 'tree-promote'];
const ENDED_MS = 90_000;
const [seed = 1] = seedsFor(1);

test.each([1, 2])(
  'runs end once and decide once while %i replicas are killed',
  { timeout: 150_000 },
  async (replicas) => {
    process.stdout.write(`seed ${seed}, ${replicas} replicas (replay: CHAOS_SEED=${seed})\n`);
    await using stage = await openStage({ skills: SKILLS, ackWaitMs: 1_000 });
    await stage.daemon({ slots: 8 });
    const dice = createDice(seed);
    const crew = await openCrew(stage, replicas);
    const people = await openPeople(stage);
    const approving = new AbortController();
    const votes = approveAll(people.grace, approving.signal);
    const { runIds, openAtKills } = await submitAndKill({ stage, crew, dice, submit: await submitterOf(people.ada) });
    await eventually(() => allFinished(stage, runIds), { timeoutMs: ENDED_MS, stepMs: 200 });
    approving.abort();
    await votes;

    await eventually(async () => (await stage.raw.count('SKILL_COMMANDS')) === 0, { timeoutMs: 10_000 });
    await crew.stop();
    const runs = runsOf(await stage.raw.read('RUN_EVENTS'));
    expect(new Set(runs.keys())).toEqual(new Set(runIds));
    expect([...runs].flatMap(([runId, events]) => runFaults(runId, events))).toEqual([]);
    for (const events of runs.values()) {
      expect(events.at(-1)).toMatchObject({
        phase: 'finished',
        data: { result: 'success', promoted: [{ to: 'staging' }] },
      });
    }
    const jobs = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
    expect(findingsOf(jobs)).toEqual([]);
    const commands = [...jobs.chains.values()].map((chain) => new Set(chain.map((link) => link.commandSequence)).size);
    expect(new Set(commands), 'an intent that is published again meets itself').toEqual(new Set([1]));
    process.stdout.write(`open runs at each kill: ${openAtKills.join(' ')}\n`);
    expect(openAtKills.filter((open) => open > 0).length, 'kills that hit work').toBeGreaterThanOrEqual(PAIRS / 2);
  },
);

interface Siege {
  readonly stage: Stage;
  readonly crew: Crew;
  readonly dice: Dice;
  readonly submit: Submit;
}

async function submitAndKill({
  stage,
  crew,
  dice,
  submit,
}: Siege): Promise<{ runIds: string[]; openAtKills: number[] }> {
  const { raw } = stage;
  const submitted: Promise<string>[] = [];
  const openAtKills: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const before = await raw.count('RUN_EVENTS');
    submitted.push(submit(`chaos-${pair}-a`), submit(`chaos-${pair}-b`));
    const share = dice.between(1, EVENTS_PER_PAIR * 0.8);
    await eventually(async () => (await raw.count('RUN_EVENTS')) >= before + share, { timeoutMs: ENDED_MS, stepMs: 5 });
    await moment(dice.between(0, 50));
    const runs = runsOf(await raw.read('RUN_EVENTS'));
    openAtKills.push([...runs.values()].filter(isOpen).length);
    await crew.replace(pair);
  }
  return { runIds: await Promise.all(submitted), openAtKills };
}

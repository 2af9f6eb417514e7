// The law changes all the time, runs are gated and promoted, and replicas of dome die: every decision was made under the law
// that was in force at the sequence that it names, and none was made twice. The judge reads the raw streams and shares no
// line with the law of dome. CHAOS_SCALE=10 is 300 changes and 200 runs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

import type { ControlClient } from '@dome/client';
import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

import { dataOf } from '../e2e/chains.ts';
import { LAW, openStage } from '../e2e/stage.ts';
import { insist, openCrew, openPeople } from './crew.ts';
import { createDice, moment, seedsFor } from './dice.ts';
import type { Dice } from './dice.ts';
import { allFinished, approveAll, submitterOf } from './gated-runs.ts';
import { runFaults, runsOf } from './runs.ts';
import type { RunEvent } from './runs.ts';
import { inForceAt, lawOf } from './raw-law.ts';
import type { RawLaw } from './raw-law.ts';

const scale = Number(process.env['CHAOS_SCALE'] ?? '1');
const CHANGES = 30 * scale;
const RUNS = 20 * scale;
const KILLS = 6 * scale;
const SKILLS = ['tree-check', 'tree-fix', 'tree-pack', 'tree-promote'];
const ENDED_MS = 120_000 * scale;
const [seed = 1] = seedsFor(1);

test(
  'no decision rests on a law that was not in force at its sequence, and none is made twice',
  { timeout: 60_000 + 2 * ENDED_MS },
  async () => {
    process.stdout.write(`seed ${seed} (replay: CHAOS_SEED=${seed})\n`);
    await using stage = await openStage({ skills: SKILLS, ackWaitMs: 1_000 });
    await stage.daemon({ slots: 8 });
    const dice = createDice(seed);
    const crew = await openCrew(stage, 3);
    const { ada, grace } = await openPeople(stage);
    const done = new AbortController();
    const changing = changeLaw(grace, dice);
    const voting = approveAll(grace, done.signal);
    const submitting = submitAll(ada);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await moment(dice.between(300, 1_500));
      await crew.replace(kill);
    }
    const [runIds] = await Promise.all([submitting, changing]);
    await eventually(() => allFinished(stage, runIds), { timeoutMs: ENDED_MS, stepMs: 200 });
    done.abort();
    await voting;
    await crew.stop();

    const law = lawOf(await stage.raw.read('LAW_EVENTS'));
    expect(law.faults).toEqual([]);
    const runs = runsOf(await stage.raw.read('RUN_EVENTS'));
    expect([...runs].flatMap(([runId, events]) => runFaults(runId, events))).toEqual([]);
    expect([...runs].flatMap(([runId, events]) => events.flatMap((event) => lawFaults(law, runId, event)))).toEqual([]);
    const promoted = [...runs.values()].flatMap((events) =>
      events.filter(({ phase }) => phase === 'promotion-decided'),
    );
    const verdicts = promoted.map(({ data }) => recordOf(data['decision'])['status']);
    process.stdout.write(`${law.events} events of law, promotions ${verdicts.join(' ')}\n`);
    expect(verdicts.length).toBeGreaterThan(0);
  },
);

type Json = Readonly<Record<string, unknown>>;
const recordOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});

/** What of a run event does not agree with the law at the sequence that it names. */
function lawFaults(law: RawLaw, runId: string, { phase, data }: RunEvent): string[] {
  const faults: string[] = [];
  const expectInForce = (what: string, digest: unknown, at: unknown): void => {
    const expected = inForceAt(law, what, Number(at));
    if (digest !== expected)
      faults.push(`${runId} ${phase}: ${what} at ${String(at)} is ${expected}, not ${String(digest)}`);
  };
  if (phase === 'submitted') expectInForce('policy gated', data['policyDigest'], data['lawSequence']);
  if (phase === 'approval-given') expectInForce('access access', data['accessDigest'], data['lawSequence']);
  if (phase !== 'gate-decided' && phase !== 'promotion-decided') return faults;
  const decision = recordOf(data['decision']);
  const at = decision['lawSequence'];
  expectInForce('access access', decision['accessDigest'], at);
  if (phase === 'gate-decided' || decision['status'] !== 'APPROVE') return faults;
  expectInForce('policy gated', recordOf(decision['policy'])['digest'], at);
  expectInForce('environment staging', recordOf(decision['environment'])['digest'], at);
  return faults;
}

/** Policies come and go, people are given roles; each change is sent until it is answered. */
async function changeLaw(keeper: ControlClient, dice: Dice): Promise<void> {
  const policy = await readFile(join(LAW, 'gated.policy.yaml'), 'utf8');
  const access = await readFile(join(LAW, 'access.yaml'), 'utf8');
  const versioned = (text: string, minor: number): string => text.replace('version: 1.0.0', `version: 1.${minor}.0`);
  let newest = 0;
  for (let minor = 1; minor <= CHANGES; minor += 1) {
    await moment(dice.between(20, 250));
    const kind = dice.between(0, 3);
    if (kind === 0) {
      const text = versioned(access, minor).replace('users:\n', `users:\n  p${minor}: { roles: [] }\n`);
      await insist(() => keeper.law.apply({ documents: [{ source: 'access.yaml', text }] }));
    } else if (kind === 1 && newest > 0) {
      const version = `1.${newest}.0`;
      await insist(() => keeper.law.apply({ withdraw: [{ kind: 'policy', name: 'gated', version }] }));
      newest = 0;
    } else {
      const text = versioned(policy, minor).replace('kind: Policy\n', `kind: Policy\ntitle: number ${minor}\n`);
      await insist(() => keeper.law.apply({ documents: [{ source: 'policy.yaml', text }] }));
      newest = minor;
    }
  }
}

async function submitAll(ada: ControlClient): Promise<string[]> {
  const submit = await submitterOf(ada);
  const runIds: string[] = [];
  for (let at = 0; at < RUNS; at += 1) {
    runIds.push(await submit(`law-${at}`));
    await moment(50);
  }
  return runIds;
}

test('the judge sees a decision under a law that was not in force', () => {
  const event = (sequence: number, phase: string, version: string, digest: string) => ({
    sequence,
    subject: `dome.evt.law.policy.gated.${phase}`,
    timeMs: 0,
    body: { data: { kind: 'policy', name: 'gated', version, digest } },
  });
  const law = lawOf([
    event(1, 'applied', '1.0.0', 'a'),
    event(2, 'applied', '1.2.0', 'c'),
    event(3, 'applied', '1.1.0', 'b'),
    event(4, 'withdrawn', '1.2.0', 'c'),
  ]);
  expect([1, 2, 3, 4].map((at) => inForceAt(law, 'policy gated', at))).toEqual(['a', 'c', 'c', 'b']);
  const submitted = (at: number, policyDigest: string): RunEvent => ({
    phase: 'submitted',
    sequence: 1,
    data: { policyDigest, lawSequence: at },
  });
  expect(lawFaults(law, 'r', submitted(3, 'c'))).toEqual([]);
  expect(lawFaults(law, 'r', submitted(4, 'c'))).toEqual(['r submitted: policy gated at 4 is b, not c']);
  const twice = lawOf([event(1, 'applied', '1.0.0', 'a'), event(2, 'applied', '1.0.0', 'b')]);
  expect(twice.faults).toEqual(['policy gated@1.0.0 is applied as a, then as b']);
  expect(dataOf(event(1, 'applied', '1.0.0', 'a'))).toMatchObject({ version: '1.0.0' });
});

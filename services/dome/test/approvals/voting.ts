// A run whose people vote as the service lets them: judged under the law, then stored.
import { runRefOf } from '@dome/runs';
import { POLICY } from '@dome/testkit';
import { expect } from 'vitest';

import { judgeVote } from '../../src/approvals/vote.ts';
import { judgeWithdrawal } from '../../src/approvals/withdrawal.ts';
import type { LawState } from '../../src/law/law-state.ts';
import { runView } from '../../src/views/view.ts';
import { passing } from '../drive/scenarios.ts';
import { ACCESS, STAGING, lawOf, person } from '../law-of.ts';
import { askedEvidence } from '../states.ts';
import { startRun } from '../world.ts';
import type { World } from '../world.ts';

export const PEOPLE = ACCESS.replace(
  '  grace: { roles: [release-manager] }\n',
  `  grace: { roles: [release-manager, security] }
  linus: { roles: [release-manager] }
  margaret: { roles: [security] }
  rob: { roles: [release-manager] }
  olga: { roles: [release-manager, security] }
`,
)
  .replace('decide: [release-manager]', 'decide: [release-manager, security]')
  .replace('version: 1.0.0', 'version: 1.1.0');
const TWO_AND_ONE = 'approvals: [{ role: release-manager, count: 2 }, { role: security, count: 1 }]';
export const MANY = POLICY.replace('role: release-manager', TWO_AND_ONE);

export const lawWith = (policy: string, environment = STAGING): LawState =>
  lawOf([PEOPLE], lawOf([ACCESS, policy, environment]));

export interface Opened {
  readonly world: World;
  readonly votes: (user: string, verdict: 'approve' | 'reject', gate?: string) => Promise<string>;
  readonly withdraws: (user: string, gate?: string) => Promise<string>;
  readonly waitingFor: () => string | undefined;
}

export async function opened({
  policy = MANY,
  law = () => lawWith(policy),
  replicas = 1,
  random = (): number => 0,
} = {}): Promise<Opened> {
  const world = await startRun({ answer: passing, policy, law, replicas, random });
  const run = runRefOf(world.runId);
  if (run === undefined) throw new Error('no run');
  const { runId } = world;
  await world.pump();
  return {
    world,
    async votes(user, verdict, gate = 'release') {
      const kind = await world.cache.open(run, async (cached) => {
        const state = (await cached.reload()) ?? world.state();
        const request = { runId, gate, iteration: 1, verdict, evidenceDigest: askedEvidence(state, gate) };
        const vote = judgeVote(state, request, { voter: person(user), law: law() });
        if (vote.kind === 'new') await cached.append({ type: 'dev.dome.run.approval-given.v1', data: vote.data });
        return vote.kind;
      });
      await world.pump();
      return kind;
    },
    async withdraws(user, gate = 'release') {
      const kind = await world.cache.open(run, async (cached) => {
        const state = (await cached.reload()) ?? world.state();
        const judged = judgeWithdrawal(state, { runId, gate, iteration: 1 }, person(user));
        if (judged.kind === 'new') {
          await cached.append({ type: 'dev.dome.run.approval-withdrawn.v1', data: judged.data });
        }
        return judged.kind;
      });
      await world.pump();
      return kind;
    },
    waitingFor: () => runView(world.state()).waitingFor,
  };
}

export const refusal = (code: string, message = /./): unknown =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

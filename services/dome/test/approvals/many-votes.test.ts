import { gateAt, runRefOf } from '@dome/runs';
import type { RunEventType } from '@dome/runs';
import { POLICY } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { judgeWithdrawal } from '../../src/approvals/withdrawal.ts';
import { runView } from '../../src/views/view.ts';
import { lawOf, person } from '../law-of.ts';
import { askedEvidence, finalOf } from '../states.ts';
import type { World } from '../world.ts';
import { MANY, PEOPLE, lawWith, opened, refusal } from './voting.ts';

const phasesOf = ({ store, runId }: World, type: RunEventType): object[] =>
  store.of(runId).flatMap(({ event }) => (event.type === type ? [event.data] : []));

describe('several people over several roles', () => {
  test('are asked until each role has enough, and one person counts once, where they are needed', async () => {
    const { world, votes, waitingFor } = await opened();
    expect(waitingFor()).toMatch(
      /^0 of 3: needs 2 more release-manager and 1 more security on the gate release until /,
    );
    await votes('grace', 'approve');
    await votes('linus', 'approve');
    // Grace has both roles. Whichever she stands for, one of the other is missing.
    expect(waitingFor()).toMatch(/^2 of 3: needs 1 more security on/);
    expect(finalOf(world.state(), 'release')).toBeUndefined();
    await votes('margaret', 'approve');
    expect(finalOf(world.state(), 'release')).toMatchObject({
      status: 'APPROVE',
      reasonCodes: ['APPROVED_BY_PEOPLE', 'HUMAN_REQUIRED'],
      decidedBy: { kind: 'people', people: ['grace', 'linus', 'margaret'] },
    });
    expect(world.state().promotion?.value.decision.decidedBy.people).toEqual(['grace', 'linus', 'margaret']);
    expect(runView(world.state()).gates.at(-1)?.approvals).toEqual({
      required: [
        { role: 'release-manager', count: 2 },
        { role: 'security', count: 1 },
      ],
      missing: [],
      by: ['grace', 'linus', 'margaret'],
    });
  });

  test('move to the role where they are needed', async () => {
    const { world, votes } = await opened();
    await votes('margaret', 'approve');
    await votes('grace', 'approve');
    await votes('olga', 'approve');
    expect(finalOf(world.state(), 'release')?.decidedBy.people).toEqual(['margaret', 'grace', 'olga']);
  });

  test('who were not needed do not decide', async () => {
    const { world, votes } = await opened({ policy: MANY.replace('count: 2', 'count: 1') });
    for (const user of ['linus', 'rob', 'margaret']) await votes(user, 'approve');
    expect(gateAt(world.state(), 'release')?.votes).toHaveLength(3);
    expect(finalOf(world.state(), 'release')?.decidedBy.people).toEqual(['linus', 'margaret']);
  });

  test('of whom one rejection ends it', async () => {
    const { world, votes } = await opened();
    await votes('grace', 'approve');
    await votes('margaret', 'reject');
    expect(finalOf(world.state(), 'release')).toMatchObject({
      status: 'REJECT',
      decidedBy: { kind: 'people', people: ['margaret'] },
    });
    await expect(votes('linus', 'approve')).rejects.toThrow(refusal('INVALID_TRANSITION', /it is decided, REJECT/));
  });

  test('of whom each needs one of the roles, and the submitter has none to give', async () => {
    const { votes } = await opened();
    await expect(votes('eve', 'approve')).rejects.toThrow(refusal('FORBIDDEN'));
    await expect(votes('kim', 'reject')).rejects.toThrow(refusal('FORBIDDEN'));
    await expect(votes('ada', 'approve')).rejects.toThrow(refusal('SELF_APPROVAL'));
    expect(await votes('grace', 'approve')).toBe('new');
    expect(await votes('grace', 'reject')).toBe('existing');
  });
});

describe('a vote that is taken back', () => {
  test('does not count, and may be given anew', async () => {
    const { world, votes, withdraws, waitingFor } = await opened();
    await votes('grace', 'approve');
    await votes('linus', 'approve');
    expect(await withdraws('linus')).toBe('new');
    expect(await withdraws('linus')).toBe('existing');
    await votes('margaret', 'approve');
    expect(waitingFor()).toMatch(/^2 of 3: needs 1 more release-manager on/);
    await votes('linus', 'approve');
    expect(finalOf(world.state(), 'release')?.decidedBy.people).toEqual(['grace', 'margaret', 'linus']);
  });

  test('must have been given, by a person who has it, on a gate that is not decided', async () => {
    const { votes, withdraws } = await opened();
    await expect(withdraws('linus')).rejects.toThrow(refusal('NOT_FOUND', /linus has no vote on the gate release/));
    await expect(withdraws('linus', 'nothing')).rejects.toThrow(refusal('NOT_FOUND', /no gate nothing/));
    await votes('linus', 'reject');
    await expect(withdraws('linus')).rejects.toThrow(refusal('INVALID_TRANSITION'));
  });

  test('can be taken back by who has lost the role since', async () => {
    let law = lawWith(MANY);
    const { votes, withdraws } = await opened({ law: () => law });
    await votes('linus', 'approve');
    law = lawOf([PEOPLE.replace('  linus: { roles: [release-manager] }\n', '').replace('1.1.0', '1.2.0')], law);
    expect(await withdraws('linus')).toBe('new');
    await expect(votes('linus', 'approve')).rejects.toThrow(refusal('FORBIDDEN'));
  });

  test('is taken back so often, and then no more', async () => {
    const { votes, withdraws } = await opened();
    for (let time = 0; time < 16; time += 1) {
      await votes('linus', 'approve');
      await withdraws('linus');
    }
    await votes('linus', 'approve');
    await expect(withdraws('linus')).rejects.toThrow(refusal('INVALID_TRANSITION', /has withdrawn 16 votes/));
  });

  test('after the votes were enough is refused, and would change nothing', async () => {
    const { world } = await opened({ policy: POLICY });
    const run = runRefOf(world.runId);
    if (run === undefined) throw new Error('no run');
    const { runId } = world;
    const at = { runId, gate: 'release', iteration: 1, by: person('grace') };
    await world.cache.open(run, async (cached) => {
      const state = (await cached.reload()) ?? world.state();
      const evidenceDigest = askedEvidence(state, 'release');
      const vote = { ...at, roles: ['release-manager'], accessDigest: lawWith(POLICY).access.digest, evidenceDigest };
      await cached.append({ type: 'dev.dome.run.approval-given.v1', data: { ...vote, verdict: 'approve' } });
      const late = () => judgeWithdrawal(cached.state ?? state, { runId, gate: 'release' }, person('grace'));
      expect(late).toThrow(refusal('INVALID_TRANSITION', /the vote of grace has decided it/));
      await cached.append({ type: 'dev.dome.run.approval-withdrawn.v1', data: at });
    });
    expect(gateAt(world.state(), 'release')).toMatchObject({ state: 'closing', by: 'votes', withdrawals: [] });
    await world.pump();
    expect(finalOf(world.state(), 'release')?.status).toBe('APPROVE');
  });
});

describe('the deadline', () => {
  test('rejects unless the law says otherwise, and takes no votes any more', async () => {
    const { world, votes } = await opened();
    await votes('grace', 'approve');
    await world.pass(3_700_000);
    expect(finalOf(world.state(), 'release')).toMatchObject({
      status: 'REJECT',
      reasonCodes: ['APPROVAL_EXPIRED', 'HUMAN_REQUIRED'],
      decidedBy: { kind: 'policy' },
    });
    await expect(votes('linus', 'approve')).rejects.toThrow(refusal('INVALID_TRANSITION'));
    const lenient = await opened({ policy: MANY.replace('deadline: 1h', 'deadline: 1h\n      onExpiry: APPROVE') });
    await lenient.world.pass(3_700_000);
    expect(finalOf(lenient.world.state(), 'release')).toMatchObject({
      status: 'APPROVE',
      decidedBy: { kind: 'policy' },
    });
  });

  test('comes with reminders that say who is missing, each once, whichever replica is there', async () => {
    const policy = MANY.replace('deadline: 1h', 'deadline: 1h\n      remindEvery: 20m');
    const { world, votes } = await opened({ policy, replicas: 3 });
    await world.pass(1_300_000);
    await votes('linus', 'approve');
    await world.pass(2_400_000);
    expect(phasesOf(world, 'dev.dome.run.approval-reminded.v1')).toMatchObject([
      { number: 1, missing: [{ role: 'release-manager', count: 2 }, { role: 'security' }] },
      { number: 2, missing: [{ role: 'release-manager', count: 1 }, { role: 'security' }] },
    ]);
    expect(finalOf(world.state(), 'release')?.status).toBe('REJECT');
  });

  test('does not make up for reminders that fell due while nobody ran', async () => {
    const policy = MANY.replace('deadline: 1h', 'deadline: 1h\n      remindEvery: 10m');
    const { world } = await opened({ policy });
    world.clock.advance(35 * 60_000);
    await world.pump();
    await world.pass(10 * 60_000);
    expect(phasesOf(world, 'dev.dome.run.approval-reminded.v1')).toMatchObject([{ number: 3 }, { number: 4 }]);
  });
});

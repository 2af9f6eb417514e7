// People whom an environment asks on top of those of the policy, and who of them must keep out.
import { gateAt } from '@dome/runs';
import { POLICY } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import type { LawState } from '../../src/law/law-state.ts';
import { runView } from '../../src/views/view.ts';
import { STAGING, lawOf, person } from '../law-of.ts';
import { finalOf } from '../states.ts';
import { lawWith, opened, refusal } from './voting.ts';

const TWO = 'approvals: [{ role: security, count: 2 }]\n';
const withPeople = (more: string): LawState => lawWith(POLICY, `${STAGING}${more}`);
/** The next version of the environment. */
const changed = (law: LawState, more: string): LawState =>
  lawOf([`${STAGING.replace('version: 1.0.0', 'version: 1.0.1')}${more}`], law);

/** As if this person had applied the policy. */
function appliedBy(law: LawState, user: string): LawState {
  const [first] = [...(law.versions.get('policy_release')?.values() ?? [])];
  if (first === undefined) throw new Error('no policy');
  const records = [{ ...first.records[0], by: person(user) }] as const;
  return { ...law, versions: new Map(law.versions).set('policy_release', new Map([['1.0.0', { ...first, records }]])) };
}

describe('an environment that asks people', () => {
  test('has a gate of its own after those of the plan, on their decisions', async () => {
    const law = withPeople(TWO);
    const { world, votes, waitingFor } = await opened({ policy: POLICY, law: () => law });
    await votes('linus', 'approve');
    expect(waitingFor()).toMatch(/^0 of 2: needs 2 more security on the gate promotion until /);
    expect(runView(world.state()).gates.map(({ gate, state }) => `${gate} ${state}`)).toEqual([
      'quality decided',
      'release decided',
      'promotion waiting',
    ]);
    expect(runView(world.state()).gates.at(-1)).toMatchObject({
      role: 'security',
      approvals: { required: [{ role: 'security', count: 2 }], by: [] },
    });
    await votes('grace', 'approve', 'promotion');
    await expect(votes('rob', 'approve', 'promotion')).rejects.toThrow(refusal('FORBIDDEN'));
    await expect(votes('ada', 'approve', 'promotion')).rejects.toThrow(refusal('SELF_APPROVAL'));
    await votes('margaret', 'approve', 'promotion');
    const decision = world.state().promotion?.value.decision;
    expect(decision).toMatchObject({ status: 'APPROVE', decidedBy: { people: ['grace', 'linus', 'margaret'] } });
    expect(decision?.evidence).toHaveLength(3);
    expect(world.state().finished?.value.result).toBe('success');
  });

  test('wants people other than those who approved the gates before', async () => {
    const law = withPeople('approvals: [{ role: release-manager, count: 1 }]\n');
    const { votes } = await opened({ policy: POLICY, law: () => law });
    await votes('linus', 'approve');
    await expect(votes('linus', 'approve', 'promotion')).rejects.toThrow(
      refusal('ALREADY_COUNTED', /linus approved the gate release of release-abcdefgh, and staging asks for other/),
    );
    expect(await votes('rob', 'approve', 'promotion')).toBe('new');
  });

  test('and whose people reject promotes nothing, and begins no other iteration', async () => {
    const law = withPeople(TWO);
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    await votes('linus', 'approve');
    await votes('grace', 'reject', 'promotion');
    expect(world.state().finished?.value).toMatchObject({
      result: 'failure',
      reason: 'rejected by promotion (HUMAN_REQUIRED, REJECTED_BY_PEOPLE)',
    });
    expect(world.state().iteration).toBe(1);
    expect(world.commands.map(({ skill }) => skill.name)).not.toContain('promote');
  });

  test('says until when, and what follows then', async () => {
    const rejecting = withPeople(`${TWO}deadline: 30m\n`);
    const { world, votes } = await opened({ policy: POLICY, law: () => rejecting });
    await votes('linus', 'approve');
    await world.pass(31 * 60_000);
    expect(world.state().finished?.value.reason).toBe('rejected by promotion (APPROVAL_EXPIRED, HUMAN_REQUIRED)');
    const lenient = withPeople(`${TWO}deadline: 30m\nonExpiry: APPROVE\n`);
    const other = await opened({ policy: POLICY, law: () => lenient });
    await other.votes('linus', 'approve');
    await other.world.pass(31 * 60_000);
    expect(other.world.state().promotion?.value.decision).toMatchObject({
      status: 'APPROVE',
      decidedBy: { kind: 'people', people: ['linus'] },
    });
  });

  test('asks whom it asked, also when it is withdrawn before they were told', async () => {
    let law = withPeople(TWO);
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    world.store.onStored(({ event }) => {
      if (event.type === 'dev.dome.run.gate-decided.v1' && event.data.gate === 'promotion') law = changed(law, '');
    });
    await votes('linus', 'approve');
    expect(gateAt(world.state(), 'promotion')).toMatchObject({
      state: 'waiting',
      requested: { value: { required: [{ role: 'security', count: 2 }] } },
    });
    await votes('grace', 'approve', 'promotion');
    await votes('margaret', 'approve', 'promotion');
    expect(world.state().promotion?.value.decision.status).toBe('APPROVE');
  });

  test.each([
    ['more people', 'approvals: [{ role: security, count: 3 }]\n', 'staging asks for the approval of 1 more security'],
    ['people of another role', 'approvals: [{ role: release-manager, count: 2 }]\n', '1 more release-manager'],
  ])('and that asks for %s meanwhile refuses what these have approved', async (_, more, reason) => {
    let law = withPeople(TWO);
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    await votes('linus', 'approve');
    await votes('grace', 'approve', 'promotion');
    law = changed(law, more);
    await votes('margaret', 'approve', 'promotion');
    expect(world.state().denied?.value.decision.reasonCodes).toEqual(['APPROVALS_MISSING', 'LAW_CHANGED']);
    expect(world.state().finished?.value.reason).toContain(reason);
  });

  test('and that accepts no silence any more refuses what nobody approved', async () => {
    let law = withPeople(`${TWO}deadline: 30m\nonExpiry: APPROVE\n`);
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    await votes('linus', 'approve');
    law = changed(law, TWO);
    await world.pass(31 * 60_000);
    expect(world.state().denied?.value.decision.reasonCodes).toEqual(['APPROVALS_MISSING', 'LAW_CHANGED']);
  });
});

describe('an environment of independent people', () => {
  test('takes no approval of who applied the policy, at any gate, but their rejection', async () => {
    const law = appliedBy(withPeople(`${TWO}independent: true\n`), 'grace');
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    await expect(votes('grace', 'approve')).rejects.toThrow(
      refusal('NOT_INDEPENDENT', /grace applied the policy release@1.0.0, and staging asks for independent people/),
    );
    expect(world.phases()).not.toContain('approval-given');
    await votes('linus', 'approve');
    await expect(votes('grace', 'approve', 'promotion')).rejects.toThrow(refusal('NOT_INDEPENDENT'));
    expect(await votes('grace', 'reject', 'promotion')).toBe('new');
  });

  test('is the only one that does so', async () => {
    const law = appliedBy(withPeople(''), 'linus');
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    expect(await votes('linus', 'approve')).toBe('new');
    expect(finalOf(world.state(), 'release')?.status).toBe('APPROVE');
    expect(world.state().promotion?.value.decision.status).toBe('APPROVE');
  });

  test('asks for them also when it has become one since they approved', async () => {
    let law = appliedBy(withPeople(TWO), 'linus');
    const { world, votes } = await opened({ policy: POLICY, law: () => law });
    await votes('linus', 'approve');
    law = changed(law, `${TWO}independent: true\n`);
    await votes('grace', 'approve', 'promotion');
    await votes('margaret', 'approve', 'promotion');
    expect(world.state().denied?.value.decision).toMatchObject({
      reasonCodes: ['LAW_CHANGED', 'NOT_INDEPENDENT'],
      notes: ['staging asks for independent people, and linus applied the policy and approved'],
    });
  });
});

// The law is asked again when a promotion is decided: what has changed since the run was submitted counts.
import { peopleClaims, promotionPeopleClaims, readLawEvents, readRecord } from '@dome/audit';
import type { Decision, RunView } from '@dome/contracts';
import { LAWFUL_PLAN, POLICY, eventually } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { controlClientOf, runWhen } from './bench.ts';
import { ACCESS, environment, lawTexts } from './law-of.ts';
import { from, openPromotionStage, submission, to } from './promotion-stage.ts';
import type { PromotionStage } from './promotion-stage.ts';

/** Each test that changes the law has an environment of its own. */
const CHANGING = environment('changing');
/** Promotions of these runs go on until somebody cancels them. */
const held = new Set<string>();
/** Of what is packed. */
let content = 'a build';

let stage: PromotionStage;
beforeAll(async () => {
  stage = await openPromotionStage({
    environments: [
      environment('production', (text) => text.replace('[build]', '[staging]')),
      environment('turns', (text) => `${text}concurrency: 1\n`),
      CHANGING,
      environment('leaving'),
      environment('narrow'),
    ],
    script: ({ skill, runId }) => {
      if (skill.name === 'promote' && held.has(runId)) return 'silence';
      if (skill.name === 'pack') return { result: 'success', output: {}, artifact: 'app.tgz', content };
      return { result: 'success', output: { failed: 0 } };
    },
  });
});
afterAll(() => stage[Symbol.asyncDispose]());

const refusal = (code: string) => expect.objectContaining({ code });

const waits = (run: RunView): boolean => run.state === 'waiting';
const isOver = (run: RunView): boolean => run.state === 'finished';

async function approve(runId: string): Promise<void> {
  const run = await runWhen(stage.ada, runId, waits);
  const gate = run.gates.find(({ state }) => state === 'waiting');
  await stage.grace.gates.decide({
    runId,
    gate: 'release',
    verdict: 'approve',
    evidenceDigest: gate?.evidenceDigest ?? '',
  });
}

/** Waits for its people, then what happens, then they approve. */
async function between(plan: string, happens: (runId: string) => Promise<unknown>): Promise<RunView> {
  const { runId } = await stage.ada.runs.submit(submission({ plan }));
  await runWhen(stage.ada, runId, waits);
  await happens(runId);
  await approve(runId);
  return await runWhen(stage.ada, runId, isOver);
}

const isPromoted = ({ runId }: RunView): boolean =>
  stage.runtime.commands.some((command) => command.runId === runId && command.skill.name === 'promote');

async function decisionOf({ runId }: RunView): Promise<Decision> {
  for await (const followed of stage.ada.followRun(runId)) {
    if (followed.kind !== 'event') continue;
    const { event } = followed;
    if (event.type === 'dev.dome.run.promotion-decided.v1') return event.data.decision;
  }
  throw new Error('the promotion was not decided');
}

describe('between submit and decision', () => {
  test('a policy of the law that is replaced', async () => {
    const name = 'moving';
    const own = [
      POLICY.replace('name: release', `name: ${name}`),
      environment(name, (text) => text.replace('policy: release', `policy: ${name}`)),
    ];
    await stage.kim.law.apply({ documents: lawTexts(...own) });
    const plan = to(name, LAWFUL_PLAN.replace('policy: release@^1', `policy: ${name}@^1`));
    const stricter = POLICY.replace('name: release', `name: ${name}`).replace('version: 1.0.0', 'version: 1.1.0');
    const run = await between(plan, async (runId) => {
      const dry = await stage.kim.law.apply({ documents: lawTexts(stricter), dryRun: true });
      expect(dry.changes[0]?.touches).toEqual([runId]);
      await stage.kim.law.apply({ documents: lawTexts(stricter) });
    });
    expect(run).toMatchObject({ result: 'failure', reason: expect.stringContaining('which is 1.1.0 now') });
    const decision = await decisionOf(run);
    expect(decision).toMatchObject({ status: 'REJECT', reasonCodes: ['LAW_CHANGED', 'POLICY_NOT_ALLOWED'] });
    expect(decision.environment).toMatchObject({ name, version: '1.0.0' });
    expect(decision.lawSequence).toBe((await stage.ada.law.list()).sequence);
    expect(isPromoted(run)).toBe(false);
  });

  test('a freeze that is applied', async () => {
    const frozen = `${CHANGING.replace('version: 1.0.0', 'version: 1.1.0')}freezes:\n  - { from: 2000-01-01T00:00, to: 9000-01-01T00:00, timeZone: UTC }\n`;
    const run = await between(to('changing'), () => stage.kim.law.apply({ documents: lawTexts(frozen) }));
    expect((await decisionOf(run)).reasonCodes).toEqual(['ENVIRONMENT_FROZEN', 'LAW_CHANGED']);
    expect(isPromoted(run)).toBe(false);
  });

  test('an environment that is withdrawn', async () => {
    const gone = { kind: 'environment', name: 'narrow', version: '1.0.0' } as const;
    const run = await between(to('narrow'), () => stage.kim.law.apply({ withdraw: [gone] }));
    expect((await decisionOf(run)).reasonCodes).toEqual(['ENVIRONMENT_UNKNOWN', 'LAW_CHANGED']);
    expect(isPromoted(run)).toBe(false);
  });

  test('a submitter who loses the role', async () => {
    const without = ACCESS.replace('version: 1.0.0', 'version: 1.0.1').replace(
      'ada: { roles: [developer, ',
      'ada: { roles: [',
    );
    const run = await between(to('leaving'), () => stage.kim.law.apply({ documents: lawTexts(without) }));
    await stage.kim.law.apply({ withdraw: [{ kind: 'access', name: 'access', version: '1.0.1' }] });
    expect((await decisionOf(run)).reasonCodes).toEqual(['LAW_CHANGED', 'SUBMITTER_NOT_ALLOWED']);
    expect(isPromoted(run)).toBe(false);
  });

  test('the vote of the submitter', async () => {
    await between(LAWFUL_PLAN, async (runId) => {
      const [gate] = (await stage.ada.gates.list({ runId })).gates;
      const vote = { runId, gate: 'release', verdict: 'approve' as const, evidenceDigest: gate?.evidenceDigest ?? '' };
      await expect(stage.ada.gates.decide(vote)).rejects.toThrow(refusal('SELF_APPROVAL'));
    });
  });
});

test('the vote of the author of the policy, where the environment asks for independent people', async () => {
  const own = [
    POLICY.replace('name: release', 'name: judged'),
    environment('judged', (text) => `${text.replace('policy: release', 'policy: judged')}independent: true\n`),
  ];
  const { kim, ada, grace } = stage;
  // Another keeper gives the role: nobody may raise their own.
  const roles = ACCESS.replace('version: 1.0.0', 'version: 1.0.2').replace(
    'lee: { roles: [',
    'lee: { roles: [release-manager, ',
  );
  await kim.law.apply({ documents: lawTexts(roles) });
  const lee = await controlClientOf(stage.server, 'lee');
  await lee.law.apply({ documents: lawTexts(...own) });
  const plan = to('judged', LAWFUL_PLAN.replace('policy: release@^1', 'policy: judged@^1'));
  const { runId } = await ada.runs.submit(submission({ plan }));
  const { sequence } = await runWhen(ada, runId, waits);
  const [gate] = (await lee.gates.list({ runId })).gates;
  const vote = { runId, gate: 'release', verdict: 'approve' as const, evidenceDigest: gate?.evidenceDigest ?? '' };
  const refused = lee.gates.decide(vote);
  await expect(refused).rejects.toThrow(refusal('NOT_INDEPENDENT'));
  await expect(refused).rejects.toThrow('lee applied the policy judged@1.0.0, and judged asks for independent people');
  expect((await ada.runs.get(runId)).sequence).toBe(sequence);
  expect(await grace.gates.decide(vote)).toMatchObject({ by: 'grace', existing: false });
  expect(await runWhen(ada, runId, isOver)).toMatchObject({
    result: 'success',
    promotion: { to: 'judged', done: true },
  });
  const nc = await stage.server.connectAs('ada');
  const claims = promotionPeopleClaims(await readRecord(nc, runId), await readLawEvents(nc));
  expect(claims).toMatchObject([
    { holds: true, text: expect.stringContaining('nobody who applied the policy approved') },
  ]);
  await kim.law.apply({ withdraw: [{ kind: 'access', name: 'access', version: '1.0.2' }] });
});

test('an environment asks people of its own, who have not approved before', async () => {
  const own = environment(
    'peopled',
    (text) => `${text}approvals: [{ role: release-manager, count: 1 }]\ndeadline: 1h\n`,
  );
  const { kim, ada, grace } = stage;
  const roles = ACCESS.replace('version: 1.0.0', 'version: 1.0.3').replace(
    'lee: { roles: [',
    'lee: { roles: [release-manager, ',
  );
  await kim.law.apply({ documents: lawTexts(roles, own) });
  const { runId } = await ada.runs.submit(submission({ plan: to('peopled') }));
  await approve(runId);
  const run = await runWhen(ada, runId, ({ gates }) => gates.some(({ gate }) => gate === 'promotion'));
  expect(run.waitingFor).toMatch(/^release-manager on the gate promotion until /);
  const [gate] = (await ada.gates.list({ runId })).gates;
  expect(gate?.decision.evidence.map(({ id }) => id)).toEqual([
    expect.stringMatching(/\.gate-decided\./),
    expect.stringMatching(/\.gate-decided\./),
  ]);
  const vote = { runId, gate: 'promotion', verdict: 'approve' as const, evidenceDigest: gate?.evidenceDigest ?? '' };
  await expect(grace.gates.decide(vote)).rejects.toThrow(refusal('ALREADY_COUNTED'));
  await expect(ada.gates.decide(vote)).rejects.toThrow(refusal('SELF_APPROVAL'));
  const lee = await controlClientOf(stage.server, 'lee');
  expect(await lee.gates.decide(vote)).toMatchObject({ by: 'lee', approvals: { missing: [] } });
  expect(await runWhen(ada, runId, isOver)).toMatchObject({
    result: 'success',
    promotion: { to: 'peopled', done: true },
  });
  const [stands] = (await ada.environments.get('peopled')).standing;
  expect(stands?.decidedBy).toEqual(['grace', 'lee']);
  const nc = await stage.server.connectAs('ada');
  const record = await readRecord(nc, runId);
  const claims = [...peopleClaims(record), ...promotionPeopleClaims(record, await readLawEvents(nc))];
  expect(claims.map(({ holds, found }) => [holds, found])).toEqual([
    [true, undefined],
    [true, undefined],
    [true, undefined],
  ]);
  await kim.law.apply({ withdraw: [{ kind: 'access', name: 'access', version: '1.0.3' }] });
});

test('what stands in staging goes on to production, and nothing else does', async () => {
  const staged = await between(LAWFUL_PLAN, async () => {});
  expect(staged).toMatchObject({ result: 'success', promotion: { to: 'staging', done: true } });
  const [stands, ...others] = (await stage.ada.environments.get('staging')).standing;
  expect(others).toEqual([]);
  expect(stands).toMatchObject({ name: 'app.tgz', from: 'build', runId: staged.runId, decidedBy: ['grace'] });
  expect(stands?.digest).toBe(staged.promotion?.digest);
  await expect(stage.ada.environments.get('stagin')).rejects.toThrow(/did you mean staging/);
  const plan = from('staging', to('production'));
  await eventually(() => stage.ada.runs.submit(submission({ plan })));
  const good = await between(plan, async () => {});
  expect(good).toMatchObject({ result: 'success', promotion: { from: 'staging', to: 'production', done: true } });
  const decision = await decisionOf(good);
  expect(decision.evidence.at(-1)?.id).toMatch(new RegExp(`^${staged.runId}\\.finished\\.`));
  content = 'another build';
  const bad = await between(plan, async () => {});
  expect(bad.reason).toMatch(/^the promotion is refused: sha256:[0-9a-f]{64} does not stand in staging$/);
  expect((await decisionOf(bad)).reasonCodes).toEqual(['NOT_IN_SOURCE']);
  expect(isPromoted(bad)).toBe(false);
});

test('two promotions into an environment of concurrency 1 do not overlap', async () => {
  const plan = to('turns');
  const runs = await Promise.all([1, 2].map(() => stage.ada.runs.submit(submission({ plan }))));
  for (const { runId } of runs) held.add(runId);
  await Promise.all(runs.map(({ runId }) => approve(runId)));
  const promoting = (): string[] => [
    ...new Set(
      stage.runtime.commands.flatMap(({ runId, skill }) =>
        skill.name === 'promote' && held.has(runId) ? [runId] : [],
      ),
    ),
  ];
  const [first = ''] = await eventually(() => (promoting().length > 0 ? promoting() : false));
  const second = runs.find(({ runId }) => runId !== first)?.runId ?? '';
  await eventually(async () => {
    expect((await stage.ada.runs.get(second)).waitingFor).toBe(`its turn to promote into turns, which ${first} has`);
  });
  expect(promoting()).toEqual([first]);
  expect((await stage.ada.environments.get('turns')).underWay).toMatchObject([{ runId: first }]);
  held.delete(second);
  await stage.grace.runs.cancel({ runId: first, reason: 'let the next one go' });
  expect(await runWhen(stage.ada, first, isOver)).toMatchObject({ result: 'cancellation' });
  expect(await runWhen(stage.ada, second, isOver)).toMatchObject({
    result: 'success',
    promotion: { to: 'turns', done: true },
  });
  const { environments } = await stage.ada.environments.list();
  const seen = environments.map(({ name, standing, underWay }) => `${name} ${standing.length} ${underWay.length}`);
  expect(seen).toContain('turns 1 0');
  expect((await stage.ada.environments.list({ limit: 1 })).next).toBe(environments[0]?.name);
});

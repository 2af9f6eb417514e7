import { structureDigest } from '@dome/contracts';
import { POLICY } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { promotionReasons } from '../../src/law/judge-promotion.ts';
import type { PromotionAsked } from '../../src/law/judge-promotion.ts';
import { inForce } from '../../src/law/law-state.ts';
import { ACCESS, LAW, STAGING, environment, lawOf, person } from '../law-of.ts';

const at = (text: string): number => Date.parse(text);
const digest = structureDigest({ artifact: 1 });
const RELEASE = { kind: 'policy', name: 'release' } as const;
const plan = { name: 'release', version: '1.4.0', digest: structureDigest({ plan: 1 }) };
const policy = { name: 'release', version: '1.0.0', digest: inForce(LAW, RELEASE)?.digest ?? '' };
const asked = (change: Partial<PromotionAsked> = {}): PromotionAsked => ({
  from: 'build',
  to: 'staging',
  policy,
  plan,
  skill: { name: 'promote', version: '1.0.0' },
  gates: ['quality', 'release'],
  submitter: person('ada'),
  standing: [],
  digest,
  people: undefined,
  nowMs: at('2026-12-01T12:00:00Z'),
  ...change,
});
const PRODUCTION = environment(
  'production',
  (text) => `${text.replace('[build]', '[staging]')}windows:
  - { days: [mon, tue, wed, thu], from: '09:00', to: '16:00', timeZone: Europe/Vienna }
  - { days: [fri], from: '09:00', to: '12:00', timeZone: Europe/Vienna }
freezes:
  - { from: 2026-12-20T00:00, to: 2027-01-02T08:00, timeZone: Europe/Vienna, reason: holidays }
`,
);
const PINNED = environment('pinned', (text) => `${text}planDigests: ['${plan.digest}']\n`);
const law = lawOf([PRODUCTION, PINNED], LAW);
const codes = (change: Partial<PromotionAsked>, under = law): string[] =>
  promotionReasons(under, asked(change)).map(({ code }) => code);

test('a promotion that the law allows has nothing against it', () => {
  expect(promotionReasons(law, asked())).toEqual([]);
  expect(codes({ to: 'production', from: 'staging', standing: [digest] })).toEqual([]);
  expect(codes({ to: 'pinned' })).toEqual([]);
});

describe('what the law says against a promotion', () => {
  test.each<[string, Partial<PromotionAsked>, string[]]>([
    ['an environment that is none', { to: 'nowhere' }, ['ENVIRONMENT_UNKNOWN']],
    ['a source that is not listed', { from: 'production' }, ['SOURCE_NOT_ALLOWED']],
    ['an artifact that skips an environment', { to: 'production' }, ['SOURCE_NOT_ALLOWED']],
    ['an artifact that does not stand there', { to: 'production', from: 'staging' }, ['NOT_IN_SOURCE']],
    [
      'an artifact other than what stands there',
      { to: 'production', from: 'staging', standing: [structureDigest({ artifact: 2 })] },
      ['NOT_IN_SOURCE'],
    ],
    ['no policy', { policy: undefined }, ['POLICY_NOT_OF_LAW']],
    ['the very policy, sent along', { policy: { ...policy, submittedBy: 'ada' } }, ['POLICY_NOT_OF_LAW']],
    ['another policy of the law', { policy: { ...policy, name: 'lax' } }, ['POLICY_NOT_ALLOWED']],
    ['a version that was never applied', { policy: { ...policy, version: '1.0.1' } }, ['POLICY_NOT_ALLOWED']],
    ['another content under the version', { policy: { ...policy, digest } }, ['POLICY_NOT_ALLOWED']],
    ['a gate that was not asked', { gates: ['quality'] }, ['GATE_MISSING']],
    ['a plan of another name', { plan: { ...plan, name: 'releases' } }, ['PLAN_NOT_ALLOWED']],
    ['a plan of another major version', { plan: { ...plan, version: '2.0.0' } }, ['PLAN_NOT_ALLOWED']],
    ['another plan under the name and version', { to: 'pinned', plan: { ...plan, digest } }, ['PLAN_NOT_ALLOWED']],
    ['a skill that is not listed', { skill: { name: 'upload', version: '1.0.0' } }, ['SKILL_NOT_ALLOWED']],
    ['a submitter without the role', { submitter: person('grace') }, ['SUBMITTER_NOT_ALLOWED']],
    ['the time before a window', { to: 'production', nowMs: at('2026-12-01T07:59:00Z') }, ['OUTSIDE_WINDOW']],
    ['the end of a window', { to: 'production', nowMs: at('2026-12-01T15:00:00Z') }, ['OUTSIDE_WINDOW']],
    ['a day without a window', { to: 'production', nowMs: at('2026-12-05T10:00:00Z') }, ['OUTSIDE_WINDOW']],
    ['a freeze', { to: 'production', nowMs: at('2026-12-22T10:00:00Z') }, ['ENVIRONMENT_FROZEN']],
  ])('%s', (_, change, expected) => {
    const toProduction = change.to === 'production' && change.nowMs !== undefined;
    const sound = toProduction ? { from: 'staging', standing: [digest] } : {};
    expect(codes({ ...sound, ...change })).toEqual(expected);
  });

  test('an older version of the policy than the law has now', () => {
    const newer = lawOf([POLICY.replace('version: 1.0.0', 'version: 1.1.0')], law);
    expect(codes({}, newer)).toEqual(['POLICY_NOT_ALLOWED']);
    expect(promotionReasons(newer, asked())[0]?.detail).toBe(
      'staging asks for the policy release@^1, which is 1.1.0 now; the run is decided by release@1.0.0',
    );
  });

  test('every reason is said at once', () => {
    const nothing = asked({
      from: 'nowhere',
      to: 'production',
      policy: undefined,
      plan: { name: 'x', version: '1.0.0', digest },
      skill: { name: 'y', version: '1.0.0' },
      gates: [],
      submitter: person('mallory'),
      nowMs: at('2026-12-26T10:00:00Z'),
    });
    expect(promotionReasons(law, nothing).map(({ code }) => code)).toEqual([
      'SOURCE_NOT_ALLOWED',
      'POLICY_NOT_OF_LAW',
      'GATE_MISSING',
      'GATE_MISSING',
      'PLAN_NOT_ALLOWED',
      'SKILL_NOT_ALLOWED',
      'SUBMITTER_NOT_ALLOWED',
      'ENVIRONMENT_FROZEN',
      'OUTSIDE_WINDOW',
    ]);
  });

  test('a user whose name is a member of every object has no role by it', () => {
    expect(codes({ submitter: person('constructor') })).toEqual(['SUBMITTER_NOT_ALLOWED']);
    expect(lawOf([ACCESS, POLICY, STAGING]).access.rolesOf({ user: '__proto__' })).toEqual([]);
  });
});

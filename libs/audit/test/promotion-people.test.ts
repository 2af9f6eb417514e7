import { structureDigest } from '@dome/contracts';
import type { EventType } from '@dome/contracts';
import { expect, test } from 'vitest';

import { promotionPeopleClaims } from '../src/index.ts';
import type { RunRecord } from '../src/index.ts';
import { stored } from './recorded-run.ts';

const ASKED = [
  { role: 'release-manager', count: 1 },
  { role: 'security', count: 1 },
];
const PRODUCTION = {
  apiVersion: 'dome/v1',
  kind: 'Environment',
  name: 'production',
  version: '1.0.0',
  promotesFrom: ['staging'],
  policy: 'release@^1',
  gates: ['quality'],
  plans: ['release@^1'],
  skills: ['promote@^1'],
  submitters: ['developer'],
};
const ROLES: Readonly<Record<string, string>> = {
  grace: 'release-manager',
  linus: 'release-manager',
  radia: 'security',
};

interface Shape {
  /** Members of the environment. */
  readonly more?: object;
  /** Who approved the gate of the plan. */
  readonly before?: readonly string[];
  /** Who approved in the gate of the environment; undefined: it asked nobody. */
  readonly people?: readonly string[];
  /** That gate was closed by its deadline. */
  readonly silent?: boolean;
  /** Who applied the policy. */
  readonly author?: string;
  /** At which sequence the environment was applied; the decision was made at 3. */
  readonly appliedAt?: number;
}

const at = { gate: 'promotion', iteration: 1 };

/** What the record of a promotion into production, and the law, say of its people. */
function faultsOf(shape: Shape): string[] {
  const { more = {}, before = ['grace'], people, silent = false, author = 'barbara', appliedAt = 2 } = shape;
  const document = { ...PRODUCTION, ...more };
  const environment = { name: 'production', version: '1.0.0', digest: structureDigest(document) };
  const decided = (gate: string, who: readonly string[] | undefined) => ({
    gate,
    iteration: 1,
    status: 'APPROVE',
    policy: { name: 'release', version: '1.0.0', digest: 'any' },
    environment,
    lawSequence: 3,
    decidedBy: who === undefined ? { kind: 'policy' } : { kind: 'people', people: who },
  });
  const events: [EventType, object][] = [
    ['dev.dome.run.gate-decided.v1', { gate: 'quality', iteration: 1, decision: decided('quality', before) }],
    ...(people ?? []).map((user): [EventType, object] => [
      'dev.dome.run.approval-given.v1',
      { ...at, by: { user, attested: true }, roles: [ROLES[user]], verdict: 'approve' },
    ]),
  ];
  const asked = people !== undefined || silent;
  const closing: [EventType, object] = [
    'dev.dome.run.gate-decided.v1',
    { ...at, decision: decided('promotion', silent ? undefined : people) },
  ];
  const promoted = { decision: decided('promotion', [...before, ...(people ?? [])]), to: 'production' };
  const all: [EventType, object][] = [
    ...events,
    ...(asked ? [closing] : []),
    ['dev.dome.run.promotion-decided.v1', promoted],
  ];
  const record: RunRecord = {
    run: all.map(([type, data], index) => stored(type, data, index + 1)),
    jobs: [],
    logs: [],
  };
  const person = (user: string) => ({ user, account: 'PEOPLE', attested: true });
  const applied = (data: object, sequence: number) => stored('dev.dome.law.applied.v1', data, sequence);
  const law = [
    applied({ kind: 'policy', name: 'release', version: '1.0.0', document: {}, by: person(author) }, 1),
    applied({ kind: 'environment', name: 'production', version: '1.0.0', document, by: person('barbara') }, appliedAt),
  ];
  const claims = promotionPeopleClaims(record, law);
  expect(claims).toHaveLength(1);
  return claims.flatMap(({ found = [] }) => found);
}

test.each<[string, Shape]>([
  ['an environment that asks nobody on top', {}],
  ['two people on top of those of the policy', { more: { approvals: ASKED }, people: ['linus', 'radia'] }],
  [
    'silence, where the law takes it as a yes',
    { more: { approvals: ASKED, onExpiry: 'APPROVE' }, people: [], silent: true },
  ],
  [
    'independent people, of whom none applied the policy',
    { more: { approvals: ASKED, independent: true }, people: ['linus', 'radia'] },
  ],
  ['an author of the policy, where the law does not mind', { author: 'grace' }],
])('the promotion rests on whom the law asks for: %s', (_, shape) => {
  expect(faultsOf(shape)).toEqual([]);
});

test.each<[string, Shape, string]>([
  ['nobody was asked', { more: { approvals: ASKED } }, 'they were not asked'],
  ['too few approved', { more: { approvals: ASKED }, people: ['linus'] }, 'too few of them approved'],
  ['one approved before', { more: { approvals: ASKED }, people: ['grace', 'radia'] }, 'grace counts twice'],
  [
    'they were silent',
    { more: { approvals: ASKED }, people: [], silent: true },
    'what follows their silence is APPROVE, not REJECT',
  ],
  [
    'the author of the policy approved a gate of the plan',
    { more: { independent: true }, author: 'grace' },
    'grace applied the policy and approved',
  ],
  ['the law was not yet what it is', { appliedAt: 4 }, 'the law has no such version of production at its sequence'],
])('it is reported that %s', (_, shape, fault) => {
  expect(faultsOf(shape)).toEqual([fault]);
});

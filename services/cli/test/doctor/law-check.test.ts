import { expect, test } from 'vitest';

import { lawChecks } from '../../src/doctor/law-check.ts';
import type { LawSeen } from '../../src/doctor/law-check.ts';
import type { StoredVersion } from '../../src/law/stored-law.ts';

const head = { apiVersion: 'dome/v1', version: '1.0.0' };
const accessDocument = {
  ...head,
  kind: 'Access',
  users: {
    ada: { roles: ['developer'] },
    grace: { roles: ['release-manager', 'keeper'] },
    barbara: { roles: ['keeper'] },
  },
  permissions: { law: ['keeper'] },
};
const policyDocument = {
  ...head,
  kind: 'Policy',
  name: 'release',
  gates: { quality: { human: { role: 'release-manager' } } },
};
const environmentDocument = {
  ...head,
  kind: 'Environment',
  name: 'staging',
  promotesFrom: ['build'],
  policy: 'release@^1',
  gates: ['quality'],
  plans: ['release@^1'],
  skills: ['promote@^1'],
  submitters: ['developer'],
};

const stored = (
  kind: StoredVersion['kind'],
  document: { readonly version: string; readonly name?: string; readonly [member: string]: unknown },
): StoredVersion => ({
  kind,
  name: document.name ?? kind,
  version: document.version,
  document,
  isWithdrawn: false,
});
const access = stored('access', accessDocument);
const policy = stored('policy', policyDocument);
const staging = stored('environment', environmentDocument);

interface Change {
  readonly versions?: readonly StoredVersion[];
  readonly rest?: Partial<LawSeen>;
}

/** Everything that is not as it should be. */
function faults({ versions = [policy, staging, access], rest = {} }: Change = {}): [string, string][] {
  const law = { sequence: 3, versions, events: [], unreadable: [] };
  const seen = { law, replicas: [], announced: [{ name: 'promote', version: '1.2.0' }], ...rest };
  return lawChecks(seen).flatMap(({ status, found }) => (status === 'ok' ? [] : [[status, found] as [string, string]]));
}

test('a law that names only what there is is sound, and told in one line', () => {
  const law = { sequence: 3, versions: [policy, staging, access], events: [], unreadable: [] };
  expect(lawChecks({ law, replicas: [], announced: [{ name: 'promote', version: '1.2.0' }] })).toEqual([
    { name: 'law', status: 'ok', found: 'at 3: access 1.0.0, 1 policy, 1 environment' },
  ]);
});

test('without an access document there is no law, also if one was withdrawn', () => {
  const none = [['failed', 'there is none: no access document is in force']];
  expect(faults({ versions: [policy] })).toEqual(none);
  expect(faults({ versions: [{ ...access, isWithdrawn: true }] })).toEqual(none);
  expect(faults({ rest: { law: new Error('JOB_LOGS is gone') } })).toEqual([['failed', 'JOB_LOGS is gone']]);
});

test('what an environment needs and the law does not have is named', () => {
  const versions = (change: object): StoredVersion[] => [
    policy,
    access,
    stored('environment', { ...environmentDocument, ...change }),
  ];
  expect(faults({ versions: versions({ policy: 'release@^2' }) })).toEqual([
    ['failed', 'environment staging needs policy release@^2, and there is none'],
  ]);
  expect(faults({ versions: versions({ promotesFrom: ['build', 'test'] }) })).toEqual([
    ['failed', 'environment staging needs environment test, and there is none'],
  ]);
  expect(faults({ versions: versions({ gates: ['quality', 'audit'] }) })).toEqual([
    ['failed', 'environment staging needs gate audit in policy release@1.0.0, and there is none'],
  ]);
  expect(faults({ versions: [{ ...policy, isWithdrawn: true }, staging, access] })).toEqual([
    ['failed', 'environment staging needs policy release@^1, and there is none'],
  ]);
});

test('an environment that nobody can promote to is worth a look', () => {
  expect(faults({ rest: { announced: [{ name: 'promote', version: '2.0.0' }] } })).toEqual([
    ['warning', 'nobody serves promote@^1: nothing can be promoted to staging'],
  ]);
});

test('roles that too few people have are named, in whatever document they are asked for', () => {
  const asking = (human: object): StoredVersion =>
    stored('policy', { ...policyDocument, gates: { quality: { human } } });
  expect(faults({ versions: [asking({ role: 'auditor' }), staging, access] })).toEqual([
    ['warning', 'policy release@1.0.0 asks for somebody with the role auditor, and nobody has it'],
  ]);
  const strangers = stored('environment', {
    ...environmentDocument,
    submitters: ['robot'],
  });
  expect(faults({ versions: [policy, strangers, access] })).toEqual([
    ['warning', 'environment staging@1.0.0 asks for somebody with the role robot, and nobody has it'],
  ]);
});

test('a single law keeper is worth a look', () => {
  const { barbara: _, ...users } = accessDocument.users;
  const alone = stored('access', { ...accessDocument, users });
  expect(faults({ versions: [policy, staging, alone] })).toEqual([
    ['warning', 'grace alone may change it, and nobody may give grace another role'],
  ]);
});

test('a replica that does not follow, and a folder that differs, are named', () => {
  const health = { instance: 'dome-1', version: '0.1.0', status: 'ok' as const, checks: [] };
  const law = { sequence: 2, drift: ['policy release@1.1.0 is not in force: 1.0.0 is'] };
  expect(faults({ rest: { replicas: [{ instance: 'dome-1', health: { ...health, law } }] } })).toEqual([
    ['failed', 'dome-1 has followed it only to 2'],
    ['warning', 'DOME_LAW of dome-1 differs: policy release@1.1.0 is not in force: 1.0.0 is'],
  ]);
});

test('a document of a later version is not judged, and named', () => {
  const later = stored('policy', { ...policyDocument, quorum: 3 });
  const [first, ...others] = faults({ versions: [later, staging, access] });
  expect(first).toEqual(['failed', expect.stringMatching(/^policy release@1\.0\.0 cannot be read: /)]);
  expect(others).toEqual([]);
});

// Each claim is true of a correct record of a run, and false when one thing in it is changed. The demo shows the same on a
// run that a broker recorded; these are the cases that its story lacks.
import { sha256Digest } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import {
  chainClaims,
  decisionClaims,
  lockClaims,
  logClaims,
  peopleClaims,
  provenanceClaims,
  takeOverClaim,
  taskClaims,
} from '../src/index.ts';
import type { Claim, Found, RunRecord } from '../src/index.ts';
import { DESCRIPTOR, MENDED, PACKAGE, recordedRun, stored, TREE } from './recorded-run.ts';
import type { Shape } from './recorded-run.ts';

const OTHER = sha256Digest('other');
const found: Found = {
  file: { path: 'staging/package', digest: PACKAGE },
  workspace: { digest: TREE, is: 'the tree that was submitted' },
  // Only its digest is used.
  skill: { descriptor: DESCRIPTOR as unknown as Descriptor, contentDigest: DESCRIPTOR.contentDigest },
};

const allOf = (record: RunRecord, around: Found = {}): Claim[] => [
  ...chainClaims(record),
  ...logClaims(record),
  ...lockClaims(record),
  ...decisionClaims(record),
  ...provenanceClaims(record, around),
  ...peopleClaims(record),
];
const brokenOf = (claims: readonly Claim[]): string[] =>
  claims.filter(({ holds }) => !holds).map(({ text, found: faults = [] }) => `${text}: ${faults.join('; ')}`);

const BOTH = [
  { role: 'release-manager', count: 1 },
  { role: 'security', count: 1 },
];

describe('every claim is true', () => {
  test.each<[what: string, shape: Shape]>([
    ['a run of one round, without people and without logs', {}],
    ['a run that a remedy mended', { mends: true }],
    ['a gate that two people approved', { voters: ['grace', 'linus'] }],
    ['a gate that people rejected', { voters: ['grace'], verdict: 'REJECT' }],
    ['a gate that its submitter rejected', { voters: ['ada'], verdict: 'REJECT' }],
    ['a gate of two roles', { voters: ['grace', 'linus'], approvals: BOTH, roles: { linus: ['security'] } }],
    ['a gate that says yes to silence', { expired: 'APPROVE' }],
    ['a gate whose deadline passed', { voters: ['grace'], approvals: BOTH, expired: 'REJECT' }],
  ])('of %s', (_, shape) => {
    expect(brokenOf(allOf(recordedRun(shape)))).toEqual([]);
  });

  test('with the additional facts, and more claims', () => {
    const record = recordedRun();
    expect(brokenOf(allOf(record, found))).toEqual([]);
    expect(provenanceClaims(record, found)).toHaveLength(provenanceClaims(record).length + 1);
  });
});

describe('no claim of provenance is true', () => {
  test('of a record without a promotion, or without the job that made the artifact', () => {
    const { run, jobs, logs } = recordedRun();
    const without = (type: string): RunRecord => ({ run: run.filter(({ event }) => event.type !== type), jobs, logs });
    for (const record of [
      without('dev.dome.run.promotion-decided.v1'),
      without('dev.dome.run.tasks-settled.v1'),
      { run, jobs: [], logs },
    ])
      expect(brokenOf(provenanceClaims(record))).toEqual([expect.stringContaining('it is cut')]);
  });

  test.each<[what: string, around: Found, broken: RegExp]>([
    ['other bytes', { file: { path: 'a', digest: OTHER } }, /has the digest that was promoted/],
    ['another tree', { workspace: { digest: MENDED, is: 'mine' } }, /from the workspace .*, which is mine/],
    ['other code', { skill: { ...found.skill, contentDigest: OTHER } as Found['skill'] & object }, /its code/],
  ])('beside %s', (_, around, broken) => {
    expect(brokenOf(provenanceClaims(recordedRun(), around))).toEqual([expect.stringMatching(broken)]);
  });
});

describe('of people', () => {
  const claimOf = (shape: Shape): string[] => brokenOf(peopleClaims(recordedRun(shape)));

  test('it reports a submitter among them, and a second vote of one person', () => {
    expect(claimOf({ voters: ['grace', 'ada'] })).toEqual([expect.stringContaining('the submitter voted')]);
    expect(claimOf({ voters: ['grace', 'grace'] })).toEqual([expect.stringContaining('someone voted twice')]);
  });

  test.each<[string, Shape, RegExp]>([
    [
      'too few of them',
      { voters: ['grace'], approvals: BOTH },
      /: 1 release-manager and 1 security are asked for; these are grace \(release-manager, security\)$/,
    ],
    [
      'none of them with one of the roles',
      { voters: ['grace', 'linus'], approvals: BOTH, roles: { grace: ['security'], linus: ['security'] } },
      /these are grace \(security\), linus \(security\)$/,
    ],
    [
      'more of them than are asked for',
      { voters: ['grace', 'linus'], approvals: [{ role: 'release-manager', count: 1 }] },
      /1 release-manager are asked for; these are grace \(release-manager\), linus/,
    ],
    ['one who took the vote back', { voters: ['grace', 'linus'], withdrawn: ['linus'] }, /: linus did not approve; /],
    ['one who never voted', { voters: ['grace'], people: ['linus'] }, /: linus did not approve; /],
    [
      'a deadline that passed though enough had approved',
      { voters: ['grace'], expired: 'REJECT' },
      /: enough people had approved$/,
    ],
  ])('it reports %s', (_, shape, fault) => {
    expect(claimOf(shape)).toEqual([expect.stringMatching(fault)]);
  });

  test('it reports another question than that of the policy, and an answer that nobody asked for', () => {
    const record = recordedRun({ voters: ['grace'] });
    const { data } = record.run[0]?.event ?? {};
    const gates = { quality: { human: { role: 'nobody' } } };
    const policy = { apiVersion: 'dome/v1', kind: 'Policy', name: 'release', version: '1.0.0', gates };
    const other = stored('dev.dome.run.submitted.v1', { ...data, policy }, 1);
    expect(brokenOf(peopleClaims({ ...record, run: [other, ...record.run.slice(1)] }))).toEqual([
      expect.stringMatching(/the digest of the policy is .*; who was asked is 1 release-manager, not 1 nobody$/),
    ]);
    const unasked = record.run.filter(({ event }) => event.type !== 'dev.dome.run.approval-requested.v1');
    expect(brokenOf(peopleClaims({ ...record, run: unasked }))).toEqual([expect.stringContaining('nobody was asked')]);
  });

  test('nothing is claimed if a policy decided', () => {
    expect(peopleClaims(recordedRun())).toEqual([]);
  });
});

describe('an attempt that was lost', () => {
  const job = { jobId: 'j', requestDigest: OTHER, commandSequence: 1 };
  const first = stored('dev.dome.job.started.v1', { ...job, attempt: 1, worker: { instance: 'domed-1' } }, 5);
  const next = (instance: string) =>
    stored('dev.dome.job.started.v1', { ...job, attempt: 2, supersedes: 5, worker: { instance } }, 7);
  const end = (epoch: number) => stored('dev.dome.job.succeeded.v1', { ...job, attempt: 2, epoch }, 8);
  const lost = { jobId: 'j', epoch: 5, instance: 'domed-1' };
  const claimed = (...jobs: RunRecord['jobs']): Claim => takeOverClaim({ run: [], jobs, logs: [] }, lost);

  test('is taken over by another daemon, which ends it', () => {
    expect(claimed(first, next('domed-2'), end(7)).holds).toBe(true);
  });

  test.each([
    ['nobody took it over', [first], /nobody took it over/],
    ['the dead daemon went on', [first, next('domed-1'), end(7)], /the dead daemon took it over/],
    ['the lost attempt ended it', [first, next('domed-2'), end(5)], /its end belongs to epoch 5/],
    ['it never started', [next('domed-2'), end(7)], /no attempt started at 5/],
  ])('is not taken over when %s', (_, jobs, why) => {
    expect(claimed(...jobs).found?.join()).toMatch(why);
  });
});

describe('of a lock', () => {
  type Held = [mode: 'exclusive' | 'shared' | 'limited', token: number, from: number, to: number, instance?: string];
  const heldBy = (all: readonly Held[]): RunRecord => ({
    run: [],
    jobs: all.map(([mode, token, from, to, instance = 'domed-1'], index) => {
      const locks = [{ key: 'a lock', mode, token, waitedMs: 0 }];
      const times = { startedAt: new Date(from).toISOString(), finishedAt: new Date(to).toISOString() };
      const provenance = { locks, builder: { instance }, ...times };
      return stored('dev.dome.job.succeeded.v1', { jobId: `j${index + 1}`, provenance }, index + 1);
    }),
    logs: [],
  });

  test.each<[what: string, held: readonly Held[]]>([
    [
      'one job after the other, whatever the order of their ends',
      [
        ['exclusive', 7, 20, 30],
        ['exclusive', 4, 0, 20],
      ],
    ],
    [
      'shared ones together',
      [
        ['shared', 4, 0, 20],
        ['shared', 5, 10, 30],
        ['exclusive', 9, 30, 40],
      ],
    ],
    [
      'clocks of two daemons that differ a little',
      [
        ['exclusive', 4, 0, 900],
        ['exclusive', 7, 0, 30, 'domed-2'],
      ],
    ],
  ])('it is true of %s', (_, held) => {
    expect(brokenOf(lockClaims(heldBy(held)))).toEqual([]);
    expect(lockClaims(heldBy(held))).toHaveLength(1);
  });

  test.each<[what: string, held: readonly Held[], fault: string]>([
    [
      'two together',
      [
        ['exclusive', 4, 0, 20],
        ['exclusive', 7, 19, 30],
      ],
      'j1 and j2 held it together',
    ],
    [
      'two on two daemons together',
      [
        ['exclusive', 4, 0, 5_000],
        ['exclusive', 7, 19, 30, 'domed-2'],
      ],
      'together',
    ],
    [
      'tokens against the order of time',
      [
        ['exclusive', 7, 0, 20],
        ['exclusive', 4, 20, 30],
      ],
      'held it together',
    ],
    [
      'an exclusive one beside a shared one',
      [
        ['shared', 4, 0, 20],
        ['exclusive', 7, 10, 30],
      ],
      'held it together',
    ],
    [
      'one token twice',
      [
        ['exclusive', 4, 0, 20],
        ['exclusive', 4, 20, 30],
      ],
      'j1 and j2 have the token 4',
    ],
  ])('it reports %s', (_, held, fault) => {
    expect(brokenOf(lockClaims(heldBy(held)))).toEqual([expect.stringContaining(fault)]);
  });

  test('nothing is claimed if no job held one', () => {
    expect(lockClaims(recordedRun())).toEqual([]);
  });
});

describe('one task', () => {
  const build = { taskId: 'build', iteration: 1 };
  const changed = (record: RunRecord, type: string, data: object): RunRecord => ({
    ...record,
    jobs: record.jobs.map((one) => {
      const isMeant = one.event.type === type && 'taskId' in one.event.data && one.event.data.taskId === 'build';
      return isMeant ? stored('dev.dome.job.succeeded.v1', { ...one.event.data, ...data }, one.sequence) : one;
    }),
  });

  test('of a correct record ended as its run says, and ran what was locked and sent', () => {
    expect(taskClaims(recordedRun(), build).map(({ holds }) => holds)).toEqual([true, true]);
    expect(taskClaims(recordedRun({ mends: true }), { ...build, iteration: 2 })).toHaveLength(2);
  });

  test('that has not ended proves nothing', () => {
    expect(taskClaims(recordedRun(), { taskId: 'put', iteration: 1 })).toEqual([]);
  });

  test('does not hold if another event stands where its run found the end', () => {
    const record = changed(recordedRun(), 'dev.dome.job.succeeded.v1', { output: { forged: true } });
    const broken = brokenOf(taskClaims(record, build)).join();
    expect(broken).toContain('the evidence is');
    expect(broken).toContain('the output is');
  });

  test('does not hold for another result, or another input than was sent', () => {
    const result = changed(recordedRun(), 'dev.dome.job.succeeded.v1', { result: 'skip' });
    expect(brokenOf(taskClaims(result, build)).join()).toContain('the result is skip');
    const record = recordedRun();
    const run = record.run.map((one) =>
      one.event.type === 'dev.dome.run.tasks-dispatched.v1'
        ? stored(
            'dev.dome.run.tasks-dispatched.v1',
            { tasks: one.event.data.tasks.map((task) => ({ ...task, input: { target: 'none' } })) },
            one.sequence,
          )
        : one,
    );
    expect(brokenOf(taskClaims({ ...record, run }, build)).join()).toContain('the input is');
  });

  test('does not hold if the event of its end is gone', () => {
    const record = recordedRun();
    expect(brokenOf(taskClaims({ ...record, jobs: [] }, build)).join()).toContain('is not stored');
  });
});

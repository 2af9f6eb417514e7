import { sha256Digest } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { rehearsalClaims } from '../src/index.ts';
import type { StoredEvent } from '../src/record.ts';
import { recordedRun, stored } from './recorded-run.ts';

const REHEARSAL = { name: 'package', digest: sha256Digest('package') };

interface Told {
  readonly submitted?: object;
  readonly to?: string;
  readonly started?: object;
  readonly provenance?: object;
  readonly run?: readonly StoredEvent[];
}

function recordOf({ submitted = { rehearsal: REHEARSAL }, to = 'rehearsal', ...told }: Told = {}) {
  const { started = { rehearsal: true }, provenance = { rehearsal: true }, run = [] } = told;
  const task = { taskId: 'put', iteration: 1, input: { promotion: { ...REHEARSAL, to } } };
  return {
    run: [
      stored('dev.dome.run.submitted.v1', submitted, 1),
      stored('dev.dome.run.tasks-dispatched.v1', { tasks: [task] }, 2),
      ...run,
    ],
    jobs: [
      stored('dev.dome.job.started.v1', { jobId: 'job-1', ...started }, 5),
      stored('dev.dome.job.succeeded.v1', { jobId: 'job-1', provenance }, 6),
    ],
  };
}

const brokenOf = (told: Told): (readonly string[])[] =>
  rehearsalClaims(recordOf(told)).flatMap(({ holds, found = [] }) => (holds ? [] : [found]));

describe('a rehearsal', () => {
  test('is counted as none of the promotions', () => {
    expect(rehearsalClaims(recordOf())).toEqual([
      { holds: true, text: 'the run is a rehearsal, and promoted nothing' },
      { holds: true, text: 'each record of its jobs says that it was a rehearsal, and none names a decision' },
    ]);
  });

  test.each<[what: string, told: Told, found: string]>([
    [
      'decides a promotion',
      { run: [stored('dev.dome.run.promotion-decided.v1', {}, 3)] },
      'event #3 decides a promotion',
    ],
    [
      'ends with one',
      { run: [stored('dev.dome.run.finished.v1', { promoted: [{ name: 'package', to: 'staging' }] }, 3)] },
      'its end says that package was promoted to staging',
    ],
    ['goes elsewhere', { to: 'staging' }, 'put was not sent to rehearsal'],
    ['hides it at its start', { started: {} }, 'event #5 of job-1 does not say so'],
    ['hides it in its record', { provenance: {} }, 'event #6 of job-1 does not say so'],
    [
      'names a decision',
      { provenance: { rehearsal: true, authorizedBy: { decisionId: 'sha256:x', sequence: 1 } } },
      'event #6 of job-1 names a decision',
    ],
  ])('that %s is told', (_, told, found) => {
    expect(brokenOf(told)).toEqual([[found]]);
  });
});

test('a promotion whose job only rehearsed is told, and of another run nothing is said', () => {
  expect(rehearsalClaims(recordedRun({}))).toEqual([{ holds: true, text: 'no job of the run was a rehearsal' }]);
  const run = [stored('dev.dome.run.promotion-decided.v1', {}, 3)];
  expect(brokenOf({ submitted: {}, run, provenance: {} })).toEqual([['event #5 of job-1 says that it was']]);
  expect(brokenOf({ submitted: {}, started: {} })).toEqual([['event #6 of job-1 says that it was']]);
  expect(rehearsalClaims(recordOf({ submitted: {}, started: {}, provenance: {} }))).toEqual([]);
});

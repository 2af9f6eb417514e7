import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { DomeError } from '@dome/contracts';
import type { HealthReply, NeededSkill } from '@dome/contracts';

import { controlChecks, daemonChecks, diskChecks, versionsChecks } from '../../src/doctor/fleet-check.ts';

const EXAMPLE = join(import.meta.dirname, '../../../../schemas/examples/HealthReply.json');
const healthy = { ...(JSON.parse(readFileSync(EXAMPLE, 'utf8')) as HealthReply), checks: [], space: [], lacking: {} };
const saying = (instance: string, health: Partial<HealthReply> = {}) => ({
  instance,
  health: { ...healthy, ...health },
});
const announcing = (instance: string, name: string, version = '1.0.0') => ({ instance, name, version });

test('a check of any replica that fails is one of the doctor, and says whose it is', () => {
  const stuck = { checks: [{ name: 'runs', ok: false, detail: 'two are stuck' }] };
  expect(controlChecks([saying('dome-1'), saying('dome-2', stuck)])).toEqual([
    expect.objectContaining({ name: 'control plane', status: 'ok' }),
    expect.objectContaining({ name: 'runs', status: 'failed', found: 'dome-2: two are stuck' }),
  ]);
});

test('a control plane that nobody answers for has failed', () => {
  expect(controlChecks([]).map(({ status }) => status)).toEqual(['failed']);
  expect(controlChecks(new Error('no connection'))[0]?.found).toBe('no connection');
});

test('an instance that answers a ping and not the question is named', () => {
  const silent = { instance: 'domed-1', health: new DomeError('TIMEOUT', { detail: 'No answer in time.' }) };
  expect(daemonChecks([silent], [announcing('domed-1', 'lint')])).toContainEqual(
    expect.objectContaining({ status: 'failed', found: 'domed-1: No answer in time.' }),
  );
});

test('without a daemon nothing runs, and without skills neither', () => {
  expect(daemonChecks([], [])[0]).toMatchObject({ status: 'failed', found: 'there is none' });
  expect(daemonChecks([saying('domed-1')], [])[0]).toMatchObject({ status: 'failed', found: '1 serving no skill' });
  expect(daemonChecks(new Error('nobody answers'), [])[0]?.found).toBe('nobody answers');
});

test('a daemon that announces skills and does not answer is worth a look', () => {
  const checks = daemonChecks([saying('domed-1')], [announcing('domed-1', 'lint'), announcing('domed-2', 'lint')]);
  expect(checks).toContainEqual(
    expect.objectContaining({ status: 'warning', found: 'domed-2 announces skills and does not answer' }),
  );
});

test.each([
  ['nobody else serves it', [], 'failed'],
  ['another daemon serves it', [announcing('domed-2', 'sign-in')], 'warning'],
] as const)('a skill that lacks a secret is named, also where %s', (_where, served, status) => {
  const lacking = { 'sign-in': 'the secret SIGNING_KEY: there is no such file' };
  const announced = [announcing('domed-1', 'lint'), ...served];
  const checks = daemonChecks([saying('domed-1', { lacking }), saying('domed-2')], announced);
  expect(checks.filter(({ name }) => name === 'secrets')).toEqual([
    expect.objectContaining({
      status,
      found: 'domed-1 does not serve sign-in: the secret SIGNING_KEY: there is no such file',
    }),
  ]);
});

test('one version of a skill that lacks a secret is not lost while another daemon serves that version', () => {
  const lacking = { 'sign-in@1.1.0': 'the secret SIGNING_KEY: there is no such file' };
  const daemons = [saying('domed-1', { lacking }), saying('domed-2')];
  const statusWith = (version: string): unknown =>
    daemonChecks(daemons, [announcing('domed-2', 'sign-in', version)]).find(({ name }) => name === 'secrets')?.status;
  expect(statusWith('1.0.0')).toBe('failed');
  expect(statusWith('1.1.0')).toBe('warning');
});

test('a weak guard is worth a look', () => {
  const checks = [{ name: 'guard', ok: false, detail: 'process-group holds the processes of skills' }];
  expect(daemonChecks([saying('domed-1', { checks })], [announcing('domed-1', 'lint')])).toContainEqual(
    expect.objectContaining({ name: 'guard', status: 'warning' }),
  );
});

test.each([
  ['ok', 'ok'],
  ['high', 'warning'],
  ['full', 'failed'],
  ['silent', 'failed'],
] as const)('a stream that is %s is %s, whichever plane says so', (state, status) => {
  const space = [{ name: 'RUN_EVENTS', state, percent: 81 }];
  expect(diskChecks([saying('dome-1'), saying('domed-1', { space })]).map((check) => check.status)).toEqual([status]);
  expect(diskChecks([saying('dome-1')])).toEqual([]);
});

test('a version that open runs need and nobody serves is named, with a run that waits for it', () => {
  const one = (version: string, servedBy?: string[]): NeededSkill => ({
    pool: 'default',
    name: 'lint',
    version,
    descriptorDigest: `sha256:${'1'.repeat(64)}`,
    runs: 1,
    since: '2026-03-02T08:00:00.000Z',
    oldest: [
      { runId: 'release-aaaaaaaa', state: 'waiting', submittedAt: '2026-03-02T08:00:00.000Z', tasks: ['check'] },
    ],
    ...(servedBy === undefined ? {} : { servedBy }),
  });
  expect(versionsChecks([one('1.1.0', ['domed-1']), one('1.2.0')])).toMatchObject([{ status: 'ok' }]);
  expect(versionsChecks([one('1.1.0', ['domed-1']), one('1.0.0', [])])).toMatchObject([
    { status: 'failed', found: 'lint@1.0.0 is needed by release-aaaaaaaa and served by nobody' },
  ]);
  expect(versionsChecks(new Error('nobody answers'))).toEqual([]);
});

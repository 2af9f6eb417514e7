import { describe, expect, test } from 'vitest';

import { passedNames } from '../../src/process/passed-variables.ts';
import { provenanceBase } from '../../src/provenance/environment.ts';
import { fixtureSkills, openHarness } from '../support/harness.ts';

test('variables that the operator names reach skills of every kind, and no others do', async () => {
  const environment = { PATH: process.env['PATH'], HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'local', SECRET: 's' };
  const passed = passedNames(' HTTPS_PROXY,,NODE_EXTRA_CA_CERTS ,HTTPS_PROXY');
  await using harness = await openHarness(fixtureSkills, { environment, passed, spareRunners: 0 });
  await using ran = await harness.run('shell', {
    script: 'echo "$HTTPS_PROXY|$NO_PROXY|$SECRET|$NODE_EXTRA_CA_CERTS"',
  });
  expect(ran.log).toBe('stdout: http://proxy:3128|||');
  await using node = await harness.run('reach', { read: ['/proc/self/environ'] });
  const environ = JSON.stringify(node.outcome.output);
  expect(environ).toContain('HTTPS_PROXY=http://proxy:3128');
  expect(environ).not.toContain('SECRET');
});

describe('a name is refused', () => {
  test.each([
    'DOME_NATS_PASSWORD',
    'PATH',
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'INPUT_X',
    'GIT_CEILING_DIRECTORIES',
    'HTTPS_PROXY;NO_PROXY',
    '1X',
    Array.from({ length: 65 }, (_, index) => `V${index}`).join(','),
  ])('%s', (list) => expect(() => passedNames(list)).toThrow('DOME_PASS_ENV'));
});

test('the record of a job names them without their values, and is as before if there are none', () => {
  const facts = {
    instance: 'domed-1',
    version: '1.0.0',
    nodeVersion: 'v24',
    platform: 'linux',
    arch: 'x64',
    release: '6',
    path: '/bin',
    guard: 'none',
    brokerVersion: '2.11.0',
    source: undefined,
  };
  const [without, with_] = [[], ['HTTPS_PROXY']].map((variables) => provenanceBase({ ...facts, variables }));
  expect(with_?.variables).toEqual(['HTTPS_PROXY']);
  expect(without).not.toHaveProperty('variables');
  expect(with_?.environmentDigest).not.toBe(without?.environmentDigest);
});

import { expect, test } from 'vitest';

import { parseVersion, versionOf } from '../src/version.ts';

test("a version is read out of the server's answer", () => {
  expect(parseVersion('nats-server: v2.15.1\n')).toBe('2.15.1');
  expect(parseVersion('bash: no such thing')).toBeUndefined();
});

test('what cannot be run has no version', async () => {
  expect(await versionOf('/nowhere/nats-server')).toBeUndefined();
});

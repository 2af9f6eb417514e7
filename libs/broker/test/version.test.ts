import { expect, test } from 'vitest';

import { parseVersion, versionOf } from '../src/version.ts';

test("a version is parsed from the server's answer", () => {
  expect(parseVersion('nats-server: v2.15.1\n')).toBe('2.15.1');
  expect(parseVersion('bash: no such thing')).toBeUndefined();
});

test('a program that cannot be run has no version', async () => {
  expect(await versionOf('/nowhere/nats-server')).toBeUndefined();
});

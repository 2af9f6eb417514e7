import { expect, test } from 'vitest';

import { isAtLeast, parseVersion, versionOf } from '../src/version.ts';

test("a version is read out of the server's answer", () => {
  expect(parseVersion('nats-server: v2.15.1\n')).toBe('2.15.1');
  expect(parseVersion('bash: no such thing')).toBeUndefined();
});

test('versions compare by number, not by text', () => {
  expect(isAtLeast('2.12.0', '2.12.0')).toBe(true);
  expect(isAtLeast('2.9.25', '2.12.0')).toBe(false);
  expect(isAtLeast('3.0.0', '2.12.4')).toBe(true);
  expect(isAtLeast('2.12.3', '2.12.4')).toBe(false);
});

test('what cannot be run has no version', async () => {
  expect(await versionOf('/nowhere/nats-server')).toBeUndefined();
});

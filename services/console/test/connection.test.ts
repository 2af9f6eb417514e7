import { ConnectionError, PermissionViolationError } from '@nats-io/nats-core';
import { expect, test } from 'vitest';

import { awayCause } from '../src/nats/connection.ts';

test('a page is away when its connection is, and not because one subject is refused', () => {
  const refused = new PermissionViolationError('no', 'publish', 'dome.svc.domed.lock.list', undefined);
  expect(awayCause({ type: 'error', error: refused })).toBeUndefined();
  expect(awayCause({ type: 'ping', pendingPings: 1 })).toBeUndefined();
  expect(awayCause({ type: 'error', error: new ConnectionError('the user has expired') })).toBe('the user has expired');
  expect(awayCause({ type: 'disconnect', server: 'ws://127.0.0.1:1' })).toBe('the connection was lost');
  expect(awayCause({ type: 'close' })).toBe('the connection was closed');
});

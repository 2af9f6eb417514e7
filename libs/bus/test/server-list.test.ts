import { expect, test } from 'vitest';

import { readServerList } from '../src/server-list.ts';

test.each([
  ['nats://a:1', { servers: ['nats://a:1'] }],
  ['a:1, b:2', { servers: ['a:1', 'b:2'] }],
  ['nats://ada:s%40cret@a:1,tls://b', { servers: ['nats://a:1', 'tls://b'], user: 'ada', password: 's@cret' }],
  ['nats://a,nats://ada:@b', { servers: ['nats://a', 'nats://b'], user: 'ada', password: '' }],
  ['nats://t0ken@a', { servers: ['nats://a'], token: 't0ken' }],
  ['ada:100%@[::1]:4222', { servers: ['[::1]:4222'], user: 'ada', password: '100%' }],
  ['', { servers: [''] }],
])('%s', (list, read) => {
  expect(readServerList(list)).toEqual(read);
});

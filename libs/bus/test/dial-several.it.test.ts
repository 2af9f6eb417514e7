import { startTestServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { connectBus } from '../src/connection.ts';

const LOGIN = 'authorization { users: [{ user: dome, password: right }] }';

test('of several servers each distinct reason is said once, in the order of the addresses', async () => {
  await using server = await startTestServer({ config: LOGIN });
  const plain = server.url;
  const closed = ['nats://127.0.0.1:9', 'nats://127.0.0.1:7'];
  const list = [closed[0], plain, closed[1]].join(',');
  const options = { name: 'dome-1', user: 'dome', password: 'wrong-one', connectTimeoutMs: 5_000 };
  const hints = { 'login refused': 'Check the password.', 'connection refused': 'Start the server.' };
  for (let time = 0; time < 3; time += 1)
    await expect(connectBus({ ...options, servers: list, hints })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: `No nats-server answers at ${closed.join(',')}: the connection is refused. The nats-server at ${plain} refuses the user dome.`,
      fields: { reason: 'login refused', hint: 'Start the server. Check the password.' },
    });
  await expect(connectBus({ ...options, servers: closed.join(',') })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: `No nats-server answers at ${closed.join(',')}: the connection is refused.`,
  });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import test from 'node:test';

import { createCheckout } from '../src/server.js';

test('the service prices a cart', async () => {
  const server = createCheckout().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/price`, {
    method: 'POST',
    body: JSON.stringify({ items: [{ priceCents: 500, quantity: 2 }], percent: 20 }),
  });
  assert.deepEqual(await answer.json(), { totalCents: 800 });
  server.close();
});

import { expect, test } from 'vitest';

import { connectBus, createPublisher, startPuller } from '@dome/bus';
import { eventually } from '@dome/testkit';

import { bytes, startTestBus } from './broker.ts';
import { addDurable } from './work-durable.ts';

const ACCOUNTS = `
accounts {
  RUNTIME: {
    jetstream: enabled
    users: [{ user: runtime, password: x }]
    exports: [
      { service: "w.>" }
      { service: "$JS.API.CONSUMER.MSG.NEXT.W.d", response_type: stream }
      { service: "$JS.ACK.W.d.>" }
      { service: "$JS.ACK.*.*.W.d.>" }
    ]
  }
  CONTROL: {
    users: [{ user: control, password: x }]
    imports: [
      { service: { account: RUNTIME, subject: "w.>" } }
      { service: { account: RUNTIME, subject: "$JS.API.CONSUMER.MSG.NEXT.W.d" }, to: "RUNTIME.API.CONSUMER.MSG.NEXT.W.d" }
      { service: { account: RUNTIME, subject: "$JS.ACK.W.d.>" } }
      { service: { account: RUNTIME, subject: "$JS.ACK.*.*.W.d.>" } }
    ]
  }
}
no_auth_user: runtime`;

test('messages without a byte end no pull for longer than it takes to ask again', async () => {
  await using bus = await startTestBus({ config: ACCOUNTS });
  await bus.jsm.streams.add({ name: 'W', subjects: ['w.>'] });
  await addDurable(bus);
  const at = { servers: bus.server.url, name: 'control', user: 'control', password: 'x', inboxPrefix: '_INBOX_c' };
  const nc = await connectBus(at);
  const MESSAGES = 120;
  for (let n = 0; n < MESSAGES; n += 1) await bus.nc.request(`w.${n}`, n % 8 === 3 ? '' : `${n}`, { timeout: 2_000 });
  const seen = new Set<number>();
  await using _puller = startPuller(nc, {
    stream: 'W',
    durable: 'd',
    apiPrefix: 'RUNTIME.API',
    capacity: () => 64,
    onDelivery: (delivery) => {
      delivery.ack();
      seen.add(delivery.streamSequence);
    },
    onFault: (fault) => expect.fail(fault.error.message),
  });
  await eventually(() => seen.size === MESSAGES, { timeoutMs: 12_000 });
  await nc.close();
});

test.each([
  { form: 'first', config: ACCOUNTS, tokens: 9 },
  { form: 'second', config: `${ACCOUNTS}\nfeature_flags { js_ack_fc_v2: true }`, tokens: 11 },
])(
  'across accounts deliveries are pulled and confirmed, with the $form form of ack subjects',
  async ({ config, tokens }) => {
    await using bus = await startTestBus({ config });
    await bus.jsm.streams.add({ name: 'W', subjects: ['w.>'], retention: 'workqueue' });
    await addDurable(bus);
    const nc = await connectBus({
      servers: bus.server.url,
      name: 'control',
      user: 'control',
      password: 'x',
      inboxPrefix: '_INBOX_c',
    });
    const publisher = createPublisher(nc);
    for (const again of [false, true]) {
      const result = await publisher.publish({ subject: 'w.a', payload: bytes('a'), messageId: 'same' });
      expect(result).toMatchObject({ status: 'stored', stream: 'W', sequence: 1, again });
    }
    const writes = Array.from({ length: 200 }, (_, i) =>
      publisher.publish({ subject: `w.${i}`, payload: bytes(`${i}`), messageId: `m${i}` }),
    );
    await Promise.all(writes);

    const seen = new Set<number>();
    const ackTokens = new Set<number>();
    bus.nc.subscribe('$JS.ACK.>', { callback: (_error, { subject }) => void ackTokens.add(subject.split('.').length) });
    const counts: number[] = [];
    const puller = startPuller(nc, {
      stream: 'W',
      durable: 'd',
      apiPrefix: 'RUNTIME.API',
      capacity: () => 20,
      expiresMs: 1_000,
      onDelivery: async (delivery) => {
        counts.push(delivery.deliveryCount);
        if (delivery.deliveryCount === 1 && delivery.streamSequence === 5) return delivery.nak(50);
        expect(await delivery.working()).toBe(true);
        delivery.ack();
        seen.add(delivery.streamSequence);
      },
      onFault: (fault) => expect.fail(fault.error.message),
    });
    await eventually(() => seen.size === 201);
    expect(counts).toContain(2);
    expect([...ackTokens].every((count) => (tokens === 9 ? count === 9 : count >= 11))).toBe(true);
    expect(ackTokens.size).toBeGreaterThan(0);
    await eventually(async () => (await bus.jsm.streams.info('W')).state.messages === 0);
    const { outstanding } = puller;
    expect(outstanding).toBeGreaterThan(0);
    await publisher.publish({ subject: 'w.late', payload: bytes('late'), messageId: 'late' });
    await eventually(() => seen.size === 202);
    await puller.drain();
    await publisher[Symbol.asyncDispose]();
    await nc.close();
  },
);

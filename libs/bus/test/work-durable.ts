import type { TestBus } from './broker.ts';

const ACK_WAIT_NANOS = 1_000_000_000;

/** The durable `d` of the stream `W`, as a pull for work needs it. */
export async function addDurable(bus: TestBus): Promise<void> {
  await bus.jsm.consumers.add('W', {
    durable_name: 'd',
    ack_policy: 'explicit',
    ack_wait: ACK_WAIT_NANOS,
    max_deliver: -1,
    max_ack_pending: -1,
  });
}

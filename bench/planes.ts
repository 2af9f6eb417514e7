// A fresh broker with the product's topology and accounts, for whatever writes the product's messages.
import { startBroker } from '@dome/broker';
import type { Broker } from '@dome/broker';
import { connectBus, skillDurable } from '@dome/bus';
import { applyTopology, declaredTopology } from '@dome/bus/provision';
import { renderAccounts, STREAMS } from '@dome/contracts';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

export interface Planes extends AsyncDisposable {
  readonly broker: Broker;
  /** For the processes on it. */
  readonly env: Readonly<Record<string, string>>;
  /** How many transitions of jobs are stored. */
  transitions(): Promise<number>;
}

const PASSWORD = 'bench';

/** `syncAlways`: every write is on disk before it is answered. */
export async function openPlanes({ syncAlways = false } = {}): Promise<Planes> {
  const broker = await startBroker({
    config: renderAccounts({ people: ['ada'], password: () => PASSWORD }),
    ...(syncAlways ? { extraJetstream: 'sync_interval: always' } : {}),
  });
  await provision(broker);
  return {
    broker,
    env: {
      BENCH_URL: broker.url,
      BENCH_DURABLE: skillDurable({ pool: 'default', skill: 'noop' }),
      DOME_NATS_URL: broker.url,
      DOME_NATS_PASSWORD: PASSWORD,
    },
    transitions: async () => await transitionsOn(broker),
    [Symbol.asyncDispose]: async () => await broker[Symbol.asyncDispose](),
  };
}

async function provision({ url: servers, storeBytesMax }: Broker): Promise<void> {
  const overrides = { storeBytesMax };
  for (const account of ['DOMED', 'DOME'] as const) {
    const user = account === 'DOMED' ? 'domed-provisioner' : 'dome-provisioner';
    const nc = await connectBus({ servers, user, password: PASSWORD, name: user, inboxPrefix: `_INBOX_${user}` });
    await applyTopology(nc, declaredTopology({ account, skills: [{ pool: 'default', skill: 'noop' }], overrides }));
    await nc.close();
  }
}

async function transitionsOn({ url: servers }: Broker): Promise<number> {
  const user = 'domed-provisioner';
  const nc = await connect({ servers, user, pass: PASSWORD, inboxPrefix: `_INBOX_${user}` });
  const { state } = await (await jetstreamManager(nc, { checkAPI: false })).streams.info(STREAMS.JOB_EVENTS);
  await nc.close();
  return state.messages;
}

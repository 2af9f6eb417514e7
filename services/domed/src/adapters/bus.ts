// The connections of a daemon. The one for its work is opened first and closed last, because the last acks are still in
// flight when everything else has ended. Requests have one of their own: when messages arrive faster than they are
// read, the broker disconnects the receiver, not the sender, and no lease or ack may depend on that connection. If one
// is lost for good the daemon ends, because it would hear nothing more.
import { closeBus, connectBus } from '@dome/bus';
import { inboxPrefixOf, LIMITS } from '@dome/contracts';
import type { Logger, Shutdown } from '@dome/runtime';

import type { DomedConfig } from '../config.ts';
import type { DaemonIdentity } from '../identity.ts';

/** Named after its factory: nothing here uses the client's own interface. */
export type Bus = Awaited<ReturnType<typeof connectBus>>;

export interface BusParts {
  readonly config: DomedConfig;
  readonly identity: DaemonIdentity;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

export async function openBus({ config, identity, logger, shutdown }: BusParts, of: 'work' | 'requests'): Promise<Bus> {
  const { natsUser: user, natsPassword: password, natsCreds: creds } = config;
  const bus = await connectBus({
    ...{ servers: config.natsUrl, name: of === 'work' ? identity.instance : `${identity.instance} ${of}`, logger },
    ...(creds === undefined ? { user } : { creds }),
    ...(creds !== undefined || password === undefined ? {} : { password }),
    inboxPrefix: inboxPrefixOf(user),
    payloadBytes: LIMITS.messageBytes,
    onLost: (err) => {
      logger.fatal({ err }, 'nothing is heard any more');
      shutdown.begin('the connection is lost', 1);
    },
  });
  shutdown.use(`connection for ${of}`, { [Symbol.asyncDispose]: () => closeBus(bus) });
  return bus;
}

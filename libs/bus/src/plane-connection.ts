// The connections of a plane. The one for its work is opened first and closed last, because the last acks are still in
// flight when everything else has ended. Requests have their own: when messages arrive faster than they are read, the
// broker disconnects the receiver, not the sender, and no run, lease or ack may depend on that connection. If either is
// lost for good the plane ends, because it would receive nothing more.
import { inboxPrefixOf, LIMITS } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { closeBus, connectBus } from './connection.ts';
import type { BusLogger } from './logger.ts';

/** As the configuration of a plane gives it. */
interface PlaneLogin {
  readonly natsUrl: string;
  readonly natsUser: string;
  readonly natsPassword?: string | undefined;
  /** The path of a credentials file, which then determines the plane's user. */
  readonly natsCreds?: string | undefined;
}

/** What a connection needs from the process that owns it. */
interface Owner {
  use(name: string, resource: AsyncDisposable): unknown;
  begin(reason: string, exitCode: number): void;
}

export interface PlaneConnectionOptions {
  readonly config: PlaneLogin;
  /** The name under which the broker lists the plane. */
  readonly name: string;
  readonly logger: BusLogger & { readonly fatal: BusLogger['error'] };
  readonly shutdown: Owner;
}

/** @throws DomeError UNAUTHENTICATED, SERVER_TOO_OLD, CONFIG_INVALID; a broker that is away is waited for */
export async function connectPlane(
  { config, name, logger, shutdown }: PlaneConnectionOptions,
  of: 'work' | 'requests',
): Promise<NatsConnection> {
  const { natsUrl: servers, natsUser: user, natsPassword: password, natsCreds: creds } = config;
  const login = creds === undefined ? { user, ...(password === undefined ? {} : { password }) } : { creds };
  const nc = await connectBus({
    ...login,
    servers,
    logger,
    name: of === 'work' ? name : `${name} ${of}`,
    inboxPrefix: inboxPrefixOf(user),
    payloadBytes: LIMITS.messageBytes,
    onLost: (err) => {
      logger.fatal({ err }, 'nothing is heard any more');
      shutdown.begin('the connection is lost', 1);
    },
  });
  shutdown.use(`connection for ${of}`, { [Symbol.asyncDispose]: () => closeBus(nc) });
  return nc;
}

// The connections of a plane. The one for its work is opened first and closed last, because the last acks are still in
// flight when everything else has ended. Requests have their own: when messages arrive faster than they are read, the
// broker disconnects the receiver, not the sender, and no run, lease or ack may depend on that connection. If either is
// lost for good the plane ends, because it would receive nothing more.
import { DomeError, inboxPrefixOf, LIMITS } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { closeBus, connectBus } from './connection.ts';
import type { LoginOptions } from './credentials.ts';
import type { DialReason } from './dial-fault.ts';
import type { BusLogger } from './logger.ts';
import type { TlsFiles } from './tls-files.ts';

/** As the configuration of a plane gives it; all but the password are paths. */
export interface PlaneLogin {
  readonly natsUrl: string;
  readonly natsUser: string;
  readonly natsPassword?: string | undefined;
  /** A credentials file, which then determines the plane's user. */
  readonly natsCreds?: string | undefined;
  /** A file with the seed of an nkey, which then determines the plane's user. */
  readonly natsNkey?: string | undefined;
  readonly natsTlsCa?: string | undefined;
  readonly natsTlsCert?: string | undefined;
  readonly natsTlsKey?: string | undefined;
}

/** What a connection needs from the process that owns it. */
interface Owner {
  /** Aborted when the process ends. */
  readonly signal: AbortSignal;
  use(name: string, resource: AsyncDisposable): unknown;
  begin(reason: string, exitCode: number): void;
}

export interface PlaneConnectionOptions {
  readonly config: PlaneLogin;
  /** The file that the password came from, if it can be read again. */
  readonly passwordFile?: string | undefined;
  /** The name under which the broker lists the plane. */
  readonly name: string;
  readonly logger: BusLogger & { readonly fatal: BusLogger['error'] };
  readonly shutdown: Owner;
  /** Lacks the bus while there is no server. */
  readonly readiness: { lack(part: string, why: string): void; meet(part: string): void };
}

/** @throws DomeError SERVER_TOO_OLD, CONFIG_INVALID; a broker that is away, or refuses the plane, is waited for */
export async function connectPlane(
  { config, passwordFile, name, logger, shutdown, readiness }: PlaneConnectionOptions,
  of: 'work' | 'requests',
): Promise<NatsConnection> {
  const part = of === 'work' ? 'bus' : 'bus for requests';
  const tls = tlsOf(config);
  readiness.lack(part, 'The broker has not been reached yet.');
  const connected = connectBus({
    ...loginOf(config, passwordFile),
    ...(tls === undefined ? {} : { tls }),
    servers: config.natsUrl,
    logger,
    signal: shutdown.signal,
    hints: HINTS,
    name: of === 'work' ? name : `${name} ${of}`,
    inboxPrefix: inboxPrefixOf(config.natsUser),
    payloadBytes: LIMITS.messageBytes,
    onAbsence: (fault) => (fault === undefined ? readiness.meet(part) : readiness.lack(part, fault.message)),
    onLost: (err) => {
      logger.fatal({ err }, 'nothing is heard any more');
      shutdown.begin('the connection is lost', 1);
    },
  });
  const nc = await connected.catch((thrown: unknown) => {
    throw namingVariable(thrown, config);
  });
  shutdown.use(`connection for ${of}`, { [Symbol.asyncDispose]: () => closeBus(nc) });
  return nc;
}

/** @throws DomeError CONFIG_INVALID when both are given */
function loginOf(
  { natsUser: user, natsPassword: password, natsCreds: creds, natsNkey: nkey }: PlaneLogin,
  passwordFile: string | undefined,
): LoginOptions {
  if (creds !== undefined && nkey !== undefined) {
    throw new DomeError('CONFIG_INVALID', {
      detail: `${VARIABLES.natsCreds} and ${VARIABLES.natsNkey} are both set: remove one.`,
    });
  }
  if (creds !== undefined) return { creds };
  if (nkey !== undefined) return { nkey };
  if (passwordFile !== undefined) return { user, passwordFile };
  return { user, ...(password === undefined ? {} : { password }) };
}

/** @throws DomeError CONFIG_INVALID for a certificate without its key, or a key without its certificate */
function tlsOf({ natsTlsCa: caFile, natsTlsCert: certFile, natsTlsKey: keyFile }: PlaneLogin): TlsFiles | undefined {
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const [given, missing] = certFile === undefined ? (['Key', 'Cert'] as const) : (['Cert', 'Key'] as const);
    const detail = `${VARIABLES[`natsTls${given}`]} is set, and ${VARIABLES[`natsTls${missing}`]} is not: set both.`;
    throw new DomeError('CONFIG_INVALID', { detail });
  }
  if (caFile === undefined && certFile === undefined) return undefined;
  return {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined || keyFile === undefined ? {} : { certFile, keyFile }),
  };
}

/** As a plane calls them. */
const VARIABLES = {
  natsCreds: 'DOME_NATS_CREDS',
  natsNkey: 'DOME_NATS_NKEY',
  natsTlsCa: 'DOME_NATS_TLS_CA',
  natsTlsCert: 'DOME_NATS_TLS_CERT',
  natsTlsKey: 'DOME_NATS_TLS_KEY',
} as const;

function namingVariable(thrown: unknown, config: PlaneLogin): unknown {
  if (!(thrown instanceof DomeError) || thrown.code !== 'CONFIG_INVALID') return thrown;
  const { path } = thrown.fields;
  const [, variable] = Object.entries(VARIABLES).find(([key]) => Reflect.get(config, key) === path) ?? [];
  if (path === undefined || variable === undefined) return thrown;
  return new DomeError(
    'CONFIG_INVALID',
    { ...thrown.fields, detail: `${variable}: ${thrown.message}` },
    { cause: thrown },
  );
}

const HINTS: Readonly<Record<DialReason, string>> = {
  'login refused': 'Check DOME_NATS_USER and DOME_NATS_PASSWORD (or its _FILE), DOME_NATS_CREDS or DOME_NATS_NKEY.',
  'server not trusted':
    'Name the authority that signed its certificate in DOME_NATS_TLS_CA, and the server in DOME_NATS_URL as the certificate does.',
  'client certificate': 'Set DOME_NATS_TLS_CERT and DOME_NATS_TLS_KEY to a certificate of an authority that it trusts.',
  'own certificate': 'DOME_NATS_TLS_KEY must be the key of the certificate in DOME_NATS_TLS_CERT.',
  'no TLS':
    'Configure `tls` at the server; or write nats:// in DOME_NATS_URL, without DOME_NATS_TLS_CA, where none is needed.',
  'name unknown': 'Check the name in DOME_NATS_URL.',
  'connection refused': 'Start the server, or check the address and the port in DOME_NATS_URL.',
  unreachable: 'Check the address in DOME_NATS_URL and the network.',
  closed: 'Check the port in DOME_NATS_URL: something else listens there, or TLS is expected before the first word.',
  silence: 'Check the address in DOME_NATS_URL, and what filters the network.',
};

// A connection that never gives up. The client's defaults close it for good after twenty seconds without a server and
// notice a dead link after minutes; a daemon must outlive both. A command line tool must not wait for ever instead, so it
// names a `connectTimeoutMs` and gets a typed error.

import { DomeError } from '@dome/contracts';
import { AuthorizationError, connect, PermissionViolationError } from '@nats-io/transport-node';
import type { NatsConnection, NodeConnectionOptions, Status } from '@nats-io/transport-node';

import { authenticatorOf } from './credentials.ts';
import type { KeyCredentials } from './credentials.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { requireServerVersion } from './server-facts.ts';
import { readServerList } from './server-list.ts';
import { onStatus } from './status.ts';

/** Tuning of the client: a broker that is silent for half a minute counts as gone, and is dialled twice a second. */
const PING_INTERVAL_MS = 10_000;
const PINGS_OUT_MAX = 2;
const RECONNECT_WAIT_MS = 500;
const STILL_WAITING_MS = 5_000;

export interface BusOptions extends KeyCredentials {
  /** One URL, or several separated by commas; a user in it counts if none is given beside it. */
  readonly servers: string;
  readonly name: string;
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
  /** The prefix of reply subjects; accounts grant a user only its own. */
  readonly inboxPrefix?: string;
  readonly tls?: NonNullable<NodeConnectionOptions['tls']>;
  /** Fail with UNAVAILABLE after this long without a first connection; if absent, wait for it. */
  readonly connectTimeoutMs?: number;
  /** The size that one message may have, without headers: a server that accepts less is refused. */
  readonly payloadBytes?: number;
  /** The connection is closed, and not by `closeBus`: nothing arrives any more, and nobody reconnects. */
  readonly onLost?: (cause: DomeError) => void;
  readonly logger?: BusLogger;
}

/** @throws UNAVAILABLE, UNAUTHENTICATED, SERVER_TOO_OLD, CONFIG_INVALID for a server that accepts too little */
export async function connectBus(given: BusOptions): Promise<NatsConnection> {
  const { servers, ...named } = readServerList(given.servers);
  const hasOwn = [given.user, given.token, given.creds, given.nkey, given.jwt].some(
    (credential) => credential !== undefined,
  );
  const options = { ...given, ...(hasOwn ? {} : named), servers: servers.join(',') };
  const logger = options.logger ?? silentLogger;
  const { name: connection } = options;
  const stillWaiting = setInterval(() => {
    logger.warn({ connection, servers: options.servers }, 'bus waits for a server');
  }, STILL_WAITING_MS);
  const nc = await firstConnection(options).finally(() => clearInterval(stillWaiting));
  try {
    requireServerVersion(nc.info?.version ?? '0.0.0');
    const lacking = payloadFault(nc, options);
    if (lacking !== undefined) throw lacking;
  } catch (error) {
    await nc.close();
    throw error;
  }
  logger.info({ connection, server: nc.getServer(), version: nc.info?.version }, 'bus connected');
  onStatus(nc, (status) => logStatus(logger, { connection }, status));
  onStatus(nc, ({ type }) => {
    const lacking = type === 'reconnect' ? payloadFault(nc, options) : undefined;
    if (lacking !== undefined) logger.error({ connection, err: lacking }, 'bus server takes too little');
  });
  void tellLoss(nc, options);
  return nc;
}

const ended = new WeakSet<NatsConnection>();

/** Flushes what is on its way first; without a server there is nowhere to send it. */
export async function closeBus(nc: NatsConnection): Promise<void> {
  ended.add(nc);
  if (nc.isClosed()) return;
  try {
    await nc.drain();
  } catch {
    await nc.close();
  }
}

async function tellLoss(nc: NatsConnection, { name, onLost }: BusOptions): Promise<void> {
  const cause = await nc.closed();
  if (ended.has(nc)) return;
  const detail = `The connection of ${name} to the broker is closed for good.`;
  onLost?.(new DomeError('UNAVAILABLE', { detail }, { cause }));
}

function payloadFault(nc: NatsConnection, { payloadBytes = 0 }: BusOptions): DomeError | undefined {
  const takes = nc.info?.max_payload ?? Infinity;
  if (takes >= payloadBytes) return undefined;
  return new DomeError('CONFIG_INVALID', {
    detail: `The nats-server takes messages of ${takes} bytes; those of the contract have up to ${payloadBytes}.`,
    hint: `Set max_payload to ${payloadBytes} or more in its configuration.`,
  });
}

async function firstConnection(options: BusOptions): Promise<NatsConnection> {
  const clientOptions = await clientOptionsOf(options);
  const started = connect(clientOptions).catch((error: unknown) => {
    throw connectFault(options, error);
  });
  if (options.connectTimeoutMs === undefined) return await started;
  return await within(started, options);
}

/** A connection that comes after the time-out is closed, or the process would keep one that nobody holds. */
async function within(started: Promise<NatsConnection>, options: BusOptions): Promise<NatsConnection> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(connectFault(options)), options.connectTimeoutMs);
  try {
    return await Promise.race([started, late.promise]);
  } catch (error) {
    started.then(
      (nc) => nc.close(),
      () => {},
    );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function clientOptionsOf(options: BusOptions): Promise<NodeConnectionOptions> {
  const authenticator = await authenticatorOf(options);
  return {
    servers: options.servers.split(','),
    name: options.name,
    maxReconnectAttempts: -1,
    // A caller with a time limit wants the result of the first dial, not of an endless series.
    waitOnFirstConnect: options.connectTimeoutMs === undefined,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: PINGS_OUT_MAX,
    reconnectTimeWait: RECONNECT_WAIT_MS,
    ignoreAuthErrorAbort: true,
    // A stack trace for each request costs more than the request.
    noAsyncTraces: true,
    ...(options.inboxPrefix === undefined ? {} : { inboxPrefix: options.inboxPrefix }),
    ...(options.connectTimeoutMs === undefined ? {} : { timeout: options.connectTimeoutMs }),
    ...(options.user === undefined ? {} : { user: options.user }),
    ...(options.password === undefined ? {} : { pass: options.password }),
    ...(options.token === undefined ? {} : { token: options.token }),
    ...(options.tls === undefined ? {} : { tls: tlsOf(options.tls, options.servers) }),
    ...(authenticator === undefined ? {} : { authenticator }),
  };
}

const IP_ADDRESS = /^[\d.]+$|:/;

/** For a server addressed by number, the client library would ask for a certificate of `localhost`. */
function tlsOf(tls: NonNullable<BusOptions['tls']>, servers: string): NonNullable<BusOptions['tls']> {
  const host = URL.parse(servers.includes('://') ? servers : `nats://${servers}`)?.hostname.replace(/^\[(.*)\]$/, '$1');
  return host === undefined || !IP_ADDRESS.test(host) ? tls : Object.assign({ host }, tls);
}

/** The errors that mean a certificate is not trusted: the server's, or ours. */
const NOT_BELIEVED = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

function connectFault(options: BusOptions, cause?: unknown): DomeError {
  const { servers } = options;
  if (cause instanceof Error && 'code' in cause && NOT_BELIEVED.test(String(cause.code))) {
    const detail = `There is no secure connection to the nats-server at ${servers}: ${cause.message.replace(/\.$/, '')}.`;
    return new DomeError(
      'UNAVAILABLE',
      { detail, hint: 'Check its certificate, and the authority that must have signed it.' },
      { cause },
    );
  }
  if (cause instanceof AuthorizationError) {
    const detail = `The nats-server at ${servers} refuses the user of ${options.name}.`;
    const hint = 'Check user and password, token or credentials file.';
    return new DomeError('UNAUTHENTICATED', { detail, hint }, { cause });
  }
  const detail = `No nats-server answers at ${servers}.`;
  return new DomeError('UNAVAILABLE', { detail, servers }, { cause });
}

function logStatus(logger: BusLogger, fields: { connection: string }, status: Status): void {
  switch (status.type) {
    case 'disconnect':
      return logger.warn({ ...fields, server: status.server }, 'bus disconnected');
    case 'reconnect':
      return logger.info({ ...fields, server: status.server }, 'bus connected again');
    case 'staleConnection':
      return logger.warn(fields, 'bus connection stale');
    case 'slowConsumer':
      return logger.warn({ ...fields, pending: status.pending }, 'bus subscription slow');
    case 'ldm':
      return logger.info({ ...fields, server: status.server }, 'bus server leaves');
    case 'close':
      return logger.info(fields, 'bus closed');
    case 'error':
      return logFault(logger, fields, status.error);
    case 'forceReconnect':
    case 'ping':
    case 'reconnecting':
    case 'update':
      return logger.debug({ ...fields, status: status.type }, 'bus status');
  }
}

function logFault(logger: BusLogger, fields: { connection: string }, error: Error): void {
  if (error instanceof PermissionViolationError) {
    const { operation, subject } = error;
    return logger.error({ ...fields, operation, subject }, 'bus permission refused');
  }
  return logger.error({ ...fields, err: error }, 'bus fault');
}

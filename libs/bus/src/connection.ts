// A connection that never gives up. The client's defaults close it for good after twenty seconds without a server and
// notice a dead link after minutes; a daemon must outlive both. A command line tool must not wait for ever instead, so it
// names a `connectTimeoutMs` and gets a typed error.

import { createRepeats, DomeError } from '@dome/contracts';
import { AuthorizationError, PermissionViolationError, UserAuthenticationExpiredError } from '@nats-io/transport-node';
import type { NatsConnection, Status } from '@nats-io/transport-node';

import { awaitServer, watchAbsence } from './await-server.ts';
import { createDialer } from './dial.ts';
import type { DialOptions } from './dial.ts';
import { silentLogger } from './logger.ts';
import type { BusLogger } from './logger.ts';
import { requireServerVersion } from './server-facts.ts';
import { readServerList } from './server-list.ts';
import { onStatus } from './status.ts';

/** A user in an address counts if none is given beside it. */
export interface BusOptions extends DialOptions {
  /** Fail with UNAVAILABLE after this long without a first connection; if absent, wait for it. */
  readonly connectTimeoutMs?: number;
  /** The size that one message may have, without headers: a server that accepts less is refused. */
  readonly payloadBytes?: number;
  /** The connection is closed, and not by `closeBus`: nothing arrives any more, and nobody reconnects. */
  readonly onLost?: (cause: DomeError) => void;
  /** If it is waited for: called with each reason why there is no server, and with undefined once there is one. */
  readonly onAbsence?: (fault: DomeError | undefined) => void;
  readonly logger?: BusLogger;
  /** Ends the wait for a first connection. */
  readonly signal?: AbortSignal;
}

/** @throws UNAVAILABLE, UNAUTHENTICATED, SERVER_TOO_OLD, CONFIG_INVALID for a file, or a server that accepts too little */
export async function connectBus(given: BusOptions): Promise<NatsConnection> {
  const { servers, ...named } = readServerList(given.servers);
  const hasOwn = [given.user, given.token, given.creds, given.nkey, given.jwt].some(
    (credential) => credential !== undefined,
  );
  const options = { ...given, ...(hasOwn ? {} : named), servers: servers.join(',') };
  const { name, logger = silentLogger, onAbsence = () => undefined, connectTimeoutMs: allMs, signal } = options;
  const dialer = await createDialer(options);
  const awaiting = { dialer, name, servers, logger, onAbsence, signal };
  const nc =
    allMs === undefined ? await awaitServer(awaiting) : await dialer.dial({ as: 'kept', eachMs: allMs, allMs });
  try {
    requireServerVersion(nc.info?.version ?? '0.0.0');
    const lacking = payloadFault(nc, options);
    if (lacking !== undefined) throw lacking;
  } catch (error) {
    await nc.close();
    throw error;
  }
  tellStatus(nc, { ...options, logger });
  if (allMs === undefined) watchAbsence(nc, awaiting);
  void tellLoss(nc, options);
  return nc;
}

function tellStatus(nc: NatsConnection, options: BusOptions & { readonly logger: BusLogger }): void {
  const { name: connection, logger } = options;
  logger.info({ connection, server: nc.getServer(), version: nc.info?.version }, 'bus connected');
  const isSaid = createRepeats({ nowMs: () => performance.now(), everyMs: REFUSAL_SAID_AGAIN_MS });
  onStatus(nc, (status) => logStatus({ logger, isSaid, fields: { connection } }, status));
  onStatus(nc, ({ type }) => {
    const lacking = type === 'reconnect' ? payloadFault(nc, options) : undefined;
    if (lacking !== undefined) logger.error({ connection, err: lacking }, 'bus server takes too little');
  });
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

/** Tuning: what is refused is often tried again at once. */
const REFUSAL_SAID_AGAIN_MS = 30_000;

interface StatusLog {
  readonly logger: BusLogger;
  readonly isSaid: (text: string) => boolean;
  readonly fields: { readonly connection: string };
}

function logStatus(log: StatusLog, status: Status): void {
  const { logger, fields } = log;
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
      return logFault(log, status.error);
    case 'forceReconnect':
    case 'ping':
    case 'reconnecting':
    case 'update':
      return logger.debug({ ...fields, status: status.type }, 'bus status');
  }
}

function logFault({ logger, isSaid, fields }: StatusLog, error: Error): void {
  if (error instanceof PermissionViolationError) {
    const { operation, subject } = error;
    if (isSaid(`${operation} ${subject}`)) logger.error({ ...fields, operation, subject }, 'bus permission refused');
    return;
  }
  // While it dials, the reason is said once and not at each try.
  const isOfLogin = error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError;
  logger[isOfLogin ? 'debug' : 'error']({ ...fields, err: error }, 'bus fault');
}

// One try to connect, to each of the servers once. Its error says why none of them can be reached.

import { DomeError } from '@dome/contracts';
import { connect, TimeoutError } from '@nats-io/transport-node';
import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';

import { authenticatorsOf } from './credentials.ts';
import type { LoginOptions } from './credentials.ts';
import { dialFault } from './dial-fault.ts';
import type { DialFacts, DialHints } from './dial-fault.ts';
import { dialFaultOfAll } from './dial-fault-of-all.ts';
import type { ServerFault } from './dial-fault-of-all.ts';
import { serverIdentityOf } from './server-identity.ts';
import { checkTlsFiles } from './tls-files.ts';
import type { TlsFiles } from './tls-files.ts';

/** Tuning of the client: a broker that is silent for half a minute counts as gone, and is dialled twice a second. */
const PING_INTERVAL_MS = 10_000;
const PINGS_OUT_MAX = 2;
export const REDIAL_WAIT_MS = 500;

export interface DialOptions extends LoginOptions {
  /** One address, or several separated by commas, without credentials. An address with tls:// is reached securely or not at all. */
  readonly servers: string;
  /** Under which the broker lists the connection. */
  readonly name: string;
  /** The prefix of reply subjects; accounts grant a user only its own. */
  readonly inboxPrefix?: string;
  readonly tls?: TlsFiles;
  readonly hints?: DialHints;
}

export interface DialTerms {
  /** For one server. */
  readonly eachMs: number;
  /** For all of them. */
  readonly allMs: number;
  /** `kept`: it is dialled again for as long as it lives, whenever it is lost. */
  readonly as: 'kept' | 'tried';
}

export interface Dialer {
  /** @throws DomeError UNAVAILABLE, UNAUTHENTICATED with the `reason` */
  dial(terms: DialTerms): Promise<NatsConnection>;
}

/** @throws DomeError CONFIG_INVALID with the `path` of a file that cannot be used */
export async function createDialer(options: DialOptions): Promise<Dialer> {
  const authenticators = authenticatorsOf(options);
  const { servers, tls } = options;
  if (tls !== undefined) await checkTlsFiles(tls);
  const parts: DialParts = { options, authenticators, secure: tlsOf(options) };
  return {
    dial: async (terms) => {
      const lateAt = performance.now() + terms.allMs;
      try {
        return await dialOnce(parts, { ...terms, servers });
      } catch (thrown) {
        const leftMs = lateAt - performance.now();
        throw (await faultOfAll(parts, { ...terms, allMs: leftMs })) ?? thrown;
      }
    },
  };
}

interface DialParts {
  readonly options: DialOptions;
  readonly authenticators: ReturnType<typeof authenticatorsOf>;
  readonly secure: NodeConnectionOptions['tls'] | undefined;
}

/** @throws DomeError the fault of the server that was tried last */
async function dialOnce(
  { options, authenticators, secure }: DialParts,
  { servers, eachMs, allMs, as }: DialTerms & Pick<DialOptions, 'servers'>,
): Promise<NatsConnection> {
  const { name, inboxPrefix, user, tls, hints } = options;
  let reachedLogin = false;
  const noteLogin = (): void => void (reachedLogin = true);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TimeoutError()), allMs);
  const facts = (): DialFacts => ({
    servers,
    name,
    user,
    hints,
    timeoutMs: eachMs,
    reachedLogin,
    hasCertificate: tls?.certFile !== undefined,
  });
  const started = connect({
    servers: servers.split(','),
    name,
    timeout: eachMs,
    ...(as === 'kept' ? KEPT : { reconnect: false }),
    // A stack trace for each request costs more than the request.
    noAsyncTraces: true,
    authenticator: [noteLogin, ...authenticators],
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    ...(secure === undefined ? {} : { tls: secure }),
  });
  try {
    return await Promise.race([started, late.promise]);
  } catch (thrown) {
    closeLate(started);
    throw dialFault(thrown, facts());
  } finally {
    clearTimeout(timer);
  }
}

/** Each of several servers is tried alone; undefined if there is one, no time is left, or all of them answer by now. */
async function faultOfAll(parts: DialParts, { eachMs, allMs }: Omit<DialTerms, 'as'>): Promise<DomeError | undefined> {
  const servers = parts.options.servers.split(',');
  if (servers.length === 1 || allMs <= 0) return undefined;
  const found = await Promise.all(
    servers.map(async (server): Promise<ServerFault[]> => {
      try {
        const nc = await dialOnce(parts, { servers: server, as: 'tried', eachMs, allMs: Math.min(allMs, eachMs) });
        await nc.close();
        return [];
      } catch (fault) {
        return fault instanceof DomeError ? [{ server, fault }] : [];
      }
    }),
  );
  return dialFaultOfAll(found.flat());
}

const KEPT: NodeConnectionOptions = {
  maxReconnectAttempts: -1,
  pingInterval: PING_INTERVAL_MS,
  maxPingOut: PINGS_OUT_MAX,
  reconnectTimeWait: REDIAL_WAIT_MS,
  ignoreAuthErrorAbort: true,
};

/** A connection that comes after the time-out is closed, or the process would keep one that nobody holds. */
function closeLate(started: Promise<NatsConnection>): void {
  started.then(
    (nc) => nc.close(),
    () => {},
  );
}

function tlsOf({ servers, tls }: DialOptions): NonNullable<NodeConnectionOptions['tls']> | undefined {
  const isAsked = servers.split(',').some((server) => server.startsWith('tls://'));
  return tls === undefined && !isAsked ? undefined : { ...serverIdentityOf(servers), ...tls };
}

// One try to connect, to each of the servers once. Its error says why none of them can be reached.

import { connect, TimeoutError } from '@nats-io/transport-node';
import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';

import { authenticatorsOf } from './credentials.ts';
import type { LoginOptions } from './credentials.ts';
import { dialFault } from './dial-fault.ts';
import type { DialFacts, DialHints } from './dial-fault.ts';
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
  const { servers, name, inboxPrefix, user, tls, hints } = options;
  const authenticators = authenticatorsOf(options);
  if (tls !== undefined) await checkTlsFiles(tls);
  const secure = tlsOf(options);
  return {
    dial: async ({ eachMs, allMs, as }) => {
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
    },
  };
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

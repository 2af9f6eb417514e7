// The connection of the page to the broker, over WebSocket. It comes back by itself; readers go on at the sequence they had.
import { inboxPrefixOf } from '@dome/contracts/portable';
import { onStatus, violationIn } from '@dome/bus/portable';
import { CONTROL_API, createLeanAsk, RUNTIME_API } from '@dome/client/portable';
import type { LeanAsk, StreamView } from '@dome/client/portable';
import { credsAuthenticator, wsconnect } from '@nats-io/nats-core';
import type { ConnectionOptions, NatsConnection, Status } from '@nats-io/nats-core';

import type { Login } from './credentials.ts';
import { signInFault } from './sign-in-fault.ts';
import { openMessage } from './open-message.ts';

export interface Session extends AsyncDisposable {
  readonly nc: NatsConnection;
  readonly user: string;
  readonly ask: LeanAsk;
  /** The streams of each plane. */
  readonly control: StreamView;
  readonly runtime: StreamView;
}

/** Tuning: a page that was put to sleep notices within half a minute that its connection is gone. */
const PING_MS = 10_000;
const RECONNECT_MS = 1_000;
const FIRST_MS = 8_000;

export interface LinkListener {
  live(): void;
  /** @param cause why, as far as the browser says: it tells a page little about a socket */
  away(cause: string): void;
}

/** @throws SignInFault */
export async function openSession(url: string, who: Login, listener: LinkListener): Promise<Session> {
  const nc = await dial(url, who);
  onStatus(nc, (status) => {
    if (status.type === 'reconnect') listener.live();
    const cause = awayCause(status);
    if (cause !== undefined) listener.away(cause);
  });
  listener.live();
  const view = (apiPrefix: string): StreamView => ({ nc, apiPrefix, open: openMessage });
  return {
    nc,
    user: who.user,
    ask: createLeanAsk(nc),
    control: view(CONTROL_API),
    runtime: view(RUNTIME_API),
    [Symbol.asyncDispose]: () => nc.close(),
  };
}

/** Why the page is no longer connected. Undefined if it still is: what the broker does not allow concerns a subject alone. */
export function awayCause(status: Status): string | undefined {
  if (status.type === 'disconnect') return 'the connection was lost';
  if (status.type === 'close') return 'the connection was closed';
  return status.type === 'error' && violationIn(status.error) === undefined ? status.error.message : undefined;
}

async function dial(url: string, who: Login): Promise<NatsConnection> {
  const options: ConnectionOptions = {
    servers: url,
    name: 'dome console',
    inboxPrefix: inboxPrefixOf(who.user),
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    pingInterval: PING_MS,
    timeout: FIRST_MS,
    ...(who.kind === 'password'
      ? { user: who.user, pass: who.password }
      : { authenticator: credsAuthenticator(new TextEncoder().encode(who.creds)) }),
  };
  try {
    return await wsconnect(options);
  } catch (cause) {
    throw signInFault(cause, { url, who, origin: location.origin });
  }
}

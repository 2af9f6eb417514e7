// Hears everything that crosses the broker, one listener for each account, and judges it (L5: what is not declared is not
// sent). A listener counts as interest: while a tap runs, a request that nobody serves times out instead of being refused.
import { connectBus, headersOf, listen } from '@dome/bus';
import { ACCOUNTS } from '@dome/contracts';
import { Match } from '@nats-io/transport-node';
import type { Msg, NatsConnection } from '@nats-io/transport-node';

import type { Credentials } from './planes-server.ts';
import { tapUser } from './tap-users.ts';
import { createWireJudge } from './wire-tap-judge.ts';
import type { ReportOptions, WireJudge, WireReport } from './wire-tap-judge.ts';

export interface WireTapOptions {
  /** Of the tap users that `withTapUsers` adds; a planes server knows them. */
  readonly credentials: (user: string) => Credentials;
}

export interface WireTap extends AsyncDisposable {
  /** What was heard up to now, judged. */
  report(options?: ReportOptions): Promise<WireReport>;
}

/** Resolves when it hears everything. */
export async function startWireTap({ credentials }: WireTapOptions): Promise<WireTap> {
  await using stack = new AsyncDisposableStack();
  const judge = createWireJudge();
  const taps: NatsConnection[] = [];
  for (const account of Object.keys(ACCOUNTS)) {
    const user = tapUser(account);
    const nc = await connectBus({ ...credentials(user), name: user, connectTimeoutMs: CONNECT_MS });
    stack.defer(() => nc.close());
    listen(nc, '>', { onMessage: (message) => hear(judge, account, message), onRefused: () => undefined });
    await nc.flush();
    taps.push(nc);
  }
  const owned = stack.move();
  return {
    report: async (options) => {
      // The broker answers a ping after all that it sent before.
      for (const nc of taps) await nc.flush();
      return judge.report(options);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const CONNECT_MS = 5_000;

function hear(judge: WireJudge, account: string, message: Msg): void {
  const { subject, reply = '', data } = message;
  const headers = headersOf(message);
  const header = (name: string): string | undefined => {
    const value = headers?.last(name, Match.IgnoreCase) ?? '';
    return value === '' ? undefined : value;
  };
  judge.see({ account, subject, reply, header, status: headers?.code ?? 0, payload: data });
}

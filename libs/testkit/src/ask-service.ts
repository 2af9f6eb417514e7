import { checkDocument, DomeError, parseJson } from '@dome/contracts';
import { headers } from '@nats-io/transport-node';
import type { Msg, NatsConnection } from '@nats-io/transport-node';

export interface PlainRequest {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/**
 * One request of a stock client, sent once: the answer that anybody would get.
 * @throws the service's problem as the error that it names, or the client's own error when nobody answers
 */
export async function askService(nc: NatsConnection, call: PlainRequest): Promise<Msg> {
  const { subject, payload, timeoutMs: timeout = 5_000 } = call;
  const sent = headers();
  for (const [name, value] of Object.entries(call.headers ?? {})) sent.set(name, value);
  const reply = await nc.request(subject, payload, { timeout, headers: sent });
  if (reply.headers?.has('Nats-Service-Error-Code') !== true) return reply;
  throw DomeError.fromProblem(checkDocument('Problem', parseJson(reply.data)));
}

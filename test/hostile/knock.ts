// One request to an endpoint, and the allowed replies: the reply that the contract names, or a problem.
import { checkDocument, openReply, openRequest } from '@dome/contracts';
import type { EndpointName } from '@dome/contracts';
import type { PlanesServer } from '@dome/testkit';
import { headers } from '@nats-io/transport-node';
import type { MsgHdrs } from '@nats-io/transport-node';

export type Connection = Awaited<ReturnType<PlanesServer['connectAs']>>;

export interface Knock {
  readonly endpoint: EndpointName;
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

const ANSWER_MS = 3_000;
const PROBLEM_HEADER = 'Nats-Service-Error-Code';

/** @throws Error for no reply, for one outside the contract, and for one that blames the service */
export async function knock(nc: Connection, of: Knock): Promise<'accepted' | 'refused'> {
  const more = of.headers === undefined ? {} : { headers: headersOf(of.headers) };
  const reply = await nc.request(of.subject, of.payload, { timeout: ANSWER_MS, ...more });
  const status = reply.headers?.get(PROBLEM_HEADER) ?? '';
  if (status === '') {
    openRequest(of.endpoint, of.payload);
    openReply(of.endpoint, reply.data);
    return 'accepted';
  }
  const problem = checkDocument('Problem', reply.json());
  if (String(problem.status) !== status) throw new Error(`the header says ${status}: ${JSON.stringify(problem)}`);
  if (problem.code === 'INTERNAL') throw new Error(`the service broke: ${problem.detail}`);
  const mustPoint = problem.code === 'INVALID_REQUEST' && of.headers === undefined;
  if (mustPoint && problem.pointer === undefined) throw new Error(`it names no place: ${JSON.stringify(problem)}`);
  return 'refused';
}

export function headersOf(pairs: Readonly<Record<string, string>>): MsgHdrs {
  const made = headers();
  for (const [name, value] of Object.entries(pairs)) made.append(name, value);
  return made;
}

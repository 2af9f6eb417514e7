// A vote as any program would cast it: one request with a stock client, its subject and its JSON from the contract. The
// voter is not named in it: the broker adds the name.

import { checkDocument, openReply, parseJson, subjects } from '@dome/contracts';
import type { GateDecideReply, GateDecideRequest, Problem } from '@dome/contracts';
import { headers } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

export type VoteAnswer =
  | { readonly isTaken: true; readonly vote: GateDecideReply }
  | { readonly isTaken: false; readonly problem: Problem };

const TIMEOUT_MS = 5_000;
/** The error header of a service (NATS micro services). */
const PROBLEM_HEADER = 'Nats-Service-Error-Code';
/** What the broker stamps on a request that crosses into the control plane; a value from the sender is overwritten. */
const STAMP_HEADER = 'Nats-Request-Info';

/** @param forged the person to impersonate */
export async function castVote(nc: NatsConnection, request: GateDecideRequest, forged?: string): Promise<VoteAnswer> {
  const sent = headers();
  if (forged !== undefined) sent.set(STAMP_HEADER, JSON.stringify({ acc: 'PEOPLE', user: forged, name: forged }));
  const reply = await nc.request(subjects.controlGateDecide(), JSON.stringify(request), {
    timeout: TIMEOUT_MS,
    ...(forged === undefined ? {} : { headers: sent }),
  });
  if (reply.headers?.has(PROBLEM_HEADER) === true) {
    return { isTaken: false, problem: checkDocument('Problem', parseJson(reply.data)) };
  }
  return { isTaken: true, vote: openReply('controlGateDecide', reply.data) };
}

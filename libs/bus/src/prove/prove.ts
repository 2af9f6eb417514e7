// Tries what the contract forbids, and says what got through. An attempt is over when the broker refused it; an answer is
// never refused, so it is looked for where it would have arrived.
//
// Nothing is stored or deleted even by an attempt that gets through: a publish expects a sequence that no stream has, and a
// call of JetStream is no JSON, which the broker turns down before it does anything.
import { PermissionViolationError, headers } from '@nats-io/transport-node';
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';

import { listen } from '../listen.ts';
import { onStatus } from '../status.ts';
import { HEADER } from '../wire.ts';
import type { ForbiddenAttempt } from './attempts.ts';

/** What reads whether an answer arrived: a stream stored it under the subject, or somebody heard it. */
export interface Witness {
  /** Whether anything was ever stored or heard under the subject. */
  hasSeen(subject: string): Promise<boolean>;
}

export interface Proof {
  readonly tried: number;
  readonly gotThrough: readonly ForbiddenAttempt[];
}

/** More would fill the write buffers of the connection. */
const BATCH = 200;
/** No JSON, and not empty: a call that takes nothing refuses it, too. */
const HARMLESS = '{';
const NO_SEQUENCE = String(Number.MAX_SAFE_INTEGER);

/** @param attempts of the user of this connection. */
export async function proveForbidden(
  nc: NatsConnection,
  attempts: readonly ForbiddenAttempt[],
  witness: Witness,
): Promise<Proof> {
  const gotThrough: ForbiddenAttempt[] = [];
  const direct = attempts.filter(({ kind }) => kind !== 'answer');
  for (let from = 0; from < direct.length; from += BATCH)
    gotThrough.push(...(await notRefused(nc, direct.slice(from, from + BATCH))));
  const answers = attempts.filter(({ kind }) => kind === 'answer');
  return { tried: attempts.length, gotThrough: [...gotThrough, ...(await arrivedOf(nc, answers, witness))] };
}

/** How long a refusal, or an answer, may take after the broker answered a later ping. */
const SETTLE_MS = 1_000;

async function notRefused(nc: NatsConnection, attempts: readonly ForbiddenAttempt[]): Promise<ForbiddenAttempt[]> {
  const open = new Set(attempts);
  const all = Promise.withResolvers<void>();
  // Refusals of subscriptions are statuses, too.
  const nobody = { onMessage: () => undefined, onRefused: () => undefined };
  using _refusals = onStatus(nc, (status) => {
    if (status.type !== 'error' || !(status.error instanceof PermissionViolationError)) return;
    const { operation, subject } = status.error;
    const kind = operation === 'subscription' ? 'subscribe' : operation;
    for (const attempt of open) if (attempt.kind === kind && attempt.subject === subject) open.delete(attempt);
    if (open.size === 0) all.resolve();
  });
  const subscriptions = attempts.map((attempt) => {
    if (attempt.kind === 'subscribe') return listen(nc, attempt.subject, nobody);
    nc.publish(attempt.subject, HARMLESS, { headers: expectingNothing() });
    return undefined;
  });
  await nc.flush();
  if (open.size > 0) await Promise.race([all.promise, after(SETTLE_MS)]);
  for (const subscription of subscriptions) subscription?.unsubscribe();
  return [...open];
}

function expectingNothing(): MsgHdrs {
  const of = headers();
  of.set(HEADER.expectedLastSequence, NO_SEQUENCE);
  return of;
}

async function arrivedOf(
  nc: NatsConnection,
  answers: readonly ForbiddenAttempt[],
  witness: Witness,
): Promise<ForbiddenAttempt[]> {
  // A durable asked like this says what is wrong with the request, and delivers nothing.
  for (const { asks = '', subject } of answers) nc.publish(asks, HARMLESS, { reply: subject });
  await nc.flush();
  await after(SETTLE_MS);
  const arrived = new Set<string>();
  for (const subject of new Set(answers.map((answer) => answer.subject)))
    if (await witness.hasSeen(subject)) arrived.add(subject);
  return answers.filter(({ subject }) => arrived.has(subject));
}

async function after(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

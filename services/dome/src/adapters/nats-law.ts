// The law in LAW_EVENTS: folded and followed by every replica. Live messages are hints; what is folded comes from the
// stream, in its order, either because it is followed or because a request wants the newest from the leader.
import { followStream, headerOf, readNext } from '@dome/bus';
import type { Publisher, StoredMessage } from '@dome/bus';
import { CONTENT_TYPE, DomeError, EVENTS, STREAMS, checkEvent, cursorAfter, eventOf, filters } from '@dome/contracts';
import { openEvent, subjects } from '@dome/contracts';
import type { AnyEvent } from '@dome/contracts';
import { documentId } from '@dome/planning';
import { insist, systemClock } from '@dome/runtime';
import type { Logger } from '@dome/runtime';
import type { NatsConnection } from '@nats-io/transport-node';

import type { LawDraft } from '../law/judge-change.ts';
import { EMPTY_LAW, applyLawEvent, passLawEvent } from '../law/law-state.ts';
import type { LawEvent, LawState } from '../law/law-state.ts';
import type { LawStore } from '../ports.ts';

export interface NatsLawOptions {
  readonly publisher: Publisher;
  /** `/dome/<instance>`. */
  readonly source: string;
  readonly now: () => number;
  /** Drawn once per write. */
  readonly nonce: () => string;
  readonly logger: Logger;
}

export interface NatsLaw extends LawStore, AsyncDisposable {
  /** Rejects if following ends for any reason but its disposal. */
  readonly failed: Promise<never>;
}

const STREAM = STREAMS.LAW_EVENTS;
const FILTER = filters.lawEvent();
const encoder = new TextEncoder();
const HEADERS = { 'Content-Type': CONTENT_TYPE } as const;

/** Resolves when everything stored before the call is folded. */
export async function followLaw(nc: NatsConnection, options: NatsLawOptions): Promise<NatsLaw> {
  const { logger } = options;
  let law: LawState = EMPTY_LAW;
  const take = (message: StoredMessage): void => {
    law = folded(law, message, logger);
  };
  const read = { stream: STREAM, filters: [FILTER], logger };
  for await (const message of followStream(nc, { ...read, untilCaughtUp: true })) take(message);
  const controller = new AbortController();
  const { signal } = controller;
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const goOn = async (): Promise<void> => {
    const live = { liveSubjects: [filters.liveLaw()], signal, from: cursorAfter(law.sequence) };
    for await (const message of followStream(nc, { ...read, ...live })) take(message);
  };
  const following = insist(goOn, { what: 'the law', clock: systemClock, logger, signal }).catch(reject);
  const refresh = async (): Promise<LawState> => {
    for (;;) {
      const message = await readNext(nc, { stream: STREAM, filter: FILTER, from: cursorAfter(law.sequence) });
      if (message === undefined) return law;
      take(message);
    }
  };
  return {
    get law() {
      return law;
    },
    failed,
    refresh,
    async append(draft, expectedLast) {
      const sequence = await appendEvent(options, draft, expectedLast);
      await refresh();
      return sequence;
    },
    async [Symbol.asyncDispose]() {
      controller.abort();
      await following;
    },
  };
}

/** An event that cannot be read is passed over by every replica, and said. */
function folded(law: LawState, message: StoredMessage, logger: Logger): LawState {
  const { sequence, subject, timeMs } = message;
  if (sequence <= law.sequence) return law;
  try {
    return applyLawEvent(law, { sequence, timeMs, event: storedLawEvent(message) });
  } catch (err) {
    logger.error({ err, subject, sequence }, 'event of law not read');
    return passLawEvent(law, sequence);
  }
}

/** @throws DomeError INVALID_REQUEST */
function storedLawEvent(message: StoredMessage): LawEvent {
  const event = openEvent(message.payload, (name) => headerOf(message.headers, name));
  if (!isLawEvent(event)) throw new DomeError('INVALID_REQUEST', { detail: `${event.type} is not an event of law` });
  const { kind, name } = event.data;
  if (message.subject !== subjects.lawEvent({ kind, name, phase: EVENTS[event.type].phase })) {
    throw new DomeError('INVALID_REQUEST', { detail: `the event at ${message.subject} is about ${kind} ${name}` });
  }
  return event;
}

const isLawEvent = (event: AnyEvent): event is LawEvent => event.type.startsWith('dev.dome.law.');

/** @returns undefined when somebody else wrote first. */
async function appendEvent(
  options: NatsLawOptions,
  draft: LawDraft,
  expectedLast: number,
): Promise<number | undefined> {
  const { phase } = EVENTS[draft.type];
  const { kind, name } = draft.data;
  const document = documentId(draft.data);
  const id = `${document}.${phase}.${options.nonce()}`;
  const about = { id, source: options.source, subject: document, timeMs: options.now(), runId: document };
  const event =
    draft.type === 'dev.dome.law.applied.v1'
      ? eventOf({ ...about, type: draft.type, data: draft.data })
      : eventOf({ ...about, type: draft.type, data: draft.data });
  try {
    checkEvent(event);
  } catch (cause) {
    throw new DomeError('INTERNAL', { detail: `the event ${id} does not keep the contract` }, { cause });
  }
  const published = await options.publisher.publish({
    subject: subjects.lawEvent({ kind, name, phase }),
    payload: encoder.encode(JSON.stringify(event)),
    messageId: id,
    expectLast: { filter: FILTER, sequence: expectedLast },
    headers: HEADERS,
  });
  return published.status === 'conflict' ? undefined : published.sequence;
}

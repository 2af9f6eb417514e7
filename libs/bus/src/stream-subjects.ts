// Which subjects of a stream hold messages. The server knows it without reading a message, so the answer costs only as much
// as the names, however long the stream.

import { DomeError, isJsonObject } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

import { apiRequest, JetStreamFault } from './js-request.ts';
import { api, OWN_API } from './wire.ts';

export interface StreamSubjects {
  readonly subjects: readonly string[];
  /** The stream's last sequence when the first of them were named: what is stored later may or may not be among them. */
  readonly lastSequence: number;
  /** When the stream was made, as the server writes it: a new stream of the same name has another time. */
  readonly created: string;
  /** The server's time when it named the first of them; absent if it does not say. */
  readonly serverTimeMs?: number;
  /** If it takes several answers, a subject may shift between two of them and be named in none. */
  readonly isOneAnswer: boolean;
}

export interface SubjectsRead {
  readonly stream: string;
  readonly filter: string;
  readonly apiPrefix?: string;
  /** For each page. */
  readonly timeoutMs?: number;
}

/** The names of a long stream take their time. */
const TIMEOUT_MS = 30_000;

/** From the leader. @throws UNAVAILABLE, TIMEOUT, FORBIDDEN */
export async function readSubjects(nc: NatsConnection, read: SubjectsRead): Promise<StreamSubjects> {
  const first = await subjectPage(nc, read, 0);
  const { subjects: _, total: __, ...facts } = first;
  const subjects = new Set(first.subjects);
  for (let page = first, offset = 0; ; page = await subjectPage(nc, read, offset)) {
    for (const subject of page.subjects) subjects.add(subject);
    offset += page.subjects.length;
    if (page.subjects.length > 0 && offset < page.total) continue;
    return { ...facts, subjects: [...subjects], isOneAnswer: page === first };
  }
}

interface SubjectPage extends Omit<StreamSubjects, 'isOneAnswer'> {
  readonly total: number;
}

async function subjectPage(
  nc: NatsConnection,
  { stream, filter, apiPrefix, timeoutMs = TIMEOUT_MS }: SubjectsRead,
  offset: number,
): Promise<SubjectPage> {
  try {
    const subject = api.streamInfo(apiPrefix ?? OWN_API, stream);
    const answer = await apiRequest(nc, { subject, body: { subjects_filter: filter, offset }, timeoutMs });
    const state = isJsonObject(answer['state']) ? answer['state'] : {};
    const subjects = isJsonObject(state['subjects']) ? Object.keys(state['subjects']) : [];
    const [lastSequence, total] = [Number(state['last_seq'] ?? 0), Number(answer['total'] ?? 0)];
    const created = typeof answer['created'] === 'string' ? answer['created'] : '';
    const serverTimeMs = Date.parse(String(answer['ts']));
    return { subjects, lastSequence, total, created, ...(Number.isNaN(serverTimeMs) ? {} : { serverTimeMs }) };
  } catch (error) {
    if (!(error instanceof JetStreamFault)) throw error;
    const detail = `The subjects of ${stream} cannot be read: ${error.message}.`;
    throw new DomeError('UNAVAILABLE', { detail }, { cause: error });
  }
}

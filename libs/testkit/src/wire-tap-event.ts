// One event against its subject and its headers: each says three times who and what it is about, and all must agree.
import { BUCKETS, CHANNELS, DomeError, EVENTS, filters, openEvent } from '@dome/contracts';
import type { AnyEvent, HeaderReader, ParsedSubject } from '@dome/contracts';

import { pathOf, undeclaredMembers } from './wire-tap-members.ts';

export interface EventMessage {
  readonly subject: string;
  readonly header: HeaderReader;
  readonly payload: Uint8Array;
}

export interface JudgedEvent {
  readonly event?: AnyEvent;
  readonly findings: readonly string[];
}

export function judgeEvent(message: EventMessage, parsed: ParsedSubject): JudgedEvent {
  let event: AnyEvent;
  try {
    event = openEvent(message.payload, message.header);
  } catch (error) {
    if (error instanceof DomeError) return { findings: [error.message] };
    throw error;
  }
  const findings = [
    ...headerFindings(message, event),
    ...identityFindings(event, parsed),
    ...undeclaredMembers(pathOf(event.dataschema), event.data).map((pointer) => `/data${pointer} is not declared`),
  ];
  return { event, findings };
}

function headerFindings({ header }: EventMessage, event: AnyEvent): string[] {
  const messageId = header('Nats-Msg-Id');
  return messageId === event.id ? [] : [`its message id is ${messageId}, its id ${event.id}`];
}

/** What each parameter of a subject must equal in the event. */
function identityFindings(event: AnyEvent, { channel, params }: ParsedSubject): string[] {
  const { kind, channel: own, ...declared } = EVENTS[event.type];
  const liveOf: Readonly<Record<string, string>> = {
    liveJob: 'jobTransition',
    liveNote: 'jobNote',
    liveLog: 'jobLog',
    liveRun: 'runEvent',
    liveLaw: 'lawEvent',
  };
  if ((liveOf[channel] ?? channel) !== own) return [`${event.type} does not belong on ${CHANNELS[channel].address}`];
  const data: Readonly<Record<string, unknown>> = { ...event.data };
  const phase = 'phase' in declared ? declared.phase : undefined;
  const facts: Readonly<Record<string, readonly unknown[]>> = {
    runId: [event.correlationid, data['runId'], kind === 'run' ? event.subject : params['runId']],
    jobId: [event.subject, data['jobId']],
    phase: [phase],
    note: [phase],
    pool: [data['pool']],
    skill: [skillOf(data) ?? params['skill']],
    plan: [planOf(event) ?? params['plan']],
    kind: [data['kind'], aboutLaw(params) === event.correlationid ? params['kind'] : event.correlationid],
    name: [data['name'], aboutLaw(params) === event.subject ? params['name'] : event.subject],
  };
  return Object.entries(params).flatMap(([name, token]) =>
    (facts[name] ?? [])
      .filter((fact) => fact !== token)
      .map((fact) => `the ${name} of its subject is ${token}, its own ${String(fact)}`),
  );
}

/** A document of law, as the subject and the correlation of its events name it. */
const aboutLaw = (params: ParsedSubject['params']): string => `${params['kind']}_${params['name']}`;

/** Messages before a start name the version of their skill only if they know it. */
function skillOf(data: Readonly<Record<string, unknown>>): unknown {
  const { skill } = data;
  return typeof skill === 'object' && skill !== null && 'name' in skill ? skill.name : undefined;
}

function planOf(event: AnyEvent): unknown {
  return event.type === 'dev.dome.run.submitted.v1' ? event.data.plan['name'] : undefined;
}

const EXPECTED = 'Nats-Expected-Last-Subject-Sequence';

/** L7: each transition and each run event is written by compare-and-set over its whole chain. */
export function chainGuardFindings({ header }: EventMessage, { channel, params }: ParsedSubject): string[] {
  if (channel !== 'jobTransition' && channel !== 'runEvent' && channel !== 'lawEvent') return [];
  const { phase: _, ...chain } = params;
  const expected = guardOf(channel, chain);
  const filter = header(`${EXPECTED}-Subject`);
  if (header(EXPECTED) === undefined) return ['it is written without an expected last sequence'];
  return filter === expected ? [] : [`its expectation is over ${filter ?? 'its own subject'}, not ${expected}`];
}

/** The law is one chain over all of its documents. */
function guardOf(channel: 'jobTransition' | 'runEvent' | 'lawEvent', chain: ParsedSubject['params']): string {
  switch (channel) {
    case 'jobTransition':
      return filters.jobTransition(chain);
    case 'runEvent':
      return filters.runEvent(chain);
    case 'lawEvent':
      return filters.lawEvent();
  }
}

/** The subject under which a live message is stored. */
export function recordOf(live: string): string {
  return live
    .replace(/^dome\.live\.(job|run|law)\./, 'dome.evt.$1.')
    .replace(/^dome\.live\.lock\./, `$KV.${BUCKETS.domed_locks}.`)
    .replace(/^dome\.live\.log\./, 'dome.log.');
}

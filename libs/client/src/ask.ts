// Typed requests to the services of the contract: each reply is checked by its validator.

import { ENDPOINTS, checkDocument, openReply, soundTrace } from '@dome/contracts';
import type { EndpointName, EndpointTypes, WrittenTrace } from '@dome/contracts';
import type { Msg, NatsConnection } from '@nats-io/nats-core';

import { createQuestioner } from './question.ts';
import type { QuestionOptions, ServiceCall } from './question.ts';

export interface AskOptions extends QuestionOptions {
  /** The trace that the request belongs to. */
  readonly trace?: WrittenTrace;
}

type Request<Name extends EndpointName> = EndpointTypes[Name]['request'];
type Reply<Name extends EndpointName> = EndpointTypes[Name]['reply'];

/** An endpoint whose subject has no parameters. */
export type PlainEndpoint = Exclude<
  EndpointName,
  'runtimeArtifactChunk' | 'runtimeArtifactCommit' | 'runtimeDaemonGet' | 'controlReplicaGet'
>;

export interface Asker {
  /**
   * @throws DomeError whatever the service answers; UNAVAILABLE, TIMEOUT or FORBIDDEN if none does; PAYLOAD_TOO_LARGE.
   */
  ask<Name extends PlainEndpoint>(endpoint: Name, request: Request<Name>, options?: AskOptions): Promise<Reply<Name>>;
  /** The raw reply, with a problem turned into an error: for replies whose headers matter. */
  raw(question: ServiceCall, options?: AskOptions): Promise<Msg>;
  /**
   * For a subject with parameters, or a payload that is not JSON. It goes to a single instance, so no other could
   * answer.
   */
  put<Name extends EndpointName>(endpoint: Name, question: ServiceCall, options?: AskOptions): Promise<Reply<Name>>;
}

export function createAsker(nc: NatsConnection, defaults: AskOptions = {}): Asker {
  const questioner = createQuestioner(nc, (value) => checkDocument('Problem', value), defaults);
  return {
    raw: (question, options) => questioner.raw(question, options),
    async ask(endpoint, request, options) {
      const question = { ...questionOf(endpoint, request), ...traceHeaders(options?.trace) };
      return openReply(endpoint, (await questioner.raw(question, options)).data);
    },
    async put(endpoint, question, options) {
      return openReply(endpoint, (await questioner.once(question, options)).data);
    },
  };
}

const questionOf = <Name extends PlainEndpoint>(endpoint: Name, request: Request<Name>): ServiceCall => ({
  subject: ENDPOINTS[endpoint].address,
  payload: JSON.stringify(request),
});

/** A trace that is none is left out: the service would not read it. */
function traceHeaders(trace: WrittenTrace = {}): Pick<ServiceCall, 'headers'> {
  const { traceparent, tracestate } = soundTrace(trace);
  if (traceparent === undefined) return {};
  return { headers: { traceparent, ...(tracestate === undefined ? {} : { tracestate }) } };
}

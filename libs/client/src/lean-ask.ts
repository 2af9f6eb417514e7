// Requests for a page, which carries no validators: a reply is typed by the contract and was checked by the plane that sent it.
import { CHANNELS, isJsonObject, parseJson } from '@dome/contracts/portable';
import type { EndpointName, EndpointTypes, ProblemBody } from '@dome/contracts/portable';
import type { NatsConnection } from '@nats-io/nats-core';

import type { Asker } from './ask.ts';
import { createQuestioner } from './question.ts';
import type { Questioner } from './question.ts';

/** @throws DomeError whatever the service answers; UNAVAILABLE, TIMEOUT or FORBIDDEN if none does */
export type LeanAsk = <Name extends EndpointName>(
  endpoint: Name,
  request: EndpointTypes[Name]['request'],
) => Promise<EndpointTypes[Name]['reply']>;

/** For a subject with parameters: it goes to a single instance. */
export function createLeanPut(nc: NatsConnection): Pick<Asker, 'put'> {
  const questioner = createQuestioner(nc, readProblem);
  return {
    put: async (endpoint, question, options) => {
      const { data } = await questioner.once(question, options);
      return parseJson(data) as EndpointTypes[typeof endpoint]['reply'];
    },
  };
}

export function createLeanAsk(nc: NatsConnection): LeanAsk {
  const questioner = createLeanQuestioner(nc);
  return async (endpoint, request) => {
    const subject = CHANNELS[endpoint].address;
    const reply = await questioner.raw({ subject, payload: JSON.stringify(request) });
    return parseJson(reply.data) as EndpointTypes[typeof endpoint]['reply'];
  };
}

/** For replies whose headers or bytes matter. */
export const createLeanQuestioner = (nc: NatsConnection): Questioner => createQuestioner(nc, readProblem);

function readProblem(value: unknown): ProblemBody {
  if (!isProblem(value)) throw new TypeError('the reply is marked as an error and is no problem of the contract');
  return value;
}

const isProblem = (value: unknown): value is ProblemBody =>
  isJsonObject(value) && typeof value['code'] === 'string' && typeof value['detail'] === 'string';

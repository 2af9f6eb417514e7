// Services: a request determines which reply may come, and where.
import { DomeError, ENDPOINTS, checkDocument, openReply, openRequest, parseJson } from '@dome/contracts';
import type { EndpointName, HeaderReader } from '@dome/contracts';

import { undeclaredMembers } from './wire-tap-members.ts';

export const isEndpoint = (channel: string): channel is EndpointName => Object.hasOwn(ENDPOINTS, channel);

/** The names of its messages: runtimeJobGet has JobGetRequest; bytes are bytes. */
export const requestName = (endpoint: EndpointName): string => ENDPOINTS[endpoint].messages.request;
export const replyName = (endpoint: EndpointName): string => ENDPOINTS[endpoint].messages.reply;

const fileOf = (message: string): string =>
  `service/${message.replaceAll(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}.json`;

export function judgeRequest(endpoint: EndpointName, payload: Uint8Array): string[] {
  return judged(() => openRequest(endpoint, payload), requestName(endpoint));
}

export interface JudgedReply {
  readonly name: string;
  readonly findings: readonly string[];
}

/** @param header reads the reply's headers, which name an error too */
export function judgeReply(endpoint: EndpointName, payload: Uint8Array, header: HeaderReader): JudgedReply {
  const status = header('Nats-Service-Error-Code');
  if (status === undefined)
    return { name: replyName(endpoint), findings: judged(() => openReply(endpoint, payload), replyName(endpoint)) };
  return { name: 'Problem', findings: judged(() => openProblem(payload, header), 'Problem') };
}

/** ADR-32 requires a number and a sentence in the headers: they are those of the problem. */
function openProblem(payload: Uint8Array, header: HeaderReader): object {
  const problem = checkDocument('Problem', parseJson(payload));
  const said = [header('Nats-Service-Error-Code'), header('Nats-Service-Error')];
  const expected = [String(problem.status), `${problem.code}: ${problem.title}`];
  if (said.join() === expected.join()) return problem;
  throw new DomeError('INVALID_REQUEST', { detail: `its headers say ${said.join(', ')}, not ${expected.join(', ')}` });
}

function judged(open: () => unknown, name: string): string[] {
  try {
    const value = open();
    if (value instanceof Uint8Array) return [];
    return undeclaredMembers(name === 'Problem' ? 'problem.json' : fileOf(name), value).map(
      (pointer) => `${name} ${pointer} is not declared`,
    );
  } catch (error) {
    if (error instanceof DomeError) return [error.message];
    throw error;
  }
}

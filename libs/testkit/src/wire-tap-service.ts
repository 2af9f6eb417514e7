// Services: a request says which reply may come, and where.
import { DomeError, ENDPOINTS, checkDocument, openReply, openRequest, parseJson } from '@dome/contracts';
import type { EndpointName, HeaderReader } from '@dome/contracts';

import { undeclaredMembers } from './wire-tap-members.ts';

export const isEndpoint = (channel: string): channel is EndpointName => Object.hasOwn(ENDPOINTS, channel);

/** The names of its messages: runtimeJobGet speaks JobGetRequest; bytes are bytes. */
export function requestName(endpoint: EndpointName): string {
  return ENDPOINTS[endpoint].request === null ? 'ArtifactBytes' : `${wordOf(endpoint)}Request`;
}

export function replyName(endpoint: EndpointName): string {
  return ENDPOINTS[endpoint].reply === null ? 'ArtifactBytes' : `${wordOf(endpoint)}Reply`;
}

const wordOf = (endpoint: EndpointName): string => endpoint.replace(/^(runtime|control)/, '');
const fileOf = (message: string): string =>
  `service/${message.replaceAll(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}.json`;

export function judgeRequest(endpoint: EndpointName, payload: Uint8Array): string[] {
  return judged(() => openRequest(endpoint, payload), requestName(endpoint));
}

export interface JudgedReply {
  readonly name: string;
  readonly findings: readonly string[];
}

/** @param header reads the reply's headers: an error is named there, too. */
export function judgeReply(endpoint: EndpointName, payload: Uint8Array, header: HeaderReader): JudgedReply {
  const code = header('Nats-Service-Error-Code');
  if (code === undefined)
    return { name: replyName(endpoint), findings: judged(() => openReply(endpoint, payload), replyName(endpoint)) };
  const findings = judged(() => {
    const problem = checkDocument('Problem', parseJson(payload));
    if (problem.code !== code)
      throw new DomeError('INVALID_REQUEST', { detail: `the header says ${code}, the problem ${problem.code}` });
    if (header('Nats-Service-Error') === undefined)
      throw new DomeError('INVALID_REQUEST', { detail: 'the header Nats-Service-Error is missing' });
    return problem;
  }, 'Problem');
  return { name: 'Problem', findings };
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

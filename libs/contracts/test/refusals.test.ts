import { expect, test } from 'vitest';

import { checkDocument, checkEvent, DomeError, ENDPOINTS, EVENTS, openReply, openRequest } from '../src/index.ts';
import type { EndpointName } from '../src/index.ts';
import { brokenOnes } from './refusals.ts';
import type { Broken } from './refusals.ts';
import { example } from './vectors.ts';

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Those accepted although they break the schema. */
function taken(broken: readonly Broken[], open: (value: unknown) => unknown): string[] {
  return broken.flatMap(({ path, why, value }) => {
    try {
      open(value);
      return [`${path.join('/')}: ${why}`];
    } catch (error) {
      expect(error).toBeInstanceOf(DomeError);
      return [];
    }
  });
}

test.each(Object.entries(EVENTS))(
  '%s: the opposite of anything its schema requires is refused',
  (type, { dataschema }) => {
    const good = example(type) as { data: object };
    const file = dataschema.replace('https://dome.dev/schemas/', '');
    const inData = brokenOnes(file, good.data);
    expect(inData.length).toBeGreaterThan(10);
    expect(taken(inData, (data) => checkEvent({ ...good, data }))).toEqual([]);
    expect(taken(brokenOnes('envelope.json', good), checkEvent)).toEqual([]);
  },
);

const isEndpoint = (name: string): name is EndpointName => Object.hasOwn(ENDPOINTS, name);
const words = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

test.each(Object.keys(ENDPOINTS).filter(isEndpoint))('%s: the same for its request and its reply', (name) => {
  const { request, reply, messages } = ENDPOINTS[name];
  if (request !== undefined) {
    const broken = brokenOnes(`service/${words(messages.request)}.json`, example(messages.request));
    expect(taken(broken, (value) => openRequest(name, bytesOf(value)))).toEqual([]);
  }
  if (reply !== undefined) {
    const broken = brokenOnes(`service/${words(messages.reply)}.json`, example(messages.reply));
    expect(taken(broken, (value) => openReply(name, bytesOf(value)))).toEqual([]);
  }
});

test('the same for a problem', () => {
  expect(taken(brokenOnes('problem.json', example('Problem')), (value) => checkDocument('Problem', value))).toEqual([]);
});

test('a reader takes a value that an open enum does not list, of the same type', () => {
  const { data, ...event } = example('dev.dome.job.started.v1') as { data: { worker: object } };
  const guardedBy = (guard: unknown) => ({ ...event, data: { ...data, worker: { ...data.worker, guard } } });
  expect(() => checkEvent(guardedBy('landlock'))).not.toThrow();
  expect(() => checkEvent(guardedBy(7))).toThrow(DomeError);
});

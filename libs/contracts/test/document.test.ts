import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DomeError, ENDPOINTS, checkDocument, openReply, openRequest } from '../src/index.ts';
import type { EndpointName } from '../src/index.ts';
import { example } from './vectors.ts';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const isEndpoint = (name: string): name is EndpointName => Object.hasOwn(ENDPOINTS, name);
const endpoints = Object.keys(ENDPOINTS).filter(isEndpoint);

test('raw bytes are passed on as they are, and only one request and one reply are raw', () => {
  const bytes = new Uint8Array([0, 255]);
  expect(endpoints.filter((name) => ENDPOINTS[name].request === undefined)).toEqual(['runtimeArtifactChunk']);
  expect(endpoints.filter((name) => ENDPOINTS[name].reply === undefined)).toEqual(['runtimeArtifactGet']);
  expect(openRequest('runtimeArtifactChunk', bytes)).toBe(bytes);
  expect(openReply('runtimeArtifactGet', bytes)).toBe(bytes);
});

describe.each(endpoints.filter((name) => ENDPOINTS[name].request !== undefined))('the request of %s', (name) => {
  test('takes its example and names the fault of another', () => {
    const value = example(ENDPOINTS[name].messages.request);
    expect(openRequest(name, encode(value))).toEqual(value);
    expect(() => openRequest(name, encode([]))).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  test('arbitrary bytes end as a request or as an error of the catalogue', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.jsonValue().map(encode)), (bytes) => {
        try {
          openRequest(name, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(DomeError);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(endpoints.filter((name) => ENDPOINTS[name].reply !== undefined))('the reply of %s', (name) => {
  test('accepts its example, and a service that breaks the contract is INTERNAL', () => {
    const value = example(ENDPOINTS[name].messages.reply);
    expect(openReply(name, encode(value))).toEqual(value);
    expect(() => openReply(name, encode(7))).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});

test('an empty payload is an empty object, and required members are still required', () => {
  expect(openRequest('controlRunList', new Uint8Array())).toEqual({});
  expect(() => openRequest('controlRunGet', new Uint8Array())).toThrow(
    expect.objectContaining({ code: 'INVALID_REQUEST', fields: expect.objectContaining({ pointer: '/runId' }) }),
  );
});

test('a document is refused at its first fault, a typing error in a plan included', () => {
  const { plan } = (example('dev.dome.run.submitted.v1') as { data: { plan: object } }).data;
  expect(checkDocument('Plan', plan)).toBe(plan);
  const faults = { '/tsks': 'tsks', '/a~1b~0c': 'a/b~c', '/__proto__': '__proto__' };
  for (const [pointer, name] of Object.entries(faults)) {
    const misspelt = JSON.parse(`${JSON.stringify(plan).slice(0, -1)},${JSON.stringify(name)}:{}}`) as unknown;
    expect(() => checkDocument('Plan', misspelt)).toThrow(
      expect.objectContaining({ code: 'INVALID_REQUEST', fields: expect.objectContaining({ pointer }) }),
    );
  }
});

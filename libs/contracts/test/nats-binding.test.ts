import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { CloudEvent, HTTP, ValidationError } from 'cloudevents';
import type { CloudEventV1, Message } from 'cloudevents';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openEvent } from '../src/event.ts';
import { decodeHeaderValue, encodeHeaderValue } from '../src/header-value.ts';
import { NATS } from '../src/nats-binding.ts';
import { eventVectors, example } from './vectors.ts';

const types = readdirSync(join(import.meta.dirname, '../../../schemas/examples'))
  .filter((name) => name.startsWith('dev.dome.'))
  .map((name) => name.replace(/\.json$/, ''));

const single = (message: Message): CloudEventV1<unknown> => {
  const event = NATS.toEvent(message);
  if (Array.isArray(event)) throw new Error('NATS has no batches');
  return event;
};

const EVENT = { specversion: '1.0', id: '1', source: '/here', type: 'com.example.seen' };

describe('every event of the contract', () => {
  const eventOf = (type: string): CloudEventV1<unknown> => example(type) as CloudEventV1<unknown>;

  test('has an example', () => expect(types.length).toBeGreaterThan(20));

  test.each(types)('%s comes back unchanged from both modes', (type) => {
    for (const message of [NATS.binary(eventOf(type)), NATS.structured(eventOf(type))]) {
      expect(NATS.isEvent(message)).toBe(true);
      expect(single(message)).toEqual(eventOf(type));
    }
  });

  test.each(types)('%s is read by the planes in both modes', (type) => {
    for (const { headers, body } of [NATS.binary(eventOf(type)), NATS.structured(eventOf(type))]) {
      expect(openEvent(body, (name) => headers[name])).toEqual(eventOf(type));
    }
  });
});

describe('the vectors for other languages', () => {
  test.each(eventVectors.events)('$name', ({ headers, payload, event }) => {
    expect(single({ headers, body: Buffer.from(payload) })).toMatchObject(event as object);
  });

  test.each(eventVectors.headerValues)('header value: $name', ({ value, encoded, readOnly = false }) => {
    expect(decodeHeaderValue(encoded)).toBe(value);
    if (!readOnly) expect(encodeHeaderValue(value)).toBe(encoded);
  });
});

describe('the data', () => {
  test.each<[what: string, event: Partial<CloudEventV1<unknown>>, payload: string, read: unknown]>([
    ['JSON', { datacontenttype: 'application/json', data: { a: 1 } }, '{"a":1}', { a: 1 }],
    ['JSON of a vendor', { datacontenttype: 'application/vnd.x+json; charset=utf-8', data: [1] }, '[1]', [1]],
    ['JSON text', { datacontenttype: 'application/json', data: 'a' }, '"a"', 'a'],
    ['without a type', { data: null }, 'null', null],
    ['text', { datacontenttype: 'text/plain', data: 'æ' }, 'æ', 'æ'],
    ['none', { datacontenttype: 'application/json' }, '', undefined],
  ])('%s', (_, more, payload, read) => {
    const { body } = NATS.binary({ ...EVENT, ...more });
    expect(new TextDecoder().decode(body)).toBe(payload);
    expect(single(NATS.binary({ ...EVENT, ...more })).data).toEqual(read);
    expect(single(NATS.structured({ ...EVENT, ...more })).data).toEqual(read);
  });

  test('bytes stay bytes, and are the payload of binary mode', () => {
    const data = new Uint8Array([0, 255, 128]);
    const event = new CloudEvent({ ...EVENT, datacontenttype: 'application/octet-stream', data });
    expect(NATS.binary(event).body).toEqual(data);
    for (const message of [NATS.binary(event), NATS.structured(event)]) {
      expect(single(message)).toMatchObject({ data, data_base64: 'AP+A' });
    }
  });
});

describe('compatibility with the SDK', () => {
  test('an event of the SDK can be sent, and a received one is one to the SDK', () => {
    const event = new CloudEvent({ ...EVENT, time: '2026-03-02T09:00:01.200Z', data: { a: 1 }, partitionkey: 'k' });
    for (const message of [NATS.binary(event), NATS.structured(event)]) {
      expect(new CloudEvent(single(message)).toJSON()).toEqual(event.toJSON());
    }
  });

  test('its structured mode over HTTP is read here', () => {
    const { headers, body } = HTTP.structured(new CloudEvent({ ...EVENT, time: '2026-03-02T09:00:01.200Z' }));
    expect(single({ headers, body })).toMatchObject(EVENT);
  });

  test('numbers, booleans and times are headers by their canonical text', () => {
    const { headers } = NATS.binary({ ...EVENT, count: 7, fine: true });
    expect(headers).toEqual({
      'ce-specversion': '1.0',
      'ce-id': '1',
      'ce-source': '/here',
      'ce-type': 'com.example.seen',
      'ce-count': '7',
      'ce-fine': 'true',
    });
  });

  test('header names are read in any case, and values as lists', () => {
    const headers = { 'CE-ID': ['1'], 'Ce-Source': '/here', 'ce-type': 'com.example.seen', 'CE-specversion': '1.0' };
    expect(single({ headers, body: '' })).toEqual(EVENT);
  });
});

describe('what is no event', () => {
  const without = (name: string): Record<string, string> => {
    const { [`ce-${name}`]: _, ...headers } = NATS.binary(EVENT).headers;
    return headers;
  };
  const with_ = (more: Record<string, string>): Record<string, string> => ({ ...NATS.binary(EVENT).headers, ...more });
  const json = { 'content-type': 'application/cloudevents+json' };

  test.each<[what: string, headers: Record<string, string>, body: unknown]>([
    ['a plain message', {}, '{}'],
    ['structured content without its content type', {}, JSON.stringify(EVENT)],
    ['an id that is not there', without('id'), ''],
    ['a source that is not there', without('source'), ''],
    ['a type that is not there', without('type'), ''],
    ['a version that is not there', without('specversion'), ''],
    ['another version', with_({ 'ce-specversion': '0.3' }), ''],
    ['a time that is none', with_({ 'ce-time': 'now' }), ''],
    ['an attribute that is no UTF-8', with_({ 'ce-subject': '%C0%A0' }), ''],
    ['data that are no JSON', with_({ 'ce-datacontenttype': 'application/json' }), '{'],
    ['structured content that is no JSON', json, '{'],
    ['structured content that is no object', json, '[]'],
    ['structured content that is no UTF-8', json, new Uint8Array([0xff])],
    ['a batch', { 'content-type': 'application/cloudevents-batch+json' }, `[${JSON.stringify(EVENT)}]`],
    ['a payload that is neither bytes nor text', json, 7],
  ])('%s', (_, headers, body) => {
    expect(NATS.isEvent({ headers, body })).toBe(false);
    expect(() => NATS.toEvent({ headers, body })).toThrow(ValidationError);
  });

  test('an attribute that has no valid header name is not sent', () => {
    expect(() => NATS.binary({ ...EVENT, 'two words': 1 })).toThrow(ValidationError);
  });

  test('no time is made up', () => {
    expect(single(NATS.binary(EVENT))).toEqual(EVENT);
    expect(single(NATS.structured(EVENT))).toEqual(EVENT);
  });
});

test('a header value reads back as what was written, and is printable ASCII without a space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(text.isWellFormed());
      expect(encodeHeaderValue(text)).toMatch(/^[!-~]*$/);
      expect(decodeHeaderValue(encodeHeaderValue(text))).toBe(text);
    }),
  );
});

test('a quoted value is read without its quotes and escapes', () => {
  expect(decodeHeaderValue(String.raw`"say \"hi\" %2B 1"`)).toBe('say "hi" + 1');
});

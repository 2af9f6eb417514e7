import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DomeError, EVENTS, LIMITS, checkEvent, openEvent, parseJson, sealEvent } from '../src/index.ts';
import type { AnyEvent, HeaderReader } from '../src/index.ts';
import { eventVectors, example } from './vectors.ts';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function readerOf(headers: Readonly<Record<string, string>>): HeaderReader {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => lower.get(name.toLowerCase());
}

function sealed(event: AnyEvent): Uint8Array {
  const { type, id, source, subject, time, correlationid, data } = event;
  const optional = { causationId: event.causationid, traceparent: event.traceparent, tracestate: event.tracestate };
  return sealEvent({ type, id, source, subject, timeMs: Date.parse(time), runId: correlationid, ...optional, data });
}

describe('every event of the contract', () => {
  test.each(Object.keys(EVENTS))('%s: its example comes back as it was sealed', (type) => {
    const event = openEvent(encode(example(type)));
    expect(event).toEqual(example(type));
    expect(openEvent(sealed(event))).toEqual(event);
  });

  test.each(Object.keys(EVENTS))('%s: binary mode gives the same event', (type) => {
    const { data, ...attributes } = openEvent(encode(example(type)));
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]));
    expect(openEvent(encode(data), readerOf(headers))).toEqual({ ...attributes, data });
  });

  test.each(Object.keys(EVENTS))('%s: a missing required attribute is named', (type) => {
    for (const name of ['id', 'source', 'subject', 'time', 'dataschema', 'correlationid', 'data', 'specversion']) {
      const { [name]: _, ...rest } = example(type) as Record<string, unknown>;
      expect(() => openEvent(encode(rest))).toThrow(faultAt(`/${name}`));
    }
  });
});

const faultAt = (pointer: string): unknown =>
  expect.objectContaining({ code: 'INVALID_REQUEST', fields: expect.objectContaining({ pointer }) });

describe('vectors of the NATS binding', () => {
  test.each(eventVectors.events)('$name', ({ headers, payload, event }) => {
    expect(openEvent(Buffer.from(payload), readerOf(headers))).toEqual(event);
  });

  test.each(eventVectors.refused)('refused: $name', ({ headers, payload, pointer }) => {
    expect(() => openEvent(Buffer.from(payload), readerOf(headers))).toThrow(faultAt(pointer));
  });

  test.each(eventVectors.headerValues)('header value: $name', ({ value, encoded }) => {
    const { data, ...attributes } = openEvent(encode(example('dev.dome.job.started.v1')));
    const headers = Object.fromEntries(Object.entries(attributes).map(([name, text]) => [`ce-${name}`, text]));
    const event = openEvent(encode(data), readerOf({ ...headers, 'ce-causationid': encoded }));
    expect(event.causationid).toBe(value);
  });
});

describe('a tolerant reader', () => {
  test('accepts members of data and attributes that it does not know', () => {
    const event = example('dev.dome.job.started.v1') as { data: object };
    const newer = { ...event, sequence: '7', data: { ...event.data, mood: 'good' } };
    expect(openEvent(encode(newer))).toEqual(newer);
  });
});

/** Any input becomes an event or an error of the catalogue (L12). */
function opensOrRefuses(payload: Uint8Array, header?: HeaderReader): void {
  try {
    openEvent(payload, header);
  } catch (error) {
    expect(error).toBeInstanceOf(DomeError);
  }
}

describe('hostile input', () => {
  test('arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 512 }), (bytes) => opensOrRefuses(bytes)));
  });

  test('arbitrary bytes with arbitrary headers', () => {
    const headers = fc.dictionary(
      fc.constantFrom('content-type', 'ce-type', 'ce-id', 'ce-time', 'ce-subject'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), headers, (bytes, of) => opensOrRefuses(bytes, readerOf(of))),
    );
  });

  test('arbitrary JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => opensOrRefuses(encode(value))));
  });

  test('an event with any member replaced by any JSON', () => {
    const types = fc.constantFrom(...Object.keys(EVENTS));
    fc.assert(
      fc.property(types, fc.nat(), fc.boolean(), fc.jsonValue(), (type, at, inData, value) => {
        const event = example(type) as Record<string, unknown> & { data: Record<string, unknown> };
        const target = inData ? event.data : event;
        const keys = Object.keys(target);
        target[keys[at % keys.length] ?? 'x'] = value;
        opensOrRefuses(encode(event));
      }),
    );
  });

  test.each([
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['nothing', ''],
    ['__proto__ as a type', '{"__proto__":{"type":"dev.dome.job.started.v1"}}'],
    ['a type that every object has', '{"type":"constructor"}'],
    ['a type that is no text', '{"type":{"x":1}}'],
    ['a byte order mark', '\uFEFF{}'],
    ['a lone surrogate', String.raw`{"type":"\ud800"}`],
    ['an integer beyond a double', '{"type":9007199254740993}'],
  ])('%s is refused', (_what, text) => {
    expect(() => openEvent(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  test('bytes that are not UTF-8 are refused, not replaced', () => {
    expect(() => openEvent(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(faultAt(''));
  });

  test('__proto__ stays a member and changes no prototype', () => {
    const value = parseJson(Buffer.from('{"__proto__":{"polluted":true}}'));
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  test.each(['[', '{"a":'])('depth is refused before anything walks it: %s', (open) => {
    const close = open === '[' ? ']' : '}';
    const text = `${open.repeat(100_000)}1${close.repeat(100_000)}`;
    expect(() => parseJson(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });

  test('a large and deep text is refused before it is parsed, and brackets in strings do not count', () => {
    for (const text of ['['.repeat(100_000), '{"a":'.repeat(20_000), `${' '.repeat(20_000)}${'['.repeat(66)}`])
      expect(() => parseJson(Buffer.from(text))).toThrow(`deeper than ${LIMITS.jsonDepth} levels`);
    const brackets = `"${'[{\\"'.repeat(10_000)}"`;
    expect(parseJson(Buffer.from(brackets))).toBe(JSON.parse(brackets));
    const nested = (depth: number): string => `${' '.repeat(20_000)}${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => parseJson(Buffer.from(nested(LIMITS.jsonDepth + 1)))).not.toThrow();
    expect(() => parseJson(Buffer.from(nested(LIMITS.jsonDepth + 2)))).toThrow('deeper than');
  });

  test('an accepted time is a moment that a clock can be compared with', () => {
    const two = fc.stringMatching(/^\d\d$/);
    const texts = fc.tuple(
      two,
      two,
      two,
      two,
      two,
      fc.constantFrom('', '.5', '.123456789'),
      fc.constantFrom('Z', 'z', '+00:00', '+02:00'),
    );
    const event = example('dev.dome.job.started.v1') as object;
    const taken = new Set<boolean>();
    const isTaken = (time: string): boolean => {
      try {
        checkEvent({ ...event, time });
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(texts, ([month, day, hour, minute, second, fraction, zone]) => {
        const time = `2026-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`;
        taken.add(isTaken(time));
        return !isTaken(time) || Number.isFinite(Date.parse(time));
      }),
      {
        numRuns: 2_000,
        examples: [[['12', '31', '23', '59', '60', '', 'Z']], [['12', '31', '23', '59', '59', '', 'Z']]],
      },
    );
    expect(taken.size).toBe(2);
  });

  test('size is refused before it is parsed', () => {
    const bytes = new Uint8Array(LIMITS.messageBytes + 1);
    expect(() => openEvent(bytes)).toThrow(expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }));
  });

  test('a value that was parsed elsewhere is checked alike', () => {
    expect(() => checkEvent(undefined)).toThrow(faultAt('/type'));
    expect(checkEvent(example('dev.dome.run.finished.v1')).type).toBe('dev.dome.run.finished.v1');
  });
});

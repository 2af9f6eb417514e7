// The fuzzer repeats itself for the same seed, covers every endpoint and event of the contract, and recognizes a bad
// answer.
import { ENDPOINTS, EVENTS } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { createDice } from '../../chaos/dice.ts';
import { judgeAnswer } from './answer.ts';
import { messagesOf } from './fuzzer.ts';
import { targets } from './targets.ts';

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

test('the same seed gives the same messages, another one others', () => {
  const of = (seed: number) => {
    const messages = messagesOf(createDice(seed));
    return Array.from({ length: 200 }, () => {
      const { subject, payload, header } = messages.next();
      return [subject, Buffer.from(payload).toString('hex'), Buffer.from(header.bytes).toString('hex')];
    });
  };
  expect(of(7)).toEqual(of(7));
  expect(of(7)).not.toEqual(of(8));
});

test('every endpoint and every event of the contract gets messages', () => {
  const names = new Set(targets().map(({ name }) => name));
  for (const name of [...Object.keys(ENDPOINTS), ...Object.keys(EVENTS)]) expect(names).toContain(name);
});

describe('an answer', () => {
  const asked = { endpoint: 'controlRunGet', payload: bytes({ runId: 'a' }), isDamaged: false } as const;
  const problem = { code: 'NOT_FOUND', status: 404, title: 'It is not there.', detail: 'No run a.', retryable: false };
  const header = (status: number): string => `NATS/1.0\r\nNats-Service-Error-Code: ${status}\r\n\r\n`;
  const judged = (head: string, payload: Uint8Array) => judgeAnswer(asked, { subject: '', header: head, payload });

  test('that is a problem of the contract is counted by its code', () => {
    expect(judged(header(404), bytes(problem))).toEqual({ outcome: 'NOT_FOUND' });
  });

  test('is a finding when it is missing, blames the service, or is not in the contract', () => {
    const internal = { ...problem, code: 'INTERNAL', status: 500 };
    for (const [head, payload] of [
      ['NATS/1.0 503\r\n\r\n', bytes({})],
      [header(500), bytes(internal)],
      [header(400), bytes(problem)],
      [header(404), bytes({ code: 'NOT_FOUND' })],
      ['', bytes({ run: 1 })],
    ] as const)
      expect(judged(head, payload), head).toHaveProperty('finding');
  });

  test('that accepts what the contract refuses is a finding', () => {
    const list = { ...asked, endpoint: 'controlHealth', payload: Buffer.from('[1]') } as const;
    const health = { instance: 'dome-1', version: '0.1.0', status: 'ok', checks: [] };
    expect(judgeAnswer(list, { subject: '', header: '', payload: bytes(health) })).toHaveProperty('finding');
  });
});

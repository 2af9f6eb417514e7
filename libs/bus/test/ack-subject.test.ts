import { expect, test } from 'vitest';

import { parseAckSubject } from '../src/ack-subject.ts';

const facts = {
  stream: 'JOB_EVENTS',
  durable: 'dome-runs',
  deliveryCount: 2,
  streamSequence: 41,
  storedAtMs: 1_763_818_555_123,
  pendingCount: 7,
};

test('both forms of an ack subject give the same result', () => {
  expect(parseAckSubject('$JS.ACK.JOB_EVENTS.dome-runs.2.41.39.1763818555123456789.7')).toEqual(facts);
  expect(parseAckSubject('$JS.ACK._.hash.JOB_EVENTS.dome-runs.2.41.39.1763818555123456789.7')).toEqual(facts);
  expect(parseAckSubject('$JS.ACK.hub.hash.JOB_EVENTS.dome-runs.2.41.39.1763818555123456789.7.rand')).toEqual(facts);
});

test('any other subject is no ack subject', () => {
  for (const subject of ['', '_INBOX.a.1', '$JS.ACK.S.d', '$JS.ACK.S.d.x.y.z.1763818555123456789.7']) {
    expect(parseAckSubject(subject)).toBeUndefined();
  }
});

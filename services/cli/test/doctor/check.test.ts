import { expect, test } from 'vitest';

import { clockCheck, rightsCheck, serverChecks, syncCheck, topologyCheck } from '../../src/doctor/check.ts';
import { checksText, proofsText } from '../../src/render/doctor-view.ts';

test('a server that is too old fails', () => {
  const seen = { address: 'nats://a', user: 'ada', roundTripMs: 0.2 };
  expect(serverChecks({ ...seen, version: '2.15.1' }).map(({ status }) => status)).toEqual(['ok', 'ok']);
  expect(serverChecks({ ...seen, version: '2.9.10' })[1]).toMatchObject({ status: 'failed' });
});

test('a server that does not sync is worth a look, and one that does not say is unknown', () => {
  expect([true, false, undefined].map((each) => syncCheck(each).status)).toEqual(['ok', 'warning', 'unknown']);
  // As nats-server spells it: an unknown setting keeps it from starting.
  expect(syncCheck(false).instead).toContain('`sync_interval: always`');
});

test('what passes between the accounts and is not declared is named, and so is what is missing', () => {
  const line = 'service dome.svc.dome.> of DOME to VIEW';
  expect(rightsCheck(undefined).status).toBe('unknown');
  expect(rightsCheck({ undeclared: [], missing: [] }).status).toBe('ok');
  expect(rightsCheck({ undeclared: [line], missing: ['stream a of DOME to VIEW'] })).toMatchObject({
    status: 'failed',
    found: `${line} is not declared; stream a of DOME to VIEW is missing`,
  });
});

test('a clock that is a second off is named, on either side', () => {
  expect([0, 999, -999, 1_000, -1_000].map((each) => clockCheck(each).status)).toEqual([
    'ok',
    'ok',
    'ok',
    'warning',
    'warning',
  ]);
  expect(clockCheck(-1_500).found).toBe('1500 ms behind the broker');
});

test('drift of the topology names what differs', () => {
  const item = { kind: 'stream', changes: [] } as const;
  expect(topologyCheck([{ ...item, name: 'A', action: 'unchanged' }]).status).toBe('ok');
  expect(
    topologyCheck([
      { ...item, name: 'A', action: 'update' },
      { ...item, name: 'B', action: 'unchanged' },
    ]).found,
  ).toBe('A differ from the contract');
});

test('people read one line for each thing, and below it what to do', () => {
  expect(checksText([syncCheck(true), clockCheck(2_000)])).toBe(
    [
      'OK      sync_always  every write is on disk before it is acknowledged',
      'LOOK    clock        2000 ms ahead of the broker',
      '                     Let this machine follow a time server.',
      'Nothing failed.',
      '',
    ].join('\n'),
  );
});

test('what got through is named with what was asked for it', () => {
  const attempt = { user: 'view', kind: 'answer', subject: 'dome.evt.run.a', asks: 'DOME.API.STREAM.INFO' } as const;
  expect(proofsText([{ user: 'view', tried: 3, gotThrough: [attempt] }])).toBe(
    'view  3 attempts, 1 got through\n  answer dome.evt.run.a, by asking DOME.API.STREAM.INFO\n1 of 3 attempts got through.\n',
  );
});

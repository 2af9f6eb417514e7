import { headers } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { parseRequestInfo } from '../src/request-info.ts';

const NAME = 'Nats-Request-Info';

function stamped(...values: string[]) {
  const stamp = headers();
  for (const value of values) stamp.append(NAME, value);
  return stamp;
}

test('a stamp of the broker gives account, user and client', () => {
  const stamp = stamped('{"acc":"PEOPLE","user":"ada","name":"cli","rtt":1234}');
  expect(parseRequestInfo(stamp)).toEqual({ account: 'PEOPLE', user: 'ada', clientName: 'cli' });
  expect(parseRequestInfo(stamped('{"acc":"PEOPLE"}'))).toEqual({
    account: 'PEOPLE',
    user: undefined,
    clientName: undefined,
  });
});

test('anything but exactly one stamp identifies nobody', () => {
  const lowerCase = headers();
  lowerCase.set(NAME.toLowerCase(), '{"acc":"PEOPLE","user":"eve"}');
  expect(parseRequestInfo(undefined)).toBeUndefined();
  expect(parseRequestInfo(headers())).toBeUndefined();
  expect(parseRequestInfo(lowerCase)).toBeUndefined();
  expect(parseRequestInfo(stamped('{"acc":"PEOPLE"}', '{"acc":"PEOPLE","user":"eve"}'))).toBeUndefined();
  for (const value of ['', 'no json', '[]', 'null', '{}', '{"acc":""}', '{"acc":1}', '{"user":"eve"}']) {
    expect(parseRequestInfo(stamped(value))).toBeUndefined();
  }
});

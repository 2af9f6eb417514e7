import { expect, test } from 'vitest';

import { readCreds } from '../src/nats/credentials.ts';

const credsOf = (claims: object): string =>
  `-----BEGIN NATS USER JWT-----\ne30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln\n------END NATS USER JWT------\n`;

test('a credentials file says who signs in', () => {
  const text = credsOf({ name: 'ada', sub: 'U' });
  expect(readCreds(text)).toEqual({ kind: 'creds', user: 'ada', creds: text });
});

test('what is no credentials file is refused in words', () => {
  expect(() => readCreds('hello')).toThrow('This is no credentials file');
  expect(() => readCreds(credsOf({ sub: 'U' }))).toThrow('names no user');
});

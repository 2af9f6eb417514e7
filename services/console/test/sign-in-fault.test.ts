import { AuthorizationError, ConnectionError, UserAuthenticationExpiredError } from '@nats-io/nats-core';
import { expect, test } from 'vitest';

import { signInFault } from '../src/nats/sign-in-fault.ts';

const ada = { kind: 'password', user: 'ada', password: 'x' } as const;
const byFile = { kind: 'creds', user: 'ada', creds: '' } as const;
const origin = 'http://127.0.0.1:4280';

test('whoever the broker does not know reads where that was, and what it usually means', () => {
  const wrong = signInFault(new AuthorizationError('Authorization Violation'), { url: 'ws://a:1', who: ada, origin });
  expect(wrong.message).toBe('The broker at ws://a:1 does not know ada with this password: authorization violation.');
  expect(wrong.usually[0]).toContain('mistyped');
  const over = new UserAuthenticationExpiredError('User Authentication Expired');
  const expired = signInFault(over, { url: 'ws://a:1', who: byFile, origin });
  expect(expired.message).toContain('does not know ada by this credentials file: user authentication expired');
  expect(expired.usually.join()).toContain('expired');
});

test('a browser that says nothing of a connection that failed is told to say nothing', () => {
  const { message } = signInFault(new ConnectionError(''), { url: 'ws://a:1', who: ada, origin });
  expect(message).toBe('Nothing answers at ws://a:1: the browser does not say why.');
});

test('where nothing answers, the origin of the page is among the causes, and what a secure page or broker adds', () => {
  const causes = (url: string, from: string): string =>
    signInFault(new ConnectionError('refused'), { url, who: ada, origin: from }).usually.join('\n');
  expect(causes('ws://a:1', origin)).toContain(`allowed_origins, and ${origin} is not among them`);
  expect(causes('ws://a:1', origin)).not.toMatch(/HTTPS|certificate/);
  expect(causes('ws://a:1', 'https://dome.example.org')).toContain('a page from HTTPS may connect to wss:// alone');
  expect(causes('wss://a:1', 'https://dome.example.org')).toContain('https://a:1 in another tab');
});

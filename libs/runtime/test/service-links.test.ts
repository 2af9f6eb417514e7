import { DomeError } from '@dome/contracts';
import { expect, test } from 'vitest';

import { readConfig } from '../src/config.ts';

const spec = {
  natsUrl: { variable: 'DOME_NATS_URL', kind: 'string', default: 'nats://127.0.0.1:4222', description: 'the broker' },
  http: { variable: 'DOME_HTTP', kind: 'string', default: undefined, description: 'where probes are answered' },
} as const;

/** As the kubelet writes them into every pod of the namespace. */
const linksOf = (service: string, ip: string): Record<string, string> => {
  const name = service.toUpperCase().replaceAll('-', '_');
  const host = ip.includes(':') ? `[${ip}]` : ip;
  return {
    [`${name}_SERVICE_HOST`]: ip,
    [`${name}_SERVICE_PORT`]: '4222',
    [`${name}_SERVICE_PORT_CLIENT`]: '4222',
    [`${name}_PORT`]: `tcp://${host}:4222`,
    [`${name}_PORT_4222_TCP`]: `tcp://${host}:4222`,
    [`${name}_PORT_4222_TCP_PROTO`]: 'tcp',
    [`${name}_PORT_4222_TCP_PORT`]: '4222',
    [`${name}_PORT_4222_TCP_ADDR`]: ip,
  };
};

test.each(['dome', 'dome-http', 'dome-nats-url', 'dome-port'])(
  'a Service called %s is no misspelt setting',
  (service) => {
    for (const ip of ['10.96.0.12', 'fd00:10:96::c'])
      expect(readConfig(spec, linksOf(service, ip))).toEqual({ natsUrl: 'nats://127.0.0.1:4222', http: undefined });
  },
);

test.each([
  ['DOME_PORT', '8080'],
  ['DOME_PORT', 'tcp://nats:4222'],
  ['DOME_HTTP_PORT', ':8080'],
  ['DOME_SERVICE_HOST', 'nats'],
  ['DOME_SERVICE_PORT', 'http'],
  ['DOME_PORT_4222_TCP_PROTO', 'http'],
  ['DOME_HTPP', ':8080'],
])('%s=%s, which no kubelet writes, is unknown', (variable, value) => {
  expect(() => readConfig(spec, { [variable]: value })).toThrow(DomeError);
  expect(() => readConfig(spec, { [variable]: value })).toThrow(`${variable} is not a variable of this service`);
});

test('a declared variable is read, whatever its value looks like', () => {
  expect(readConfig(spec, { DOME_HTTP: 'tcp://10.96.0.12:80' })).toMatchObject({ http: 'tcp://10.96.0.12:80' });
});

test('the file of a secret is what a misspelt one may mean', () => {
  const password = { variable: 'DOME_PASSWORD', kind: 'string', default: '', secret: true, description: '' } as const;
  expect(() => readConfig({ password }, { DOME_PASWORD_FILE: '/x' })).toThrow('did you mean DOME_PASSWORD_FILE?');
});

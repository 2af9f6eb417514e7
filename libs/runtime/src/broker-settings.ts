// How a service reaches its broker, and as whom.
import type { ConfigSpec } from './config.ts';

/** @param user its default user there */
export function brokerSettings(user: string) {
  return {
    natsUrl: {
      kind: 'url',
      variable: 'DOME_NATS_URL',
      default: 'nats://127.0.0.1:4222',
      protocols: ['nats', 'tls'],
      list: true,
      description: 'the broker, or the servers of its cluster',
    },
    natsUser: { kind: 'string', variable: 'DOME_NATS_USER', default: user, description: 'broker user' },
    natsPassword: {
      kind: 'string',
      variable: 'DOME_NATS_PASSWORD',
      default: undefined,
      secret: true,
      description: 'its password; or, in DOME_NATS_PASSWORD_FILE, a file that holds it',
    },
    natsCreds: {
      kind: 'path',
      variable: 'DOME_NATS_CREDS',
      default: undefined,
      description: 'credentials file, in place of user and password',
    },
    natsNkey: {
      kind: 'path',
      variable: 'DOME_NATS_NKEY',
      default: undefined,
      description: 'file with the seed of an nkey, in place of user and password',
    },
    natsTlsCa: {
      kind: 'path',
      variable: 'DOME_NATS_TLS_CA',
      default: undefined,
      description: 'certificates of the authorities that may have signed the server’s, in PEM; by default the system’s',
    },
    natsTlsCert: {
      kind: 'path',
      variable: 'DOME_NATS_TLS_CERT',
      default: undefined,
      description: 'client certificate, in PEM',
    },
    natsTlsKey: {
      kind: 'path',
      variable: 'DOME_NATS_TLS_KEY',
      default: undefined,
      description: 'its key, in PEM',
    },
  } as const satisfies ConfigSpec;
}

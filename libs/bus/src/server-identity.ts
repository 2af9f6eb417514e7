// Whose certificate a server may have that is addressed by number. For a name the client library has it checked against that
// name; of a number it says nothing, and Node would ask for a certificate of `localhost`.

import { X509Certificate } from 'node:crypto';

/** Options of Node's TLS, to which the client library passes on what it does not know. */
export interface ServerIdentity {
  readonly host?: string;
  readonly checkServerIdentity?: (asked: string, certificate: { readonly raw: Buffer }) => Error | undefined;
}

const IP_ADDRESS = /^[\d.]+$|:/;

/**
 * What is to be checked for these addresses, separated by commas. Which of several a connection leads to is not known when
 * its certificate is checked, so one of them is enough: all of them are trusted.
 */
export function serverIdentityOf(servers: string): ServerIdentity {
  const numbers = servers
    .split(',')
    .map(hostOf)
    .filter((one): one is string => one !== undefined && IP_ADDRESS.test(one));
  const [host] = numbers;
  if (host === undefined) return {};
  if (numbers.length === 1) return { host };
  return {
    host,
    checkServerIdentity: (asked, certificate) => {
      const own = new X509Certificate(certificate.raw);
      const isOurs =
        asked === host
          ? numbers.some((number) => own.checkIP(number) !== undefined)
          : own.checkHost(asked) !== undefined;
      if (isOurs) return undefined;
      const wanted = asked === host ? numbers.join(' or ') : asked;
      const error = new Error(`The certificate is not of ${wanted}, but of ${own.subjectAltName ?? 'nobody'}`);
      return Object.assign(error, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    },
  };
}

function hostOf(server: string): string | undefined {
  return URL.parse(server.includes('://') ? server : `nats://${server}`)?.hostname.replace(/^\[(.*)\]$/, '$1');
}

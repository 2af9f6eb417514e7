// Why a server cannot be reached, in words for the person who set its address, from what the client library and Node say.
// Pure. Whoever knows how the address and the login were given names that in the hint, by the reason.

import { DomeError } from '@dome/contracts';
import { AuthorizationError, TimeoutError } from '@nats-io/transport-node';

/** What is known of one try to connect. */
export interface DialFacts {
  /** Without credentials. */
  readonly servers: string;
  /** Whoever connects, if no user is known. */
  readonly name: string;
  readonly user?: string | undefined;
  /** The server has said who it is, and the login was on its way. */
  readonly reachedLogin: boolean;
  readonly hasCertificate: boolean;
  readonly timeoutMs: number;
  readonly hints?: DialHints | undefined;
}

/** What is to be done, in the words of whoever set the address. */
export type DialHints = Readonly<Partial<Record<DialReason, string>>>;

export type DialReason =
  | 'login refused'
  | 'server not trusted'
  | 'client certificate'
  | 'own certificate'
  | 'no TLS'
  | 'name unknown'
  | 'connection refused'
  | 'unreachable'
  | 'closed'
  | 'silence';

/** UNAUTHENTICATED for a login that is refused, otherwise UNAVAILABLE; its field `reason` is a DialReason. */
export function dialFault(thrown: unknown, facts: DialFacts): DomeError {
  const { code, reason, detail, ...read } = readFault(thrown, facts);
  const hint = facts.hints?.[reason] ?? read.hint;
  const fields = { detail, servers: facts.servers, reason, ...(hint === undefined ? {} : { hint }) };
  return new DomeError(code ?? 'UNAVAILABLE', fields, { cause: thrown });
}

interface ReadFault {
  readonly code?: 'UNAUTHENTICATED';
  readonly reason: DialReason;
  readonly detail: string;
  readonly hint?: string;
}

/** A name that resolves to nothing, now or ever. */
const UNRESOLVED = /^(ENOTFOUND|EAI_\w+)$/;
/** The server's certificate is not trusted, or is not for this address. */
const UNTRUSTED = /^(ERR_TLS_CERT_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
/** Our own certificate and key cannot be used. */
const OWN_FILES = /^ERR_OSSL_/;
/** The server says that it lacks ours, or does not take it. */
const CERTIFICATE_ALERT = /^ERR_SSL_.*ALERT.*(CERT|UNKNOWN_CA|HANDSHAKE_FAILURE)/;
const ADDRESS_HINT = 'Check the address.';

function readFault(thrown: unknown, facts: DialFacts): ReadFault {
  if (thrown instanceof AuthorizationError) return refusedLogin(facts);
  const code = codeOf(thrown);
  const said = thrown instanceof Error ? firstClause(thrown.message) : 'unknown';
  const server = `the nats-server at ${facts.servers}`;
  if (UNTRUSTED.test(code)) return notTrusted(said, { code, server });
  if (OWN_FILES.test(code)) {
    const detail = `The client certificate for ${server} cannot be used: ${said}.`;
    return { reason: 'own certificate', detail, hint: 'The key must be that of the certificate, both in PEM.' };
  }
  if (said === "server does not support 'tls'" || code === 'ERR_SSL_WRONG_VERSION_NUMBER') {
    const detail = `There is no secure connection to ${server}: it does not speak TLS.`;
    return {
      reason: 'no TLS',
      detail,
      hint: 'Configure `tls` there, or address it with nats:// where none is needed.',
    };
  }
  if (CERTIFICATE_ALERT.test(code) || isCutAtLogin(thrown, facts)) return certificateAsked(code, { ...facts, server });
  if (code.startsWith('ERR_SSL_')) return notTrusted(said, { code, server });
  return noAnswer(thrown, { code, said, ...facts });
}

function refusedLogin({ servers, name, user }: DialFacts): ReadFault {
  return {
    code: 'UNAUTHENTICATED',
    reason: 'login refused',
    detail: `The nats-server at ${servers} refuses the user ${user ?? `of ${name}`}.`,
    hint: 'Check user and password, token or credentials file.',
  };
}

function notTrusted(said: string, { code, server }: { readonly code: string; readonly server: string }): ReadFault {
  const isOther = code === 'ERR_TLS_CERT_ALTNAME_INVALID';
  return {
    reason: 'server not trusted',
    detail: `There is no secure connection to ${server}: ${said} (${code}).`,
    hint: isOther
      ? 'Address it by a name that its certificate has.'
      : 'Check its certificate, and the authority that must have signed it.',
  };
}

/**
 * A server that wants a certificate of its client says so after the client took the connection for whole, and the client
 * library hears nothing of it but that no answer comes.
 */
function isCutAtLogin(thrown: unknown, { reachedLogin }: DialFacts): boolean {
  return reachedLogin && thrown instanceof TimeoutError;
}

function certificateAsked(
  code: string,
  { server, hasCertificate }: { readonly server: string; readonly hasCertificate: boolean },
): ReadFault {
  const said = code === '' ? 'it ends the connection before the login' : code;
  return {
    reason: 'client certificate',
    detail: hasCertificate
      ? `There is no secure connection to ${server}: it does not accept the client certificate (${said}).`
      : `There is no secure connection to ${server}: it asks for a client certificate (${said}).`,
    hint: 'Give a certificate, with its key, that an authority signed which the server trusts.',
  };
}

interface NoAnswer extends DialFacts {
  readonly code: string;
  readonly said: string;
}

function noAnswer(thrown: unknown, { servers, code, said, timeoutMs }: NoAnswer): ReadFault {
  const none = `No nats-server answers at ${servers}`;
  if (UNRESOLVED.test(code)) {
    const name = thrown instanceof Error && 'hostname' in thrown ? String(thrown.hostname) : servers;
    return { reason: 'name unknown', detail: `${none}: the name ${name} is not known (${code}).`, hint: ADDRESS_HINT };
  }
  if (code === 'ECONNREFUSED') {
    return { reason: 'connection refused', detail: `${none}: the connection is refused.` };
  }
  if (thrown instanceof TimeoutError) {
    return { reason: 'silence', detail: `${none}: nothing is heard of it in ${timeoutMs} ms.` };
  }
  if (code !== '') return { reason: 'unreachable', detail: `${none}: ${said}.`, hint: ADDRESS_HINT };
  const detail = `${none}: the connection is closed before it says anything.`;
  return { reason: 'closed', detail, hint: 'Something else listens there, or TLS is expected before the first word.' };
}

/** Of the error, or of its cause. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return codeOf(thrown.cause);
}

/** Node adds advice about its own flags. */
function firstClause(message: string): string {
  return (message.split(';')[0] ?? '').replace(/\.$/, '');
}

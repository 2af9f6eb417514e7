// A broker that knows its users by tokens which an operator's accounts sign, as `nsc` makes them, and credentials files for it.
import { startBroker } from '@dome/broker';
import type { Broker } from '@dome/broker';
import { nkeys } from '@nats-io/nats-core';

type Pair = ReturnType<typeof nkeys.createUser>;

export interface OperatorBroker extends AsyncDisposable {
  readonly broker: Broker;
  /** Of an account that the broker knows. */
  credsOf(user: string): string;
  /** Of one that it does not. */
  foreignCredsOf(user: string): string;
}

const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');

interface Claims {
  readonly name: string;
  readonly type: 'operator' | 'account' | 'user';
  readonly more?: object;
}

function tokenOf(issuer: Pair, subject: Pair, { name, type, more = {} }: Claims): string {
  const claims = {
    jti: base64url(`${name} ${Date.now()}`),
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name,
    nats: { type, version: 2, ...more },
  };
  const signed = `${base64url('{"typ":"JWT","alg":"ed25519-nkey"}')}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${base64url(issuer.sign(new TextEncoder().encode(signed)))}`;
}

function credsBy(account: Pair, name: string): string {
  const user = nkeys.createUser();
  const part = (title: string, text: string): string => `-----BEGIN ${title}-----\n${text}\n------END ${title}------\n`;
  const unlimited = { subs: -1, data: -1, payload: -1 };
  const token = tokenOf(account, user, { name, type: 'user', more: unlimited });
  return `${part('NATS USER JWT', token)}\n${part('USER NKEY SEED', new TextDecoder().decode(user.getSeed()))}`;
}

export async function startOperatorBroker(): Promise<OperatorBroker> {
  const [operator, people, system] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createAccount()];
  const limits = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
  const accounts = [
    [people, 'PEOPLE'],
    [system, 'SYS'],
  ] as const;
  const preloaded = accounts.map(([pair, name]) => {
    const token = tokenOf(operator, pair, { name, type: 'account', more: { limits } });
    return `${pair.getPublicKey()}: ${token}`;
  });
  const broker = await startBroker({
    extraConfig: [
      `operator: ${tokenOf(operator, operator, { name: 'house', type: 'operator' })}`,
      `system_account: ${system.getPublicKey()}`,
      'resolver: MEMORY',
      `resolver_preload: {\n${preloaded.join('\n')}\n}`,
    ].join('\n'),
  });
  return {
    broker,
    credsOf: (user) => credsBy(people, user),
    foreignCredsOf: (user) => credsBy(nkeys.createAccount(), user),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

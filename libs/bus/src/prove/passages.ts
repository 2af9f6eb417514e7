// What passes between the accounts, as the broker reports it, compared with what the contract lets pass. What a user may do
// inside its account is reported to nobody; only trying shows it.
import { ACCOUNTS, accountsOf, isJsonObject } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import { parseObject } from '../json-object.ts';

export interface Passages {
  /** Passes, and is not declared: a line for each, as `service dome.svc.dome.> of DOME to VIEW`. */
  readonly undeclared: readonly string[];
  /** Is declared, and does not pass. */
  readonly missing: readonly string[];
}

/**
 * Undefined if the broker does not say.
 * @param nc a connection as the user of the system account.
 */
export async function comparePassages(nc: NatsConnection): Promise<Passages | undefined> {
  const seen = new Set<string>();
  for (const account of Object.keys(ACCOUNTS)) {
    const reply = await nc.request('$SYS.REQ.SERVER.PING.ACCOUNTZ', JSON.stringify({ account }));
    const lines = linesIn(account, reply.string());
    if (lines === undefined) return undefined;
    for (const line of lines) seen.add(line);
  }
  const readers = new Set([...seen].flatMap((line) => READER.exec(line)?.[1] ?? []));
  const declared = new Set(declaredLines(accountsOf({ people: [], readers: [...readers] })));
  return {
    undeclared: [...seen].filter((line) => !declared.has(line)).toSorted(),
    missing: [...declared].filter((line) => !seen.has(line)).toSorted(),
  };
}

/** Programs with durables of their own are named by what passes to them. */
const READER = /\.domed_reader_([a-z0-9-]+)/;

function linesIn(account: string, text: string): string[] | undefined {
  const data = parseObject(text)?.['data'];
  const detail = isJsonObject(data) ? data['account_detail'] : undefined;
  if (!isJsonObject(detail)) return undefined;
  const exports = detail['exports'];
  return (Array.isArray(exports) ? exports : []).filter(isJsonObject).flatMap((line) => {
    const { type, subject, approved_accounts: to } = line;
    return (Array.isArray(to) ? to : ['everybody']).map((other) => lineOf({ type, subject, account, to: other }));
  });
}

function declaredLines(accounts: Readonly<Record<string, AccountDeclaration>>): string[] {
  return Object.entries(accounts).flatMap(([account, { exports }]) =>
    exports.flatMap(({ service, stream, to }) =>
      to.map((other) =>
        lineOf({ type: service === undefined ? 'stream' : 'service', subject: service ?? stream, account, to: other }),
      ),
    ),
  );
}

interface Line {
  readonly type: unknown;
  readonly subject: unknown;
  readonly account: string;
  readonly to: unknown;
}

const lineOf = ({ type, subject, account, to }: Line): string =>
  `${String(type)} ${String(subject)} of ${account} to ${String(to)}`;

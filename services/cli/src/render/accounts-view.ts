// What was written of the accounts of an installation, without what is secret in it.
import { columns } from './columns.ts';

export interface WrittenAccounts {
  /** The file for nats-server. */
  readonly config: string;
  /** The folder, if they are in one. */
  readonly passwords?: string;
  /** `new` or `kept`, or the variable of the server's environment. */
  readonly users: readonly { readonly user: string; readonly account: string; readonly password: string }[];
}

export function accountsText({ config, passwords, users }: WrittenAccounts, width: number): string {
  const rows = users.map(({ user, account, password }) => [user, account, password]);
  const files = [
    ['Accounts', config, 'for nats-server, which reads it anew when told: nats-server --signal reload'],
    ...(passwords === undefined ? [] : [['Passwords', passwords, 'a file for each user; the accounts hold hashes']]),
  ];
  return `${columns([], files, width)}\n${columns(['USER', 'ACCOUNT', 'PASSWORD'], rows, width)}`;
}

// The planes are separate accounts of the broker: subject permissions within one account are not enough, because any
// JetStream right can be turned into a write by its reply subject. This renders the accounts declared in asyncapi.yaml
// as nats-server configuration; a test compares the declaration with what the server then reports.
import type { AccountDeclaration, ExportDeclaration, UserDeclaration } from './account-declaration.ts';
import { ACCOUNTS } from './generated/accounts.ts';
import { DomeError } from './errors.ts';
import { isId, isName } from './ids.ts';
import { PERSON } from './inbox-prefix.ts';

export interface AccountsOptions {
  /** The people of this installation: each becomes a user of PEOPLE. */
  readonly people: readonly string[];
  /** Programs that read with a durable of their own: each becomes a user of VIEW. */
  readonly readers?: readonly string[];
  /** The password of a user, or a reference such as `$DOME_PASSWORD_ADA` to a variable of the server's environment. */
  readonly password: (user: string) => string;
  /** Replaces the declaration; tests use it to grant a wrong right and watch the check fail. */
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
}

const READER = '{reader}';
export const SYSTEM_USER = 'system';

/** The variable of nats-server's environment that holds the password of a user. */
export function passwordVariable(user: string): string {
  return `$DOME_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;
}

/**
 * The `accounts` part of a nats-server configuration.
 * @throws DomeError CONFIG_INVALID when the name of a person or a reader cannot be part of a subject, or is another user's.
 */
export function renderAccounts(options: AccountsOptions): string {
  const accounts = accountsOf(options);
  const rendered = Object.entries(accounts).map(([name, account]) =>
    renderAccount(name, account, { ...options, accounts }),
  );
  const system = block(`SYS`, [`users: [{ user: ${SYSTEM_USER}, password: ${secret(options, SYSTEM_USER)} }]`]);
  return `${block('accounts', [...rendered, system])}\nsystem_account: SYS\n`;
}

/**
 * The declaration of one installation: a user for each person and reader, and for each reader what passes to it.
 * @throws DomeError CONFIG_INVALID as `renderAccounts`
 */
export function accountsOf(
  options: Pick<AccountsOptions, 'people' | 'readers' | 'accounts'>,
): Readonly<Record<string, AccountDeclaration>> {
  const { people, readers = [], accounts = ACCOUNTS } = options;
  requireUsers(options, accounts);
  const names: Readonly<Record<string, readonly string[]>> = { [PERSON]: people, [READER]: readers };
  return Object.fromEntries(
    Object.entries(accounts).map(([account, { exports, users, ...declared }]) => {
      const ownUsers = Object.entries(users).flatMap(([user, declaration]) =>
        (names[user] ?? [user]).map((name) => [name, filled(declaration, user, name)] as const),
      );
      const ownExports = exports.flatMap((line) =>
        isOfReader(line) ? readers.map((reader) => filled(line, READER, reader)) : [line],
      );
      return [account, { ...declared, exports: ownExports, users: Object.fromEntries(ownUsers) }];
    }),
  );
}

function isOfReader({ service = '', stream = '' }: ExportDeclaration): boolean {
  return service.includes(READER) || stream.includes(READER);
}

/** With the name in place of its parameter, wherever a text has it. */
function filled<Value extends object>(value: Value, parameter: string, name: string): Value {
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string') return node.replaceAll(parameter, name);
    return Array.isArray(node) ? node.map(fill) : node;
  };
  // Each member keeps its type: a text stays a text, a list a list.
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fill(member)])) as Value;
}

/**
 * A name is one user of the whole broker: a person called `dome` would look to others like a replica of the control
 * plane.
 */
function requireUsers(
  { people, readers = [] }: Pick<AccountsOptions, 'people' | 'readers'>,
  accounts: Readonly<Record<string, AccountDeclaration>>,
): void {
  const taken = new Set([SYSTEM_USER, ...Object.values(accounts).flatMap(({ users }) => Object.keys(users))]);
  const refuse = (name: string, what: string, why: string): DomeError =>
    new DomeError('CONFIG_INVALID', { detail: `${JSON.stringify(name)} cannot be a ${what}: ${why}` });
  for (const [what, names] of [
    ['person', people],
    ['reader', readers],
  ] as const) {
    for (const name of names) {
      // The name of a reader is also part of its durable, where `_` separates.
      const isValid = what === 'person' ? isId(name) : isName(name);
      if (!isValid) throw refuse(name, what, 'it is not valid in a subject');
      if (taken.has(name)) throw refuse(name, what, 'another broker user has that name');
      taken.add(name);
    }
  }
}

type Rendering = AccountsOptions & { readonly accounts: Readonly<Record<string, AccountDeclaration>> };

function renderAccount(name: string, account: AccountDeclaration, options: Rendering): string {
  const users = Object.entries(account.users).map(([user, declaration]) => renderUser(user, declaration, options));
  return block(name, [
    ...(account.jetstream ? ['jetstream: enabled'] : []),
    list('exports', mergedExports(account).map(renderExport)),
    list('imports', importsOf(name, options.accounts)),
    list('users', users),
  ]);
}

/**
 * One export line may serve several accounts, because the server accepts a subject only once among an account's
 * exports.
 */
function mergedExports(account: AccountDeclaration): ExportDeclaration[] {
  const bySubject = new Map<string, ExportDeclaration>();
  for (const line of account.exports) {
    const key = `${line.service ?? ''} ${line.stream ?? ''}`;
    const before = bySubject.get(key);
    bySubject.set(key, before === undefined ? line : { ...before, to: [...new Set([...before.to, ...line.to])] });
  }
  return [...bySubject.values()];
}

function renderExport(line: ExportDeclaration): string {
  const kind = line.service === undefined ? `stream: ${quote(line.stream ?? '')}` : `service: ${quote(line.service)}`;
  const response = line.response === undefined ? '' : `, response_type: ${line.response}`;
  return `{ ${kind}${response}, accounts: [${line.to.join(', ')}] }`;
}

function importsOf(name: string, accounts: Rendering['accounts']): string[] {
  return Object.entries(accounts).flatMap(([exporter, { exports }]) =>
    exports
      .filter((line) => line.to.includes(name))
      .map((line) => {
        const subject = line.service ?? line.stream ?? '';
        const kind = line.service === undefined ? 'stream' : 'service';
        const local = line.as === undefined ? '' : `, to: ${quote(line.as)}`;
        const share = line.share === true ? ', share: true' : '';
        return `{ ${kind}: { account: ${exporter}, subject: ${quote(subject)} }${local}${share} }`;
      }),
  );
}

function renderUser(user: string, declaration: UserDeclaration, options: AccountsOptions): string {
  const named = (subjects: readonly string[]): string => subjects.map(quote).join(', ');
  const responses = declaration.responses === true ? ', allow_responses: { max: 16, expires: "2m" }' : '';
  return `{ user: ${quote(user)}, password: ${secret(options, user)}, permissions: { publish: { allow: [${named(declaration.publish)}] }, subscribe: { allow: [${named(declaration.subscribe)}] }${responses} } }`;
}

const secret = (options: AccountsOptions, user: string): string => {
  const value = options.password(user);
  return /^\$[A-Z_][A-Z0-9_]*$/.test(value) ? value : quote(value);
};
const quote = (text: string): string => JSON.stringify(text);
const indent = (text: string): string => text.replaceAll(/^/gm, '  ');
const block = (name: string, lines: readonly string[]): string => `${name}: {\n${indent(lines.join('\n'))}\n}`;
const list = (name: string, lines: readonly string[]): string => `${name}: [\n${indent(lines.join('\n'))}\n]`;

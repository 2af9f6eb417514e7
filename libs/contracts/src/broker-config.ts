// The planes are separate accounts of the broker: subject permissions within one account are not enough, because any
// JetStream right can be turned into a write by its reply subject. This renders the accounts declared in asyncapi.yaml
// as nats-server configuration; a test compares the declaration with what the server then reports.
import type { AccountDeclaration, ExportDeclaration, UserDeclaration } from './account-declaration.ts';
import { ACCOUNTS } from './generated/accounts.ts';
import { DomeError } from './errors.ts';
import { isId } from './ids.ts';

export interface AccountsOptions {
  /** The people of this installation: each becomes a user of PEOPLE. */
  readonly people: readonly string[];
  /** The password of a user, or a reference such as `$DOME_PASSWORD_ADA` to a variable of the server's environment. */
  readonly password: (user: string) => string;
  /** Replaces the declaration; tests use it to grant a wrong right and watch the check fail. */
  readonly accounts?: Readonly<Record<string, AccountDeclaration>>;
}

const PERSON = '{person}';
export const SYSTEM_USER = 'system';

/**
 * The inbox prefix of this broker user: the accounts let each user subscribe to its own inbox and no other. A name that
 * the contract does not declare is a person.
 */
export function inboxPrefixOf(user: string): string {
  const users = Object.values(ACCOUNTS).flatMap((account) => Object.entries(account.users));
  const declared = users.find(([name]) => name === user) ?? users.find(([name]) => name === PERSON);
  const [name, declaration] = declared ?? [];
  const own = declaration?.subscribe.find((subject) => subject.endsWith(`_${name}.>`));
  if (own === undefined) throw new DomeError('INTERNAL', { detail: `the contract declares no inbox for ${user}` });
  return own.slice(0, -'.>'.length).replace(PERSON, user);
}

/**
 * The `accounts` part of a nats-server configuration.
 * @throws DomeError CONFIG_INVALID when the name of a person cannot be part of a subject, or is another user's.
 */
export function renderAccounts(options: AccountsOptions): string {
  const accounts = options.accounts ?? ACCOUNTS;
  requirePeople(options.people, accounts);
  const rendered = Object.entries(accounts).map(([name, account]) =>
    renderAccount(name, account, { ...options, accounts }),
  );
  const system = block(`SYS`, [`users: [{ user: ${SYSTEM_USER}, password: ${secret(options, SYSTEM_USER)} }]`]);
  return `${block('accounts', [...rendered, system])}\nsystem_account: SYS\n`;
}

/**
 * A name is one user of the whole broker: a person called `dome` would look to others like a replica of the control
 * plane.
 */
function requirePeople(people: readonly string[], accounts: Readonly<Record<string, AccountDeclaration>>): void {
  const taken = new Set([SYSTEM_USER, ...Object.values(accounts).flatMap(({ users }) => Object.keys(users))]);
  for (const person of people) {
    if (!isId(person) || taken.has(person)) {
      const why = isId(person) ? 'another broker user has that name' : 'it is not valid in a subject';
      throw new DomeError('CONFIG_INVALID', { detail: `${JSON.stringify(person)} cannot be a person: ${why}` });
    }
    taken.add(person);
  }
}

type Rendering = AccountsOptions & { readonly accounts: Readonly<Record<string, AccountDeclaration>> };

function renderAccount(name: string, account: AccountDeclaration, options: Rendering): string {
  const users = Object.entries(account.users).flatMap(([user, declaration]) =>
    user === PERSON
      ? options.people.map((person) => renderUser(person, declaration, options))
      : [renderUser(user, declaration, options)],
  );
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
  const named = (subjects: readonly string[]): string =>
    subjects.map((subject) => quote(subject.replaceAll(PERSON, user))).join(', ');
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

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { ACCOUNTS, renderAccounts } from '../src/index.ts';
import type { AccountDeclaration } from '../src/index.ts';

const password = (user: string): string => `secret of ${user}`;

/** What the server prints about a configuration: nothing when it accepts it. */
function faultOf(config: string, env: Record<string, string> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'dome-config-'));
  try {
    const path = join(dir, 'server.conf');
    writeFileSync(path, `${config}\njetstream { store_dir: ${JSON.stringify(dir)} }\n`);
    const server = process.env['NATS_SERVER'] ?? 'nats-server';
    execFileSync(server, ['-t', '-c', path], { stdio: 'pipe', env: { ...process.env, ...env } });
    return '';
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    return stderr?.toString() ?? String(error);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('the rendered accounts', () => {
  test('are accepted by a real nats-server', () => {
    expect(faultOf(renderAccounts({ people: ['ada', 'grace-2', 'X_1'], password }))).toBe('');
  });

  test('take passwords from the environment of the server', () => {
    const config = renderAccounts({ people: [], password: (user) => `$PW_${user.toUpperCase().replaceAll('-', '_')}` });
    expect(config).toContain('password: $PW_DOMED_PROVISIONER');
    const names = ['DOMED', 'DOMED_PROVISIONER', 'DOME', 'DOME_PROVISIONER', 'VIEW', 'OPERATOR', 'SYSTEM'];
    expect(faultOf(config)).toContain('variable reference');
    expect(faultOf(config, Object.fromEntries(names.map((name) => [`PW_${name}`, 'hunter2hunter2'])))).toBe('');
  });

  test('keep quotes and braces in a password', () => {
    const evil = '"} } SYS: { users: [{ user: x }] } #';
    const config = renderAccounts({ people: ['ada'], password: () => evil });
    expect(config).toContain(JSON.stringify(evil));
    expect(faultOf(config)).toBe('');
  });

  test('give each person an inbox of their own and the same rights', () => {
    const config = renderAccounts({ people: ['ada', 'grace'], password });
    for (const person of ['ada', 'grace']) expect(config).toContain(`"_INBOX_${person}.>"`);
    expect(config).not.toContain('{person}');
  });
});

describe('the accounts of an installation with readers', () => {
  const config = renderAccounts({ people: ['ada'], readers: ['board', 'pipeline-2'], password });

  test('give each reader its own durables and inbox, and are taken by a real nats-server', () => {
    for (const reader of ['board', 'pipeline-2']) {
      const [line] = config.split('\n').filter((one) => one.includes(`user: "${reader}"`));
      expect(line).toContain(`DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.domed_reader_${reader}"`);
      expect(line).toContain(`subscribe: { allow: ["_INBOX_${reader}.>"] }`);
      expect(line?.match(/domed_reader_(?!board|pipeline-2)/g)).toBeNull();
      expect(line).not.toContain(`domed_reader_${reader === 'board' ? 'pipeline-2' : 'board'}`);
    }
    expect(config).not.toContain('{reader}');
    expect(faultOf(config)).toBe('');
  });

  test('pass nothing to readers where there are none', () => {
    expect(renderAccounts({ people: ['ada'], password })).not.toContain('domed_reader');
  });

  test.each(['a_b', 'A', '', '*', 'dome', 'view', 'ada'])('%j cannot be a reader', (reader) => {
    expect(() => renderAccounts({ people: ['ada'], readers: [reader], password })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('reader') }),
    );
  });
});

describe('the name of a person that could be read as configuration or as a wildcard', () => {
  test.each(['', '*', '>', 'a.b', 'ada"', 'ada }', 'a b', 'ada\n', 'ädä', '$X', 'a'.repeat(65)])(
    '%j is refused',
    (person) => {
      expect(() => renderAccounts({ people: ['grace', person], password })).toThrow(
        expect.objectContaining({ code: 'CONFIG_INVALID' }),
      );
    },
  );

  test.each(['dome', 'domed', 'view', 'system', 'dome-provisioner'])('%s is a user of another account', (person) => {
    expect(() => renderAccounts({ people: [person], password })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });

  test('a name belongs to one user', () => {
    expect(() => renderAccounts({ people: ['ada', 'ada'], password })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});

test('a subject exported to two accounts in two lines is one export with both', () => {
  const { DOMED } = ACCOUNTS;
  if (DOMED === undefined) throw new Error('the contract has no DOMED');
  const line = { service: 'a.b', to: ['DOME'] };
  const twice: AccountDeclaration = { ...DOMED, exports: [line, { ...line, to: ['PEOPLE'] }] };
  const config = renderAccounts({
    people: [],
    password,
    accounts: { ...ACCOUNTS, DOMED: twice, DOME: bare(), PEOPLE: bare(), VIEW: bare() },
  });
  expect(config.match(/service: "a\.b", accounts: \[DOME, PEOPLE\]/g)).toHaveLength(1);
  expect(faultOf(config)).toBe('');
});

const bare = (): AccountDeclaration => ({ description: 'Nobody.', jetstream: false, exports: [], users: {} });

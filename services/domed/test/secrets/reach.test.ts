// What a skill can read of its daemon, and of another job, under each guard: the table of docs/secrets.md, tried cell by
// cell, as root and as another user.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { findProgram } from '@dome/skills';

import { expect, test } from 'vitest';

import { PROCESS_GUARDS } from '../../src/execution.ts';

const program = fileURLToPath(new URL('../fixtures/daemon-with-credentials.ts', import.meta.url));
const page = readFileSync(fileURLToPath(new URL('../../../../docs/secrets.md', import.meta.url)), 'utf8');
const setpriv = findProgram('setpriv', '/usr/bin:/bin') ?? '';
const isRoot = process.getuid?.() === 0;

/** `| what | mount-namespace | pid-namespace | process-group |`: `can` or `cannot`, perhaps with `; as root can`. */
function cellsOf(guard: (typeof PROCESS_GUARDS)[number], isRootToo: boolean): Record<string, boolean> {
  const [, table = ''] = page.split('## What a skill can read of others');
  const rows = [...table.matchAll(/^\| `([a-z ]+)` +\|(.*)\|$/gm)];
  const cells = rows.map(([, what = '', text = '']) => {
    const [cell = '', asRoot = cell] = (text.split('|')[PROCESS_GUARDS.indexOf(guard)] ?? '')
      .trim()
      .split('; as root ');
    return [what, (isRootToo ? asRoot : cell) === 'can'] as const;
  });
  return Object.fromEntries(cells);
}

const users = isRoot ? (['root', 'nobody'] as const) : (['this user'] as const);

test.each(users.flatMap((user) => PROCESS_GUARDS.map((guard) => [user, guard] as const)))(
  'as %s, under %s',
  (user, guard) => {
    if (process.platform !== 'linux') return;
    const before = user === 'nobody' ? [setpriv, '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
    const [command, ...words] = [...before, process.execPath, '--disable-warning=ExperimentalWarning', program, guard];
    const { stdout, stderr } = spawnSync(command, words, {
      encoding: 'utf8',
      cwd: '/',
      env: { PATH: process.env['PATH'], CANARY: 'canary' },
      timeout: 60_000,
    });
    expect(stderr).toBe('');
    const told = JSON.parse(stdout) as { guard: string; got: Record<string, boolean> };
    // What the machine does not allow cannot be tried on it.
    if (told.guard !== guard) return;
    expect(told.got).toEqual(cellsOf(guard, isRoot && user !== 'nobody'));
  },
  90_000,
);

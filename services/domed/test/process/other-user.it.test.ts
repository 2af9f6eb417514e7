// A daemon that is not root cannot end a process that became root: a program with the set-user-ID bit, such as sudo. The
// kernel's refusal must not end the launcher, in whose callbacks the signals are sent, and with it all that it started.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { findProgram } from '@dome/skills';

import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../fixtures/tree-of-another-user.ts', import.meta.url));
const setpriv = findProgram('setpriv', '/usr/bin:/bin') ?? '';
/** Without root there is no set-user-ID program to make, and nobody whom the daemon may not end. */
const isRoot = process.getuid?.() === 0;

function asNobody(script: string) {
  const nobody = isRoot ? [setpriv, '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
  const [command, ...words] = [...nobody, process.execPath, program, script];
  return spawnSync(command, words, { encoding: 'utf8', cwd: '/', timeout: 20_000 });
}

test('a process that a skill leaves under another user survives, and so does the launcher', () => {
  const dir = mkdtempSync(join(tmpdir(), 'dome-other-user-'));
  try {
    chmodSync(dir, 0o755);
    const [sudo, said] = [join(dir, 'sudo'), join(dir, 'said')];
    copyFileSync(setpriv, sudo);
    chmodSync(sudo, 0o4755);
    spawnSync('mkfifo', ['--mode', '666', said]);
    const asRoot = `${sudo} --reuid 0 --regid 0 --clear-groups /bin/sh -c 'echo root >${said}; exec sleep 2'`;
    // The skill ends when the other process has become root, and leaves it in its group.
    const left = isRoot ? asRoot : `echo nobody >${said}`;
    const script = `${left} & read who <${said}; test "$who" = root && exit 5; exit 4`;
    const { status, stdout, stderr } = asNobody(script);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `ended with ${isRoot ? 5 : 4}, the next one with 0\n`,
      stderr: '',
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

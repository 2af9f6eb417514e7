import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { takeSecrets } from '../src/secrets.ts';

const program = fileURLToPath(new URL('./fixtures/secrets.ts', import.meta.url));

/** What the program printed, and what others see of it afterwards. */
async function seen(env: Record<string, string>, handed?: string): Promise<{ said: unknown; environ: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    env,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
  });
  try {
    const fourth: unknown = child.stdio[3];
    if (fourth instanceof Writable) fourth.end(handed ?? '');
    if (child.stdout === null) throw new Error('it has no output');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const path = `/proc/${child.pid}/environ`;
    return { said: JSON.parse(line.toString()), environ: existsSync(path) ? readFileSync(path, 'utf8') : '' };
  } finally {
    child.kill('SIGKILL');
  }
}

test('a secret from the environment is no longer visible to somebody who inspects the process', async () => {
  const env = { FIRST: 'kept', DOME_TOKEN: 's3cr3t=with=signs', DOME_PLAIN: 'DOME_TOKEN=plain', DOME_OTHER: '0th3r' };
  const { said, environ } = await seen(env);
  expect(said).toMatchObject({ token: 's3cr3t=with=signs', other: '0th3r', plain: 'DOME_TOKEN=plain' });
  expect(said).not.toHaveProperty('left');
  if (process.platform !== 'linux') return expect(said).toMatchObject({ exposed: ['DOME_TOKEN', 'DOME_OTHER'] });
  expect(said).toMatchObject({ exposed: [] });
  expect(environ).not.toMatch(/s3cr3t|0th3r/);
  expect(environ).toContain('FIRST=kept\0');
  expect(environ).toContain('DOME_PLAIN=DOME_TOKEN=plain\0');
});

test('a secret can come from a file or a descriptor, and was then never in the environment', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-secrets-'));
  try {
    await writeFile(join(dir, 'token'), 'from a file\n', { mode: 0o600 });
    const { said, environ } = await seen(
      { DOME_TOKEN_FILE: join(dir, 'token'), DOME_OTHER_FILE: '/dev/fd/3' },
      'handed',
    );
    expect(said).toEqual({ token: 'from a file', other: 'handed', exposed: [] });
    expect(environ).not.toMatch(/from a file|handed/);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('an unreadable secret, or one given twice, is named and never repeated', () => {
  const take = (env: Record<string, string>) => () => takeSecrets(['DOME_TOKEN'], { ...env });
  const invalid = { code: 'CONFIG_INVALID' };
  expect(take({ DOME_TOKEN_FILE: '/nowhere/token' })).toThrow(expect.objectContaining(invalid));
  expect(take({ DOME_TOKEN_FILE: '/nowhere/token' })).toThrow(/DOME_TOKEN_FILE: \/nowhere\/token is not there/);
  expect(take({ DOME_TOKEN_FILE: '/x', DOME_TOKEN: 's3cr3t' })).toThrow(/DOME_TOKEN and DOME_TOKEN_FILE are both set/);
  expect(take({ DOME_TOKEN_FILE: '/x', DOME_TOKEN: 's3cr3t' })).not.toThrow(/s3cr3t/);
  expect(takeSecrets(['DOME_TOKEN'], { DOME_TOKEN: '', DOME_TOKEN_FILE: '' }).environment).toEqual({ DOME_TOKEN: '' });
  expect(takeSecrets(['DOME_TOKEN'], {}).environment).toEqual({});
});

test('a secret loses the end of its last line and nothing else, and a file without one is named', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dome-secrets-'));
  const file = join(dir, 'token');
  const taken = async (content: string): Promise<unknown> => {
    await writeFile(file, content);
    const { environment, files } = takeSecrets(['DOME_TOKEN'], { DOME_TOKEN_FILE: file });
    return [environment['DOME_TOKEN'], files.get('DOME_TOKEN')];
  };
  try {
    for (const [content, secret] of [
      ['plain', 'plain'],
      ['line\n', 'line'],
      ['line\r\n', 'line'],
      ['two\n\n', 'two\n'],
      [' spaces ', ' spaces '],
    ] as const)
      expect(await taken(content)).toEqual([secret, file]);
    await expect(taken('')).rejects.toThrow(`DOME_TOKEN_FILE: ${file} is empty`);
    await expect(taken('\n')).rejects.toThrow(`DOME_TOKEN_FILE: ${file} is empty`);
    expect(() => takeSecrets(['DOME_TOKEN'], { DOME_TOKEN_FILE: dir })).toThrow(
      /is a folder, and not a file \(EISDIR\)/,
    );
  } finally {
    await rm(dir, { recursive: true });
  }
});

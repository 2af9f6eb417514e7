import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { eventually } from '@dome/testkit';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../src/domed.ts', import.meta.url));
const domed = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', timeout: 20_000 });

test('the daemon prints its version and the variables that configure it', () => {
  expect(domed('--help')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('DOME_SKILLS') });
  expect(domed('--version')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test('the daemon refuses an unknown argument', () => {
  expect(domed('--skills', 'x')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--skills') });
});

test('a message that nobody reads does not change the exit code', () => {
  if (process.platform === 'win32') return;
  const line = `{ (sleep 0.2; "${process.execPath}" "${main}" --nope 2>&1 >/dev/null; echo $? >&3) | true; } 3>&1`;
  expect(spawnSync('bash', ['-c', line], { encoding: 'utf8', timeout: 20_000 }).stdout).toBe('2\n');
});

test('neither the daemon nor its parent shows a secret that it was given', async () => {
  if (process.platform !== 'linux') return;
  const workDir = await mkdtemp(join(tmpdir(), 'dome-domed-'));
  // Nobody listens there, so the daemon waits for its broker.
  const env = { DOME_NATS_URL: 'nats://127.0.0.1:9', DOME_SKILLS: workDir, DOME_WORK_DIR: join(workDir, 'work') };
  const secrets = {
    DOME_NATS_PASSWORD: 'secret-of-the-broker',
    DOME_SECRETS_SALT: 'secret-salt',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret-of-the-collector',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=secret-of-traces',
  };
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...env, ...secrets },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  try {
    const daemons = (): string[] =>
      readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ').filter(Boolean);
    const instances = join(workDir, 'work', 'instances');
    await eventually(() => expect(existsSync(instances)).toBe(true));
    for (const pid of [child.pid, ...daemons()]) {
      const environ = readFileSync(`/proc/${pid}/environ`, 'utf8');
      expect(environ).toContain('DOME_NATS_URL=');
      expect(environ).not.toContain('secret-');
    }
    expect(daemons()).toHaveLength(1);
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(workDir, { recursive: true, force: true });
  }
});

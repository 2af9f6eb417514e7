// A broker that a page has its reader start.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';

import type { PageShell } from './page-shell.ts';

const READY = { timeoutMs: 60_000, stepMs: 50 };

/**
 * On a port that is free instead of the usual one, which another may have. Later commands find its address in NATS_URL.
 *
 * @returns its port
 */
export async function startBroker(shell: PageShell, command: string, port = -1): Promise<number> {
  const server = shell.start(command.replace(/\n$/, ` -a 127.0.0.1 -p ${port} --ports_file_dir "${shell.dir}"`));
  const url = await eventually(async () => {
    if (!server.said.err.includes('Server is ready')) return false;
    const name = (await readdir(shell.dir)).find((each) => each.endsWith('.ports'));
    const text = name === undefined ? '' : await readFile(join(shell.dir, name), 'utf8');
    return /nats:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? false;
  }, READY).catch((cause: unknown) => {
    throw new Error(`the server did not start: ${server.said.err}`, { cause });
  });
  const { exitCode, err } = await shell.run(`export NATS_URL=${url}`);
  if (exitCode !== 0) throw new Error(err);
  return Number(new URL(url).port);
}

// What is read: a stack with real planes, one run whose log has many lines in many records, and a person and a program who read
// it as processes of their own.
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createControlClient } from '@dome/client';
import type { ControlClient } from '@dome/client';
import { cursorAt } from '@dome/contracts';
import { eventually, startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';

import { openProcess } from './reader-process.ts';
import type { ReaderProcess } from './reader-process.ts';

const root = join(import.meta.dirname, '..', '..');
const SKILL = 'count-steadily';
export const PERSON = 'ada';
export const READER = 'board';
/** What a killed program had not acknowledged comes again after this long. */
const ACK_WAIT_MS = 2_000;
const RUN_MS = 1_200_000;

export interface Ground extends AsyncDisposable {
  readonly server: PlanesServer;
  readonly client: ControlClient;
  readonly runId: string;
  /** The run has ended, and its log is whole. Gives the sequences of the log's records. */
  logged(): Promise<number[]>;
  /** `dome` as the person types it. */
  dome(...words: string[]): ReaderProcess;
  /** `examples/python/consume.py` as the program that reads the log's durable. */
  consumer(...words: string[]): ReaderProcess;
}

export async function openGround(of: { readonly lines: number; readonly atOnce: number }): Promise<Ground> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'dome-cursors-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const skillsDir = join(folder, 'skills');
  await cp(join(root, 'test', 'fixtures', 'skills', SKILL), join(skillsDir, SKILL), { recursive: true });
  const server = stack.use(
    await startPlanesServer({
      skills: [{ pool: 'default', skill: SKILL }],
      people: [PERSON],
      readers: [{ name: READER, filters: ['dome.log.>'] }],
      ackWaitMs: ACK_WAIT_MS,
    }),
  );
  const lawDir = join(root, 'test', 'fixtures', 'open-law');
  stack.use(await startControl({ server, lawDir }));
  stack.use(await startDaemon({ server, skillsDir }));
  const client = createControlClient(await server.connectAs(PERSON));
  const task = { uses: `${SKILL}@*`, input: of };
  const plan = { apiVersion: 'dome/v1', kind: 'Plan', name: 'count', version: '1.0.0', tasks: { count: task } };
  const { runId } = await client.runs.submit({ plan: JSON.stringify(plan), idempotencyKey: 'count' });
  const owned = stack.move();
  const read = (user: string, command: readonly [string, ...string[]], env: Record<string, string>): ReaderProcess => {
    const { servers, password } = server.credentials(user);
    const own = { PATH: process.env['PATH'] ?? '', HOME: folder, NATS_URL: servers, NATS_USER: user };
    const reader = openProcess(command, { cwd: folder, env: { ...own, NATS_PASSWORD: password, ...env } });
    // A test that fails leaves before its reader has ended.
    owned.defer(() => reader.kill());
    return reader;
  };
  return {
    server,
    client,
    runId,
    logged: async () => {
      await eventually(async () => (await client.runs.get(runId)).state === 'finished', { timeoutMs: RUN_MS });
      const records = client.followFiltered(
        { stream: 'JOB_LOGS', filters: ['dome.log.>'] },
        { from: cursorAt(1), untilCaughtUp: true },
      );
      const sequences: number[] = [];
      for await (const { sequence } of records) sequences.push(sequence);
      return sequences;
    },
    dome: (...words) => {
      const main = join(root, 'services', 'cli', 'src', 'main.ts');
      return read(PERSON, [process.execPath, main, ...words], { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder });
    },
    consumer: (...words) => {
      const { servers } = server.credentials(READER);
      const program = join(root, 'examples', 'python', 'consume.py');
      const command = ['python3', program, '--server', servers, '--user', READER, '--stream', 'JOB_LOGS', ...words];
      return read(READER, command as [string, ...string[]], { PYTHONPATH: pythonPackages() });
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function pythonPackages(): string {
  const installer = join(root, 'scripts', 'python-deps.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [installer], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

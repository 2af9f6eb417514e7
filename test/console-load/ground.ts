// A broker with the accounts and streams of an installation, the console, and events as fast as they are asked for: those of one
// real run, again and again as runs of other names. Both planes run until the page shows that one. They would want to drive the
// others, so they are gone then, and what the control plane tells of the streams is told from here.
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readStreamEnds } from '@dome/bus';
import { CONTROL_API, createControlClient, RUNTIME_API } from '@dome/client';
import { CHANNELS, STREAMS } from '@dome/contracts';
import type { ListedStream } from '@dome/contracts';
import { consoleFolderBy, consoleRoutes, createLogger, listenHttp } from '@dome/runtime';
import { eventually, openRawStreams, startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import type { NatsConnection } from '@nats-io/nats-core';

import { createReplay } from './replay.ts';
import type { RecordedEvent } from './replay.ts';

export interface Ground extends AsyncDisposable {
  /** Signs in. */
  readonly link: string;
  /** Both planes end: from now on nobody but `publish` writes. */
  endPlanes(): Promise<void>;
  /** One event after the other, evenly. @returns the last sequence of RUN_EVENTS */
  publish(of: { readonly events: number; readonly everyMs: number }): Promise<number>;
}

const root = join(import.meta.dirname, '..', '..');
const SKILL = 'count-node';
const PERSON = 'ada';
const PLAN = {
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'count',
  version: '1.0.0',
  tasks: {
    first: { uses: `${SKILL}@*`, input: { lines: 2, seconds: 0 } },
    second: { uses: `${SKILL}@*`, input: { lines: 2, seconds: 0 }, needs: ['first'] },
  },
};

export async function openGround(): Promise<Ground> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'dome-console-load-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const skillsDir = join(folder, 'skills');
  await cp(join(root, 'test', 'fixtures', 'skills', SKILL), join(skillsDir, SKILL), { recursive: true });
  const server = stack.use(await startPlanesServer({ skills: [{ pool: 'default', skill: SKILL }], people: [PERSON] }));
  const lawDir = join(root, 'test', 'fixtures', 'open-law');
  const planes = stack.use(new AsyncDisposableStack());
  planes.use(await startControl({ server, lawDir }));
  planes.use(await startDaemon({ server, skillsDir }));
  const recorded = await recordRun(server);
  const link = await serveConsole(stack, server);
  const [dome, domed] = [await server.connectAs('dome'), await server.connectAs('domed')];
  const replay = createReplay(recorded, { [STREAMS.RUN_EVENTS]: dome, [STREAMS.JOB_EVENTS]: domed });
  const owned = stack.move();
  return {
    link,
    endPlanes: async () => {
      await planes.disposeAsync();
      tellStreams(dome);
    },
    publish: async (of) => {
      await replay(of);
      const { next } = await readStreamEnds(dome, { stream: STREAMS.RUN_EVENTS });
      return next - 1;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Of a run with two tasks, everything that both planes stored, in the order of time. */
async function recordRun(server: PlanesServer): Promise<RecordedEvent[]> {
  const client = createControlClient(await server.connectAs(PERSON));
  const { runId } = await client.runs.submit({ plan: JSON.stringify(PLAN), idempotencyKey: 'count' });
  await eventually(async () => (await client.runs.get(runId)).state === 'finished', { timeoutMs: 60_000 });
  const raw = await openRawStreams(server);
  const streams = [STREAMS.RUN_EVENTS, STREAMS.JOB_EVENTS] as const;
  const read = await Promise.all(
    streams.map(async (stream) =>
      (await raw.read(stream)).map(({ subject, body, timeMs }) => ({ stream, subject, body, timeMs, runId })),
    ),
  );
  return read.flat().toSorted((a, b) => a.timeMs - b.timeMs);
}

async function serveConsole(stack: AsyncDisposableStack, server: PlanesServer): Promise<string> {
  execFileSync(process.execPath, [join(root, 'scripts', 'console.ts')]);
  const token = 'of-the-load-test';
  const routes = await consoleRoutes({
    folder: consoleFolderBy(import.meta.resolve('@dome/console/package.json')),
    config: () => ({ websocket: server.server.websocketUrl, mode: 'dev' }),
    session: () => ({ token, user: PERSON, password: server.credentials(PERSON).password }),
  });
  const logger = createLogger({ name: 'console-load', instance: 'one', level: 'error', secrets: [] });
  const address = { host: '127.0.0.1', port: 0 };
  const listener = stack.use(await listenHttp({ address, variable: 'the address', routes, logger }));
  return `http://${listener.address}/#signin=${token}`;
}

/** What `stream.list` of the control plane says. */
function tellStreams(dome: NatsConnection): void {
  const told = [
    { stream: STREAMS.RUN_EVENTS, apiPrefix: CONTROL_API, own: {} },
    { stream: STREAMS.JOB_EVENTS, apiPrefix: RUNTIME_API, own: { apiPrefix: RUNTIME_API } },
  ];
  const answer = async (): Promise<ListedStream[]> =>
    await Promise.all(
      told.map(async ({ stream, apiPrefix, own }) => {
        const { first, next } = await readStreamEnds(dome, { stream, ...own });
        return { stream, apiPrefix, first, last: next - 1 };
      }),
    );
  dome.subscribe(CHANNELS.controlStreamList.address, {
    callback: (_, message) => {
      void answer().then((streams) => message.respond(JSON.stringify({ streams })));
    },
  });
}

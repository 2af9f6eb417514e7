// What the probes of both planes say in each state, on a real broker.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { HTTP_ANSWERED } from '@dome/runtime';
import type { ReadyzReply } from '@dome/runtime';
import { awaitTerminal, eventually } from '@dome/testkit';
import type { PlaneProcess } from '@dome/testkit';
import { expect, test } from 'vitest';

import { httpOf } from './http-of.ts';
import { hasSpoken, jobOf, openStage, submit } from './stage.ts';

const HTTP = { DOME_HTTP: '127.0.0.1:0' };
const starting = { env: HTTP, until: HTTP_ANSWERED };

/** The lines of `/readyz` that say what is missing, once it is as wanted. */
async function readyzWhen(plane: PlaneProcess, status: 200 | 503, line?: RegExp): Promise<string> {
  return await eventually(
    async () => {
      const said = await httpOf(plane, '/readyz?verbose');
      if (said.status !== status || (line !== undefined && !line.test(said.text)))
        throw new Error(`${said.status}\n${said.text}`);
      return said.text;
    },
    { timeoutMs: 20_000, stepMs: 50 },
  );
}

test('planes that run are ready, and draining is said until they end', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: ['count-node'] });
  const control = await stage.control({ env: HTTP });
  const daemon = await stage.daemon({ env: HTTP });
  for (const plane of [control, daemon]) {
    const text = await readyzWhen(plane, 200);
    expect(text).toMatch(/^(\[\+\][\w -]+ ok\n)+readyz check passed\n$/);
    expect(await httpOf(plane, '/readyz')).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await httpOf(plane, '/livez')).toMatchObject({ status: 200, text: 'ok\n' });
    const told = await httpOf(plane, '/readyz?verbose', { accept: 'application/json' });
    expect(told).toMatchObject({ status: 200, contentType: 'application/json' });
    const { ready, checks } = JSON.parse(told.text) as ReadyzReply;
    const names = [...text.matchAll(/^\[\+\]([\w -]+) ok$/gm)].map(([, name]) => name);
    expect([ready, checks]).toEqual([true, names.map((name) => ({ name, ok: true }))]);
  }
  expect(await readyzWhen(daemon, 200)).toContain('[+]catalogue ok\n');

  const { jobId } = await submit(stage, jobOf({ skill: 'count-node', key: 'k', input: { lines: 30, seconds: 3 } }));
  await hasSpoken(stage, jobId);
  await daemon.kill('SIGINT');
  expect(await readyzWhen(daemon, 503)).toContain('[-]shutdown: The process drains, and then it ends.\n');
  expect(await httpOf(daemon, '/livez')).toMatchObject({ status: 200 });
  await awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 20_000 });
  expect(await daemon.exited).toEqual({ code: 0, signal: undefined });
});

test('without a broker a plane lives, and is not ready', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: ['count-node'] });
  // Nobody listens on the discard port.
  const away = { ...starting, env: { ...HTTP, DOME_NATS_URL: 'nats://127.0.0.1:9' } };
  for (const plane of [await stage.control(away), await stage.daemon(away)]) {
    await readyzWhen(plane, 503, /\[-\]start: [^]*\[-\]bus: /);
    expect(await httpOf(plane, '/livez')).toMatchObject({ status: 200, text: 'ok\n' });
    await plane.stop();
  }
});

test('a broker that goes away and comes back is told', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: ['count-node'] });
  const daemon = await stage.daemon({ env: HTTP });
  await readyzWhen(daemon, 200);
  await stage.planes.server.kill();
  await readyzWhen(daemon, 503, /\[-\]bus: /);
  expect(await httpOf(daemon, '/livez')).toMatchObject({ status: 200 });
  await stage.planes.server.start();
  await readyzWhen(daemon, 200);
});

test('a topology that is missing is named', { timeout: 60_000 }, async () => {
  await using stage = await openStage({ skills: [], provision: false });
  for (const plane of [await stage.control(starting), await stage.daemon(starting)]) {
    const text = await readyzWhen(plane, 503, /\[-\]topology: /);
    expect(text).toMatch(/\[-\]topology: .*_EVENTS/);
    await plane.stop();
  }
});

test(
  'a catalogue without a skill serves nothing, and one without a durable serves none',
  { timeout: 60_000 },
  async () => {
    await using stage = await openStage({ skills: [] });
    const empty = await mkdtemp(join(tmpdir(), 'dome-empty-'));
    await using cleanup = new AsyncDisposableStack();
    cleanup.defer(() => rm(empty, { recursive: true, force: true }));
    const idle = await stage.daemon({ env: HTTP, skillsDir: empty });
    expect(await readyzWhen(idle, 503)).toContain(`[-]catalogue: DOME_SKILLS: there is no usable skill in ${empty}.`);
    const skillsDir = join(import.meta.dirname, '..', 'fixtures', 'skills');
    const unbound = await stage.daemon({ env: HTTP, skillsDir });
    expect(await readyzWhen(unbound, 503)).toMatch(/\[-\]skills: No skill is served: there is no durable for /);
  },
);

// compose.yaml as the README has it: two people bring the example release to its promotion, and nothing is lost while a daemon
// is killed, the broker is started again and daemons are added. What was promised is read from the streams afterwards.
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import {
  chainClaims,
  decisionClaims,
  lockClaims,
  logClaims,
  ofType,
  peopleClaims,
  promotionPeopleClaims,
  readEvents,
  readLawEvents,
  readRecord,
  takeOverClaim,
} from '@dome/audit';
import type { LostAttempt } from '@dome/audit';
import { createControlClient } from '@dome/client';
import type { ControlClient } from '@dome/client';
import { EVENTS } from '@dome/contracts';
import { eventually, openRawStreams } from '@dome/testkit';
import { wsconnect } from '@nats-io/nats-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { findingsOf, jobEventsOf, terminalsOf } from '../e2e/chains.ts';
import type { Link } from '../e2e/chains.ts';
import { blocksIn, commandsIn, HOME, openPageShell } from '../pages/page-shell.ts';
import type { PageShell } from '../pages/page-shell.ts';
import { docker } from './engine.ts';
import { startInstallation } from './installation.ts';
import type { ComposeInstallation, Container } from './installation.ts';

const LONG = { timeoutMs: 120_000, stepMs: 100 };

/** For a shell with a home of its own: what Docker finds in the home of whoever tests. */
const DOCKER = `export DOCKER_CONFIG='${process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker')}'`;

let installation: ComposeInstallation;
let ada: ControlClient;
let nc: Awaited<ReturnType<ComposeInstallation['connectAs']>>;
let shell: PageShell;
/** Those of the README, after those that install the command line and start everything. */
let typed: { readonly passwords: string; readonly submit: string; readonly approve: string };

const held = new AsyncDisposableStack();

beforeAll(async () => {
  installation = held.use(await startInstallation());
  nc = await installation.connectAs('ada');
  ada = createControlClient(nc);
  shell = held.use(await openPageShell({ isClone: false }));
  await slowDown(join(shell.cwd, 'examples', 'checkout', 'test'));
  const [block = ''] = (await blocksIn('README.md', '')).filter((one) => one.includes('docker compose up --wait'));
  const [, , copy = '', settings = '', submit = '', approve = ''] = commandsIn(block);
  const project = `export COMPOSE_FILE='${join(HOME, 'compose.yaml')}' COMPOSE_PROJECT_NAME='${installation.project}'`;
  const passwords = `${project}\n${copy}\n${settings.replace('127.0.0.1:4222', new URL(installation.url).host)}`;
  // A shell without a terminal is asked nothing.
  typed = { passwords, submit, approve: `${approve} --yes` };
});
afterAll(() => held.disposeAsync());

test('a release is promoted by two people while a daemon is killed and the broker is started again', async () => {
  expect(await shell.run(`${DOCKER}\n${typed.passwords}`)).toMatchObject({ exitCode: 0 });

  const submitted = shell.start(typed.submit);
  const { runId } = await eventually(async () => (await ada.runs.list({})).runs[0] ?? false, LONG);
  const lost = await killDaemonOf(runId, 'node-test');
  expect(await submitted.ended).toMatchObject({ exitCode: 0 });

  await installation.compose('restart', 'nats');
  const own = await shell.run(typed.approve.replace('--user grace ', ''));
  expect(own.err).toContain('SELF_APPROVAL');
  expect(await shell.run(typed.approve)).toMatchObject({ exitCode: 0 });
  await finished(runId);

  const record = await readRecord(nc, runId);
  const claims = [
    ...chainClaims(record),
    takeOverClaim(record, lost),
    ...logClaims(record),
    ...decisionClaims(record),
    ...peopleClaims(record),
    ...promotionPeopleClaims(record, await readLawEvents(nc)),
    ...lockClaims(record),
  ];
  expect(claims.filter(({ holds }) => !holds)).toEqual([]);
});

test('four daemons share the work, what one promoted the others see, and the streams hold one end for each job', async () => {
  await shell.run('git rm --quiet --force examples/checkout/test/slow.test.js');
  await installation.compose('up', '--detach', '--wait', '--no-build', '--no-recreate', '--scale', 'domed=4');
  expect(await installation.containers('domed')).toHaveLength(4);
  const before = (await ada.runs.list({})).runs.length;
  const [submit = ''] = typed.submit.split(' && ');
  const submits = await Promise.all([1, 2, 3].map(() => shell.start(submit).ended));
  expect(submits.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  const { runs } = await ada.runs.list({});
  expect(runs).toHaveLength(before + 3);
  for (const { runId } of runs.slice(0, 3)) {
    expect(await shell.run(`npx dome run wait ${runId} --for gate`)).toMatchObject({ exitCode: 0 });
    expect(await shell.run(typed.approve.replace('@latest', runId))).toMatchObject({ exitCode: 0 });
    await finished(runId);
  }

  const raw = await openRawStreams(installation);
  await eventually(async () => (await raw.count('SKILL_COMMANDS')) === 0, LONG);
  const events = jobEventsOf(await raw.read('JOB_EVENTS'));
  expect(findingsOf(events)).toEqual([]);
  for (const [job, chain] of events.chains) expect(terminalsOf(chain), job).toHaveLength(1);
  // Those of before and after: one was killed.
  expect(new Set([...events.chains.values()].flat().flatMap(workerOf)).size).toBeGreaterThan(3);
  const promoted = await journal();
  expect(promoted.filter(({ what }) => what === 'leave')).toHaveLength(before + 3);
});

test('each replica serves the console, which reaches the broker from this machine, and there the people alone', async () => {
  const { websocketUrl, passwords } = installation;
  const replicas = await installation.containers('dome');
  expect(replicas).toHaveLength(2);
  for (const replica of replicas) {
    const http = await installation.httpOf(replica);
    expect(await (await fetch(`${http}/config.json`)).json()).toEqual({
      websocket: websocketUrl,
      mode: 'installation',
    });
    expect(await (await fetch(http)).text()).toContain('<div id="app">');
  }
  await expect(wsconnect({ servers: websocketUrl, user: 'ada', pass: 'wrong' })).rejects.toThrow(/authorization/i);
  const page = await wsconnect({ servers: websocketUrl, user: 'ada', pass: passwords['ada'] ?? '' });
  await page.close();
});

test('the planes of the installation confine jobs, and nothing that an engine shows has a secret in it', async () => {
  const key = (await readFile(join(HOME, 'examples', 'secrets', 'SIGNING_KEY'), 'utf8')).trim();
  const secrets = [...Object.values(installation.passwords), key];
  for (const service of ['nats', 'dome', 'domed']) {
    for (const container of await installation.containers(service)) {
      const shown = (await docker(['inspect', container.id])).out + (await installation.log(container));
      expect(
        secrets.filter((secret) => shown.includes(secret)),
        container.name,
      ).toEqual([]);
      if (service === 'domed') expect(shown, container.name).toContain('"guard":"mount-namespace"');
    }
  }
});

/** A daemon can be killed while it tests. */
async function slowDown(tests: string): Promise<void> {
  const file =
    "import test from 'node:test';\ntest('is slow', () => new Promise((resolve) => setTimeout(resolve, 5_000)));\n";
  await writeFile(join(tests, 'slow.test.js'), file);
  await shell.run(`git add '${tests}'`);
}

/** Kills the daemon that runs the skill, with its container, and says which attempt was lost. */
async function killDaemonOf(runId: string, skill: string): Promise<LostAttempt> {
  const daemons = await installation.containers('domed');
  const instances = await Promise.all(daemons.map(async (one) => [await instanceOf(one), one] as const));
  const byInstance = new Map(instances);
  return await eventually(async () => {
    const { jobs } = await readEvents(nc, runId);
    const ends = jobs.filter(({ event }) => EVENTS[event.type].terminal);
    const ended = new Set(ends.flatMap(({ event: { data } }) => ('jobId' in data ? [data.jobId] : [])));
    const started = ofType(jobs, 'dev.dome.job.started.v1').find(
      ({ event: { data } }) => data.skill.name === skill && !ended.has(data.jobId),
    );
    if (started === undefined) return false;
    const { jobId, worker } = started.event.data;
    const container = byInstance.get(worker.instance);
    if (container === undefined) throw new Error(`no container has the daemon ${worker.instance}`);
    await docker(['kill', container.id]);
    return { jobId, epoch: started.sequence, instance: worker.instance };
  }, LONG);
}

async function instanceOf(container: Container): Promise<string> {
  const [line = ''] = (await installation.log(container)).split('\n');
  const { instance } = JSON.parse(line) as { instance: string };
  return instance;
}

async function finished(runId: string): Promise<void> {
  const run = await eventually(async () => {
    const found = await ada.runs.get(runId);
    return found.state === 'finished' && found;
  }, LONG);
  expect(run).toMatchObject({ result: 'success', iteration: 2, promotion: { to: 'staging', done: true } });
}

/** What the skill that promotes wrote, as each daemon sees it. */
async function journal(): Promise<readonly { readonly what: string }[]> {
  const daemons = await installation.containers('domed');
  const seen = await Promise.all(
    daemons.map(async ({ id }) => (await docker(['exec', id, 'cat', '/tmp/dome-environments/staging.journal'])).out),
  );
  expect(new Set(seen).size).toBe(1);
  return (seen[0] ?? '').split('\n').map((line) => JSON.parse(line) as { what: string });
}

function workerOf({ data: { worker } }: Link): unknown[] {
  return typeof worker === 'object' && worker !== null && 'instance' in worker ? [worker.instance] : [];
}

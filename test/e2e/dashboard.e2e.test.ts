// examples/dashboard as a team would start from it: one file beside a stock client, in a real browser, with the rights of an
// observer. What it missed while its broker was away it reads by sequence, and what the stream no longer has it names.
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { eventually, startTcpProxy } from '@dome/testkit';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { serveFolder } from '../site/static-server.ts';
import { needBrowser, openBrowser } from './browser.ts';
import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';

vi.setConfig({ testTimeout: 120_000 });

const HOME = join(import.meta.dirname, '../..');
const PAGE = join(HOME, 'examples/dashboard/index.html');
const PLAN = {
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'count',
  version: '1.0.0',
  tasks: { count: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dome-dashboard-'));
  await copyFile(PAGE, join(folder, 'index.html'));
  const [, command = ''] = /^(npx rolldown .+)$/m.exec(await readFile(join(HOME, 'docs/dashboards.md'), 'utf8')) ?? [];
  const [, program = '', ...words] = command.replace('examples/dashboard', folder).split(' ');
  await promisify(execFile)(join(HOME, 'node_modules/.bin', program), words, { cwd: HOME });
});
afterAll(() => rm(folder, { recursive: true }));

test('it is one file of at most 150 lines, with the stock client and nothing else', async () => {
  const text = await readFile(PAGE, 'utf8');
  expect(text.split('\n').length).toBeLessThanOrEqual(151);
  expect([...text.matchAll(/(?:import .*?from|src=|href=)\s*["']([^"']+)/g)].map(([, from]) => from)).toEqual([
    './nats-core.js',
  ]);
});

/** What the nats command line would be told of a user. */
async function contextOf(stage: CliStage, name: string): Promise<Record<'url' | 'user' | 'password', string>> {
  return JSON.parse(await readFile(`${stage.dir}/config/nats/context/dome-${name}.json`, 'utf8'));
}

/** As an operator in a hurry would: everything before that sequence is discarded. */
async function purge(stage: CliStage, before: number): Promise<void> {
  const { url, user, password } = await contextOf(stage, 'PROVISIONER-DOME');
  await using nc = await connect({ servers: url, user, pass: password, inboxPrefix: `_INBOX_${user}` });
  const reply = await nc.request('$JS.API.STREAM.PURGE.RUN_EVENTS', JSON.stringify({ seq: before }));
  expect(reply.json()).toMatchObject({ success: true });
}

test('runs are seen live; after a cut it goes on by sequence, once each, and says what is gone', async (context) => {
  needBrowser(context);
  await using pages = await serveFolder(folder, '/');
  await using stage = await openCliStage({
    devArgs: ['--origin', new URL(pages.url).origin],
    ui: true,
    files: { 'count.plan.json': JSON.stringify(PLAN) },
  });
  const address = /WebSocket\s+ws:\/\/\S+?:(\d+)/.exec(stage.dev.said.out)?.[1] ?? '';
  await using link = await startTcpProxy(Number(address));
  const run = async (): Promise<void> => {
    const said = await stage.dome('run', 'submit', '-f', 'count.plan.json', '--wait');
    expect(said.exitCode, said.err).toBe(0);
  };
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => void faults.push(error.message));
  await page.goto(pages.url);
  await page.getByLabel('Broker').fill(link.url.replace('nats:', 'ws:'));
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('Not connected: Authorization Violation').waitFor();
  await page.getByLabel('Password').fill((await contextOf(stage, 'VIEW')).password);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('Live, with everything up to event 0.').waitFor();

  const rows = page.locator('#runs tr');
  await run();
  await eventually(async () => expect(await rows.allInnerTexts()).toEqual([expect.stringMatching(/success\s+1 of 1/)]));
  const events = page.locator('#events li');
  const seen = async (): Promise<string[]> =>
    (await events.allInnerTexts()).map((text) => text.split(' ')[0] ?? '').toReversed();
  const first = await seen();
  expect(first).toEqual(first.map((_, at) => String(at + 1)));

  link.stall();
  await run();
  await run();
  await purge(stage, first.length + 3);
  link.cut();
  link.resume();
  await page.getByText('The broker is away').waitFor();
  await eventually(async () => expect(await rows.count()).toBe(3), { timeoutMs: 20_000 });
  const gone = `events ${first.length + 1} to ${first.length + 2} are gone`;
  expect(await page.locator('.gap').allInnerTexts()).toEqual([expect.stringContaining(gone)]);
  const after = await seen();
  const kept = Array.from({ length: 3 * first.length }, (_, at) => String(at + 1));
  expect(after).toEqual([...first, 'events', ...kept.slice(first.length + 2)]);
  expect(faults).toEqual([]);
});

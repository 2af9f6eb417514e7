// docs/installation.md as it stands, on a nats-server that is started from infra/nats/server.conf itself: the doctor finds
// it sound, the broker refuses whatever the contract forbids, and a right that somebody granted by hand is named.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { startBroker } from './page-broker.ts';
import { blocksIn, openPageShell } from './page-shell.ts';
import type { PageShell } from './page-shell.ts';

// Three processes, and thousands of attempts.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const READY = { timeoutMs: 60_000, stepMs: 50 };

interface Blocks {
  readonly accounts: string;
  readonly broker: string;
  readonly topology: string;
  readonly control: string;
  readonly daemon: string;
  readonly doctor: string;
  readonly person: string;
}

async function blocksOfPage(): Promise<Blocks> {
  const blocks = await blocksIn('docs/installation.md', 'sh');
  const [accounts = '', broker = '', topology = '', control = '', daemon = '', doctor = '', person = '', ...more] =
    blocks;
  expect(more).toEqual([]);
  return { accounts, broker, topology, control, daemon, doctor, person };
}

let page: Blocks;
let shell: PageShell;
beforeAll(async () => {
  page = await blocksOfPage();
  shell = await openPageShell({ isClone: true });
  expect(await shell.run(page.accounts)).toMatchObject({ exitCode: 0, err: '' });
  await startBroker(shell, page.broker);
});
afterAll(() => shell[Symbol.asyncDispose]());

interface Proof {
  readonly user: string;
  readonly tried: number;
  readonly gotThrough: readonly { readonly kind: string; readonly subject: string }[];
}

const proofsIn = async (path: string): Promise<readonly Proof[]> =>
  (JSON.parse(await readFile(path, 'utf8')) as { proofs: readonly Proof[] }).proofs;

test('who follows the page has an installation that is sound, and refuses every forbidden attempt', async () => {
  expect(await shell.run(page.topology)).toMatchObject({ exitCode: 0, err: '' });
  const planes = [shell.start(page.control), shell.start(page.daemon)];
  await eventually(() => {
    for (const { said } of planes) expect(said.out + said.err).toContain('ready');
  }, READY);
  const { exitCode, out, err } = await shell.run(page.doctor);
  expect(err).not.toContain('error');
  expect(out).toContain('OK      sync_always');
  expect(out).toContain('OK      rights');
  expect(out).toContain('\nNothing failed.\n');
  expect(out).toMatch(/\n\d{4} attempts, all refused\.\n/);
  expect(exitCode).toBe(0);
  const proofs = await proofsIn(join(shell.dir, 'dome/proof.json'));
  expect(proofs.map(({ user }) => user)).toEqual(['domed', 'dome', 'view', 'operator', 'dashboard', 'ada']);
  for (const { tried, gotThrough } of proofs) expect([tried > 300, gotThrough]).toEqual([true, []]);
});

test('who follows it further has one person more, and nobody who is connected notices', async () => {
  const whoami = 'NATS_USER=linus npx dome whoami';
  expect(await shell.run(whoami)).toMatchObject({ exitCode: 3 });
  const follower = shell.start('npx dome run list --watch');
  expect(await shell.run(page.person)).toMatchObject({ exitCode: 0 });
  await eventually(async () => {
    expect(await shell.run(whoami)).toMatchObject({ exitCode: 0, out: expect.stringContaining('linus') });
  }, READY);
  expect(follower.said.err).toBe('');
});

/** By hand, as an operator in a hurry: one subject more among those that a user may publish. */
function granted(accounts: string, user: string, subject: string): string {
  const allowed = new RegExp(`(user: "${user}".*?publish: \\{ allow: \\[)`);
  expect(accounts).toMatch(allowed);
  return accounts.replace(allowed, `$1"${subject}", `);
}

test('a wrong right of an observer, and one of a reader, are each named', async () => {
  await using wrong = await openPageShell({ isClone: true });
  await wrong.run(page.accounts);
  const path = join(wrong.dir, 'dome/accounts.conf');
  const accounts = await readFile(path, 'utf8');
  const forView = granted(accounts, 'view', 'dome.svc.dome.gate.decide');
  await writeFile(path, granted(forView, 'dashboard', 'DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.dome-runs'));
  await startBroker(wrong, page.broker);
  expect(await wrong.run(page.topology)).toMatchObject({ exitCode: 0, err: '' });
  const { exitCode, out } = await wrong.run(
    page.doctor.replace(/^npx dome (skill run noop|doctor --skills .*)\n/gm, ''),
  );
  expect(out).toContain('view       ');
  expect(out).toContain('  publish dome.svc.dome.gate.decide\n');
  expect(out).toContain('  publish DOMED.API.CONSUMER.MSG.NEXT.JOB_EVENTS.dome-runs\n');
  expect(out).toMatch(/\n2 of \d+ attempts got through\.\n$/);
  expect(exitCode).toBe(8);
});

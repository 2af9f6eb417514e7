// The doctor on a broker as infra/nats/accounts.conf makes it: what is sound, what is not, and the proof of rights.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { ACCOUNTS, SYSTEM_USER } from '@dome/contracts';
import type { AccountDeclaration } from '@dome/contracts';
import { startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';

import { runCli } from '../../src/cli.ts';
import { variableOf } from '../../src/connect/known-passwords.ts';
import { memoryIo } from '../memory-io.ts';

const LAW = join(import.meta.dirname, '../../../../test/fixtures/law');
const USERS = [SYSTEM_USER, 'board', ...Object.values(ACCOUNTS).flatMap(({ users }) => Object.keys(users))];

async function doctor(
  planes: PlanesServer,
  words: readonly string[],
  known = USERS,
): Promise<{ code: number; out: string; err: string }> {
  const named = known.filter((user) => !user.startsWith('{'));
  const env = Object.fromEntries(named.map((user) => [variableOf(user), planes.credentials(user).password]));
  const io = memoryIo({ env: { ...env, XDG_STATE_HOME: '/nowhere' }, cwd: tmpdir() });
  const { servers, password } = planes.credentials('ada');
  const code = await runCli(['-s', servers, '--user', 'ada', '--password', password, 'doctor', ...words], {
    version: '1.2.3',
    ioFor: () => io,
  });
  return { code, out: io.written.out, err: io.written.err };
}

let planes: PlanesServer;
let folder: string;
beforeAll(async () => {
  planes = await startPlanesServer({ readers: [{ name: 'board', filters: ['dome.evt.run.>'] }] });
  folder = await mkdtemp(join(tmpdir(), 'dome-doctor-'));
});
afterAll(async () => {
  await planes[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface CheckLine {
  readonly name: string;
  readonly status: string;
  readonly instead?: string;
}

test('without planes it says what runs, what does not, and what to do', async () => {
  const { code, out } = await doctor(planes, ['-o', 'jsonl']);
  const checks = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CheckLine);
  const status = Object.fromEntries(checks.map((check) => [check.name, check.status]));
  expect(status).toMatchObject({
    connection: 'ok',
    server: 'ok',
    sync_always: 'warning',
    rights: 'ok',
    clock: 'ok',
    topology: 'failed',
    'control plane': 'failed',
    daemons: 'failed',
  });
  for (const check of checks) expect(check.instead === undefined, check.name).toBe(check.status === 'ok');
  expect(code).toBe(8);
});

const SIGN_IN = `apiVersion: dome/v1
kind: Skill
name: sign-in
version: 1.0.0
title: Sign in
description: Signs in with a token that this daemon does not have.
inputSchema: { type: object }
outputSchema: { type: object }
runs: { using: process, command: [bash, ./sign-in.sh] }
secrets:
  - { name: REGISTRY_TOKEN, as: env }
`;

test('with planes it says what each of them lacks, and where the law is unsound', async () => {
  const skill = join(folder, 'skills', 'sign-in');
  await mkdir(skill, { recursive: true });
  await writeFile(join(skill, 'skill.yaml'), SIGN_IN);
  await writeFile(join(skill, 'sign-in.sh'), 'cat >/dev/null\n');
  const lawDir = join(folder, 'law');
  await cp(LAW, lawDir, { recursive: true });
  await using server = await startPlanesServer({ skills: [{ pool: 'default', skill: 'sign-in' }] });
  await using _first = await startControl({ server, lawDir });
  const gated = join(lawDir, 'gated.policy.yaml');
  await writeFile(gated, (await readFile(gated, 'utf8')).replace(/^version: .*$/m, 'version: 9.0.0'));
  await using _second = await startControl({ server, lawDir });
  await using _daemon = await startDaemon({ server, skillsDir: join(folder, 'skills') });
  const { code, out } = await doctor(server, []);
  expect(out).toMatch(/^OK +control plane +\S+, version \S+, ok; \S+, version \S+, ok$/m);
  expect(out).toMatch(/^OK +law +at \d+: access 1\.0\.0, 1 policy, 1 environment$/m);
  expect(out).toMatch(/^LOOK +law +nobody serves \S+: nothing can be promoted to staging$/m);
  expect(out).toMatch(/^LOOK +law +DOME_LAW of \S+ differs: .*9\.0\.0/m);
  expect(out.match(/DOME_LAW of/g)).toHaveLength(1);
  expect(out).toMatch(/^FAILED +daemons +1 serving no skill$/m);
  expect(out).toMatch(/^FAILED +secrets +\S+ does not serve sign-in: the secret REGISTRY_TOKEN: /m);
  expect(out).toMatch(/^OK +disk +the fullest stream is /m);
  expect(code).toBe(8);
});

test('what only others may see is said to be so, and fails nothing', async () => {
  const { out } = await doctor(planes, [], []);
  expect(out).toContain('?       sync_always    only a user of the system account sees it');
  expect(out).toContain('?       topology       only a provisioner sees it');
  expect(out).toContain('Failed: control plane, law, daemons.');
});

test('the proof counts what was refused, and writes it down', async () => {
  const { code, out } = await doctor(planes, ['--prove', '--report', join(folder, 'proof.json')]);
  expect(out).toMatch(/^domed +\d+ attempts, all refused$/m);
  expect(out).toMatch(/^ada +\d+ attempts, all refused$/m);
  expect(out).toMatch(/\n\d{4} attempts, all refused\.\n$/);
  expect(code).toBe(0);
  const report = JSON.parse(await readFile(join(folder, 'proof.json'), 'utf8')) as { proofs: { user: string }[] };
  expect(report.proofs.map(({ user }) => user)).toEqual(['domed', 'dome', 'view', 'operator', 'board', 'ada']);
});

test('a wrong right is named, and the exit code is 8', async () => {
  const view = ACCOUNTS['VIEW'] as AccountDeclaration;
  const user = view.users['view'];
  if (user === undefined) throw new Error('view is declared');
  const granted = { ...user, publish: [...user.publish, 'dome.svc.dome.gate.decide'] };
  await using wrong = await startPlanesServer({
    accounts: { ...ACCOUNTS, VIEW: { ...view, users: { ...view.users, view: granted } } },
  });
  const { code, out } = await doctor(wrong, ['--prove']);
  expect(out).toContain('  publish dome.svc.dome.gate.decide');
  expect(out).toMatch(/\n1 of \d+ attempts got through\.\n$/);
  expect(code).toBe(8);
});

test('what passes between the accounts by hand is seen without trying anything', async () => {
  const dome = ACCOUNTS['DOME'] as AccountDeclaration;
  const exports = [...dome.exports.slice(1), { service: 'dome.evt.run.>', to: ['VIEW'] }];
  await using wrong = await startPlanesServer({ accounts: { ...ACCOUNTS, DOME: { ...dome, exports } } });
  const { out } = await doctor(wrong, []);
  expect(out).toMatch(/^FAILED +rights +service dome\.evt\.run\.> of DOME to VIEW is not declared; .* is missing$/m);
});

test('a proof without every password is none', async () => {
  const { code, err } = await doctor(planes, ['--prove', '--reader', 'pipe'], ['domed']);
  expect(err).toContain('The passwords of dome, view, operator, board, pipe are not known.');
  expect(err).toContain('DOME_PASSWORD_VIEW, DOME_PASSWORD_OPERATOR, DOME_PASSWORD_BOARD, DOME_PASSWORD_PIPE');
  expect(code).toBe(2);
});

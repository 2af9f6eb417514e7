import { jetstreamManager } from '@nats-io/jetstream';
import { STREAMS, toDomeError } from '@dome/contracts';
import type { LawHistoryReply } from '@dome/contracts';
import { POLICY, SKILLS, eventually, openRawStreams, startPlanesServer, startWireTap } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { controlClientOf, release, startReplica } from './bench.ts';
import { ACCESS } from './law-of.ts';
import { startScriptedRuntime } from './scripted-runtime.ts';

const PEOPLE = ['ada', 'grace', 'eve', 'kim', 'lee'];
let server: PlanesServer;
const stack = new AsyncDisposableStack();

beforeAll(async () => {
  const skills = SKILLS.map(({ name }) => ({ pool: 'default', skill: name }));
  server = stack.use(await startPlanesServer({ people: PEOPLE, skills }));
  stack.use(await startScriptedRuntime(server, SKILLS, () => ({ result: 'success', output: {} })));
  stack.use(await startReplica(server, 'dome-1'));
  stack.use(await startReplica(server, 'dome-2'));
});
afterAll(() => stack.disposeAsync());

const refusal = (code: string) => expect.objectContaining({ code });
const policy = (version: string): { source: string; text: string } => ({
  source: 'p.yaml',
  text: POLICY.replace('version: 1.0.0', `version: ${version}`),
});
const access = (version: string, change: (text: string) => string): { source: string; text: string } => ({
  source: 'access.yaml',
  text: change(ACCESS.replace('version: 1.0.0', `version: ${version}`)),
});

async function stored(): Promise<number> {
  const jsm = await jetstreamManager(await server.connectAs('dome-provisioner'));
  return (await jsm.streams.info(STREAMS.LAW_EVENTS)).state.messages;
}

test('a keeper applies, everybody reads, the wire keeps the contract', async () => {
  await using tap = await startWireTap({ credentials: (user) => server.credentials(user) });
  const [kim, ada] = [await controlClientOf(server, 'kim'), await controlClientOf(server, 'ada')];
  const before = await stored();
  const dry = await kim.law.apply({ documents: [policy('1.1.0')], dryRun: true });
  expect(dry).toMatchObject({ dryRun: true, changes: [{ action: 'apply', inForce: '1.1.0', replaces: '1.0.0' }] });
  expect(await stored()).toBe(before);
  const applied = await kim.law.apply({ documents: [policy('1.1.0')], reason: 'stricter' });
  expect(applied.changes).toMatchObject([{ kind: 'policy', name: 'release', version: '1.1.0', sequence: before + 1 }]);
  const again = await kim.law.apply({ documents: [policy('1.1.0')] });
  expect(again.changes).toMatchObject([{ action: 'unchanged', inForce: '1.1.0' }]);
  expect(await stored()).toBe(before + 1);

  const list = await ada.law.list();
  expect(list.documents.map(({ kind, name, version }) => `${kind} ${name}@${version}`)).toEqual([
    'environment staging@1.0.0',
    'access access@1.0.0',
    'policy release@1.1.0',
  ]);
  expect(await ada.law.get({ kind: 'policy', name: 'release' })).toMatchObject({
    entry: { version: '1.1.0', by: { user: 'kim' }, reason: 'stricter', inForce: true },
    document: { kind: 'Policy', version: '1.1.0' },
  });
  expect((await ada.law.get({ kind: 'policy', name: 'release', version: '1.0.0' })).entry.inForce).toBe(false);
  await expect(ada.law.get({ kind: 'policy', name: 'nothing' })).rejects.toThrow(refusal('NOT_FOUND'));

  await kim.law.apply({ withdraw: [{ kind: 'policy', name: 'release', version: '1.1.0' }], reason: 'too strict' });
  const { changes } = await ada.law.history({ kind: 'policy' });
  expect(changes.map(({ phase, version, by, reason }) => `${phase} ${version} ${by.user} ${reason}`)).toEqual([
    'withdrawn 1.1.0 kim too strict',
    'applied 1.1.0 kim stricter',
    'applied 1.0.0 dome the first law of this installation',
  ]);
  const page: LawHistoryReply = await ada.law.history({ kind: 'policy', limit: 1 });
  expect((await ada.law.history({ kind: 'policy', after: page.next ?? '' })).changes).toEqual(changes.slice(1));
  expect((await tap.report()).findings).toEqual([]);
});

test.each<[string, string, Parameters<Awaited<ReturnType<typeof controlClientOf>>['law']['apply']>[0], string]>([
  ['by somebody who may not', 'FORBIDDEN', { documents: [policy('3.0.0')] }, 'ada'],
  [
    'of other content under a version',
    'VERSION_REUSED',
    { documents: [{ ...policy('1.0.0'), text: policy('1.0.0').text.replace('60', '61') }] },
    'kim',
  ],
  [
    'that does not hold',
    'LAW_INVALID',
    { documents: [policy('3.0.0'), { source: 'x.yaml', text: 'kind: Plan' }] },
    'kim',
  ],
  ['that is none', 'INVALID_REQUEST', {}, 'kim'],
  [
    'that raises its author',
    'ROLES_RAISED',
    {
      documents: [
        policy('3.0.0'),
        access('3.0.0', (text) => text.replace('kim: { roles: [', 'kim: { roles: [developer, ')),
      ],
    },
    'kim',
  ],
])('a change %s is refused with %s, and nothing of it is stored', async (_, code, request, by) => {
  const client = await controlClientOf(server, by);
  const before = await stored();
  await expect(client.law.apply(request)).rejects.toThrow(refusal(code));
  expect(await stored()).toBe(before);
});

test('roles change without a restart, in every replica', async () => {
  const [lee, eve] = [await controlClientOf(server, 'lee'), await controlClientOf(server, 'eve')];
  const request = release({ idempotencyKey: 'of-eve' });
  for (let at = 0; at < 6; at += 1) await expect(eve.runs.submit(request)).rejects.toThrow(refusal('FORBIDDEN'));
  await lee.law.apply({
    documents: [access('1.1.0', (text) => text.replace('eve: { roles: [guest]', 'eve: { roles: [developer]'))],
  });
  for (let at = 0; at < 6; at += 1) await eve.runs.submit(request);
  const { changes } = await lee.law.apply({
    withdraw: [{ kind: 'access', name: 'access', version: '1.1.0' }],
    dryRun: true,
  });
  expect(changes).toMatchObject([{ action: 'withdraw', inForce: '1.0.0', replaces: '1.1.0' }]);
});

test('the law is one chain, however many change it at once, and each change is judged under what it follows', async () => {
  const [kim, lee] = [await controlClientOf(server, 'kim'), await controlClientOf(server, 'lee')];
  const keeper = (at: number): typeof kim => (at % 2 === 0 ? kim : lee);
  const before = await stored();
  const changes = Array.from({ length: 40 }, (_, at) => keeper(at).law.apply({ documents: [policy(`4.${at}.0`)] }));
  // The same version with two contents: only one of them is law.
  const both = ['7', '8'].map((risk, at) => {
    const text = policy('5.0.0').text.replace('risk: 60', `risk: ${risk}`);
    return keeper(at)
      .law.apply({ documents: [{ source: 'p', text }] })
      .then(
        () => 'applied',
        (error: unknown) => toDomeError(error).code,
      );
  });
  await Promise.all(changes);
  expect(new Set(await Promise.all(both))).toEqual(new Set(['VERSION_REUSED', 'applied']));
  expect(await stored()).toBe(before + 41);
  const raw = await openRawStreams(server);
  const sequences = (await raw.read(STREAMS.LAW_EVENTS)).map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.map((_, at) => at + 1));
  const ada = await controlClientOf(server, 'ada');
  await eventually(async () => {
    const seen = await Promise.all([1, 2, 3, 4].map(() => ada.law.list()));
    expect(new Set(seen.map(({ sequence }) => sequence)).size).toBe(1);
  });
});

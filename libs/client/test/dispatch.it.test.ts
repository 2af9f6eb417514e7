import { Match } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { readNext } from '@dome/bus';
import { openEvent, structureDigest, cursorAt } from '@dome/contracts';
import { schemasCompiled } from '@dome/skill-schema';

import type { ExecuteRequest } from '../src/command.ts';
import { announcementOf, answerDiscovery, descriptorOf, startBench } from './scripted-runtime.ts';

function requestOf(more: Partial<ExecuteRequest> = {}): ExecuteRequest {
  return {
    runId: 'release-abcdefgh',
    taskId: 'lint',
    iteration: 1,
    idempotencyKey: 'release-abcdefgh_lint_1',
    skill: { name: 'lint', range: '^1' },
    input: { dir: '.' },
    submittedBy: { user: 'ada', account: 'PEOPLE', attested: true },
    ...more,
  };
}

test('a request that discovery agrees with becomes one stored command, however often it is sent', async () => {
  await using bench = await startBench();
  const descriptor = descriptorOf();
  answerDiscovery(bench.far, [descriptor]);

  const concurrency = { key: 'host:${input.dir}', max: 2 };
  const prepared = await bench.client.prepare(requestOf({ concurrency }));
  expect(await bench.storedCommands()).toBe(0);
  const first = await bench.client.submit(prepared);
  const again = await bench.client.submit(await bench.client.prepare(requestOf()));

  expect(first).toEqual({ jobId: 'release-abcdefgh_lint_1', sequence: 1, duplicate: false });
  expect(again).toEqual({ ...first, duplicate: true });
  expect(await bench.storedCommands()).toBe(1);
  const stored = await readNext(bench.far, { stream: 'SKILL_COMMANDS', filter: '>', from: cursorAt(1) });
  expect(stored?.subject).toBe('dome.cmd.skill.execute.default.lint');
  const event = openEvent(stored?.payload ?? new Uint8Array(), (name) => stored?.headers?.get(name, Match.IgnoreCase));
  expect(event).toMatchObject({
    id: prepared.messageId,
    data: {
      skill: { version: '1.2.0', descriptorDigest: structureDigest(descriptor) },
      timeouts: descriptor.timeouts,
      concurrency,
    },
  });
});

test('a skill or a version that nobody announces is missing, and nothing is stored', async () => {
  await using bench = await startBench();
  answerDiscovery(bench.far, [descriptorOf()]);

  const unknown = bench.client.prepare(requestOf({ skill: { name: 'sbom' } }));
  await expect(unknown).rejects.toMatchObject({ code: 'CAPABILITY_MISSING', fields: { pointer: '/skill/name' } });
  const newer = bench.client.prepare(requestOf({ skill: { name: 'lint', range: '^2' } }));
  await expect(newer).rejects.toMatchObject({ code: 'CAPABILITY_MISSING', fields: { pointer: '/skill/version' } });
  const elsewhere = bench.client.prepare(requestOf({ pool: 'gpu' }));
  await expect(elsewhere).rejects.toMatchObject({ code: 'CAPABILITY_MISSING' });
  expect(await bench.storedCommands()).toBe(0);
});

test('a locked descriptor that is no longer announced has drifted', async () => {
  await using bench = await startBench();
  const locked = descriptorOf();
  const fleet = answerDiscovery(bench.far, [locked]);
  const skill = { name: 'lint', version: '1.2.0', descriptorDigest: structureDigest(locked) };
  await bench.client.prepare(requestOf({ skill }));

  const changed = descriptorOf({ description: 'Runs another linter.' });
  fleet.descriptors = [changed];
  fleet.announcements = [announcementOf(changed)];
  const stale = { ...skill, descriptorDigest: structureDigest(changed) };
  // Checked against memory first, and refused only on a fresh answer of the fleet.
  await expect(bench.client.prepare(requestOf({ skill: stale }))).resolves.toMatchObject({ jobId: expect.any(String) });
  await expect(bench.client.prepare(requestOf({ skill }))).rejects.toMatchObject({ code: 'DESCRIPTOR_DRIFT' });
});

test('a descriptor that does not have the digest it is named by is refused', async () => {
  await using bench = await startBench();
  const fleet = answerDiscovery(bench.far, [descriptorOf()]);
  fleet.descriptors = [descriptorOf({ description: 'Something else entirely.' })];

  await expect(bench.client.prepare(requestOf())).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
});

test('an input that the schema forbids is refused by its pointer, before anything is stored', async () => {
  await using bench = await startBench();
  answerDiscovery(bench.far, [descriptorOf()]);

  const invalid = (input: Record<string, unknown>) =>
    expect(bench.client.prepare(requestOf({ input }))).rejects.toMatchObject;
  await invalid({})({ code: 'INPUT_INVALID', fields: { pointer: '/dir' } });
  await invalid({ dir: 7 })({ code: 'INPUT_INVALID', fields: { pointer: '/dir' } });
  await invalid({ dir: '.', level: 'odd' })({ code: 'INPUT_INVALID', fields: { pointer: '/level' } });
  await invalid({ dir: '.', 'a/b': 1 })({ code: 'INPUT_INVALID', fields: { pointer: '/a~1b' } });
  await invalid({ dir: '\ud800' })({ code: 'INPUT_INVALID', fields: { pointer: '/dir' } });
  expect(await bench.storedCommands()).toBe(0);
});

test('defaults of the schema are the daemon\u2019s to fill in: the input is sent as it was given', async () => {
  await using bench = await startBench();
  const inputSchema = { type: 'object', required: ['dir'], properties: { dir: { type: 'string', default: '.' } } };
  answerDiscovery(bench.far, [descriptorOf({ inputSchema })]);

  const prepared = await bench.client.prepare(requestOf({ input: {} }));
  expect(prepared.command.input).toEqual({});
});

test('600 tasks of one skill compile its schema once', async () => {
  await using bench = await startBench();
  answerDiscovery(bench.far, [
    descriptorOf({ description: 'Compiled once.', inputSchema: { type: 'object', title: 'once' } }),
  ]);
  const before = schemasCompiled();
  const keys = Array.from({ length: 600 }, (_, index) => `run-a_lint_${index}`);
  await Promise.all(keys.map((idempotencyKey) => bench.client.prepare(requestOf({ idempotencyKey }))));
  expect(schemasCompiled() - before).toBe(1);
});

test('a wide fan-out asks discovery once', async () => {
  await using bench = await startBench();
  const fleet = answerDiscovery(bench.far, [descriptorOf()]);

  const keys = Array.from({ length: 100 }, (_, index) => `run-a_lint_${index}`);
  const stored = await Promise.all(
    keys.map(async (idempotencyKey) => bench.client.submit(await bench.client.prepare(requestOf({ idempotencyKey })))),
  );

  expect(new Set(stored.map(({ sequence }) => sequence)).size).toBe(100);
  expect(fleet.asked).toEqual({ list: 1, get: 1 });
});

test('nothing is sent after notAfter', async () => {
  let nowMs = Date.UTC(2026, 10, 22);
  await using bench = await startBench({ nowMs: () => nowMs });
  answerDiscovery(bench.far, [descriptorOf()]);
  const prepared = await bench.client.prepare(requestOf({ notAfterMs: nowMs + 1_000 }));

  nowMs += 1_001;
  await expect(bench.client.submit(prepared)).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(await bench.storedCommands()).toBe(0);
});

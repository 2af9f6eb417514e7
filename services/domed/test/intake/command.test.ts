import { sha256Digest } from '@dome/contracts';
import type { JsonObject, SkillExecute } from '@dome/contracts';
import { expect, it } from 'vitest';

import { lockedVersion } from '../../src/catalogue/skill-set.ts';
import { admit, deadlinesOf } from '../../src/intake/admission.ts';
import type { LoadedSkill } from '../../src/catalogue/skill.ts';
import type { AdmissionView } from '../../src/intake/admission.ts';
import { readCommand } from '../../src/intake/command.ts';
import type { Command } from '../../src/job.ts';
import { execute, loadedSkill, messageOf, nowMs, skillRef } from '../support/commands.ts';

function commandOf(over: Parameters<typeof execute>[0] = {}): Command {
  const reading = readCommand(messageOf(execute(over)));
  if (reading.kind !== 'command') throw reading.undecodable.error;
  return reading.command;
}

const notServed = { isServed: false, lastMs: nowMs - 60_000 };
type ViewOver = Partial<Omit<AdmissionView, 'locked'>> & { readonly versions?: readonly LoadedSkill[] };

const view = ({ command = commandOf(), versions = [loadedSkill()], ...over }: ViewOver = {}): AdmissionView => ({
  command,
  fault: undefined,
  locked: lockedVersion(versions, command),
  elsewhere: () => notServed,
  driftGraceMs: 1_000,
  breakdowns: 0,
  deliveryCount: 1,
  nowMs,
  foreign: 50,
  chance: 1,
  ...over,
});

it('computes the digest of the request itself, and says where the command disagrees', () => {
  const reading = readCommand(messageOf(execute({ requestDigest: sha256Digest('another') })));
  expect(reading).toMatchObject({
    kind: 'command',
    command: { requestDigest: execute().requestDigest },
    fault: { code: 'INVALID_REQUEST', fields: { pointer: '/requestDigest' } },
  });
});

it('parks a command whose job id is not that of its key, and one whose input has no digest', () => {
  const stranger = readCommand(messageOf(execute({ jobId: 'somebody-elses' })));
  expect(stranger).toMatchObject({
    kind: 'undecodable',
    undecodable: { jobId: 'cmd-7', error: { fields: { pointer: '/data/jobId' } } },
  });
  const { payload, ...rest } = messageOf(execute({ input: { text: 'NUMBER' } }));
  const text = new TextDecoder().decode(payload).replace('"NUMBER"', '9007199254740993');
  const unsafe = readCommand({ ...rest, payload: new TextEncoder().encode(text) });
  expect(unsafe).toMatchObject({
    kind: 'undecodable',
    undecodable: { error: { code: 'INPUT_INVALID', fields: { pointer: '/data/input/text' } } },
  });
});

it('parks a command that lacks a member, and names the member', () => {
  const { payload, ...rest } = messageOf(execute());
  const event = JSON.parse(new TextDecoder().decode(payload)) as { data: Record<string, unknown> };
  const { retry: _, ...data } = event.data;
  const bare = new TextEncoder().encode(JSON.stringify({ ...event, data }));
  expect(readCommand({ ...rest, payload: bare })).toMatchObject({
    kind: 'undecodable',
    undecodable: { jobId: 'cmd-7', error: { code: 'INVALID_REQUEST', fields: { pointer: '/data/retry' } } },
  });
});

it('accepts a command whatever the id of its event: the job is that of its key', () => {
  expect(JSON.parse(new TextDecoder().decode(messageOf(execute()).payload))).toMatchObject({ id: 'id-1' });
  expect(readCommand(messageOf(execute()))).toMatchObject({ kind: 'command', command: { jobId: execute().jobId } });
});

it('admits a skill that is served here, with the input completed by the schema', () => {
  expect(admit(view())).toMatchObject({ validity: { state: 'ok' }, input: { text: 'hello' } });
});

it('runs the version that the command is locked to, beside others of that name', () => {
  const [one, two] = [loadedSkill(), { ...loadedSkill({ version: '1.1.0' }), descriptorDigest: sha256Digest('newer') }];
  const chosen = (command: Command) => {
    const admission = admit(view({ command, versions: [one, two] }));
    return 'skill' in admission ? admission.skill.descriptor.version : admission.validity;
  };
  expect(chosen(commandOf())).toBe('1.0.0');
  const newer = { name: 'echo', version: '1.1.0', descriptorDigest: two.descriptorDigest };
  expect(chosen(commandOf({ skill: newer }))).toBe('1.1.0');
  expect(chosen(commandOf({ skill: { ...newer, version: '1.0.0' } }))).toMatchObject({ state: 'unserved' });
});

const drifted = commandOf({ skill: { ...skillRef, descriptorDigest: sha256Digest('other words') } });
const verdictOf = (over: Partial<AdmissionView>): unknown => admit(view({ command: drifted, ...over })).validity;
const waits = expect.objectContaining({ state: 'unserved' });
const drift = expect.objectContaining({
  state: 'invalid',
  problem: expect.objectContaining({ code: 'DESCRIPTOR_DRIFT' }),
});

it('waits for another daemon within the grace, and for as long as one announces the skill', () => {
  expect(verdictOf({})).toEqual(waits);
  expect(verdictOf({ nowMs: nowMs + 1_000 })).toEqual(drift);
  const elsewhere = () => ({ isServed: true, lastMs: nowMs });
  expect(verdictOf({ nowMs: nowMs + 9_000, elsewhere })).toEqual(waits);
  const left = (over: Partial<AdmissionView>): unknown => admit(view({ command: drifted, ...over }));
  // What others announce is theirs until a clock is over; what they may announce later has to be claimed.
  expect(left({ nowMs: nowMs + 9_000, elsewhere })).toMatchObject({ isForOthers: true });
  expect(left({ nowMs: nowMs + 10_000, elsewhere })).toMatchObject({ isForOthers: false });
  expect(left({})).toMatchObject({ isForOthers: false });
  const command = commandOf({ skill: { ...skillRef, version: '2.0.0' } });
  expect(verdictOf({ command, nowMs: nowMs + 1_000 })).toMatchObject({ problem: { code: 'CAPABILITY_MISSING' } });
});

it('puts back a skill served elsewhere for a moment first, then for longer, and never for long', () => {
  const delays = [1, 2, 3, 6, 5_000].map((deliveryCount) => verdictOf({ deliveryCount }));
  expect(delays).toEqual([50, 100, 200, 1_000, 1_000].map((retryInMs) => ({ state: 'unserved', retryInMs })));
});

it('lets few commands come again sooner than many, and looks at about as many a second', () => {
  const delays = [0, 1, 10, 25, 1_000].map((foreign) => verdictOf({ deliveryCount: 9, foreign }));
  expect(delays).toEqual([200, 200, 200, 500, 1_000].map((retryInMs) => ({ state: 'unserved', retryInMs })));
});

it('puts commands back to come again at different times, or others would never have a turn at them', () => {
  const delays = [0, 0.5, 1].map((chance) => verdictOf({ deliveryCount: 9, chance }));
  expect(delays).toEqual([500, 750, 1_000].map((retryInMs) => ({ state: 'unserved', retryInMs })));
});

it('counts the grace from the last announcement, however long the command was queued before', () => {
  const elsewhere = () => ({ isServed: false, lastMs: nowMs + 5_000 });
  expect(verdictOf({ nowMs: nowMs + 5_999, elsewhere })).toEqual(waits);
  expect(verdictOf({ nowMs: nowMs + 6_000, elsewhere })).toEqual(drift);
});

it('gives the actual reason before the clocks of the job would only report a timeout', () => {
  const driftGraceMs = 30_000;
  const { queueUntilMs } = deadlinesOf(drifted);
  expect(verdictOf({ nowMs: queueUntilMs - 1_001, driftGraceMs })).toEqual(waits);
  expect(verdictOf({ nowMs: queueUntilMs - 1_000, driftGraceMs })).toEqual(drift);
  // After the queue clock only a job that has started before comes here.
  expect(verdictOf({ nowMs: queueUntilMs, driftGraceMs })).toEqual(waits);
});

it('requires of a skill that promotes the decision that allows it', () => {
  const skill = loadedSkill({ sideEffects: ['promotion'] });
  expect(admit(view({ versions: [skill] })).validity).toMatchObject({
    problem: { code: 'INVALID_REQUEST', fields: { pointer: '/authorizedBy' } },
  });
  const command = commandOf({ authorizedBy: { decisionId: sha256Digest('yes'), sequence: 5 } });
  expect(admit(view({ versions: [skill], command })).validity).toEqual({ state: 'ok' });
});

it('runs a skill that promotes by a decision or as a rehearsal, and never takes one for the other', () => {
  const locks = [
    { key: 'environment:${input.promotion.to}', mode: 'exclusive' as const },
    { key: 'host', mode: 'exclusive' as const },
  ];
  const acceptInput: LoadedSkill['acceptInput'] = (value) => ({ ok: true, value: value as JsonObject });
  const skill: LoadedSkill = { ...loadedSkill({ sideEffects: ['promotion'], locks }), acceptInput };
  const authorizedBy = { decisionId: sha256Digest('yes'), sequence: 5 };
  const into = (place: string, more: Partial<SkillExecute>) => ({ input: { promotion: { to: place } }, ...more });
  const admitted = (more: Partial<SkillExecute>, by = skill) =>
    admit(view({ versions: [by], command: commandOf(more) }));
  const refused = (more: Partial<SkillExecute>, by = skill) => {
    const { validity } = admitted(more, by);
    return 'problem' in validity ? validity.problem.fields : validity;
  };

  const rehearsed = admitted(into('rehearsal', { rehearsal: true }));
  expect('locks' in rehearsed && rehearsed.locks.map(({ key }) => key)).toEqual([
    'rehearsal:environment:rehearsal',
    'rehearsal:host',
  ]);
  const promoted = admitted(into('staging', { authorizedBy }));
  expect('locks' in promoted && promoted.locks.map(({ key }) => key)).toEqual(['environment:staging', 'host']);

  expect(refused(into('staging', { rehearsal: true }))).toMatchObject({
    detail: expect.stringMatching(/into rehearsal and nowhere else/) as unknown,
    pointer: '/input/promotion/to',
  });
  expect(refused({ input: {}, rehearsal: true })).toMatchObject({ pointer: '/input/promotion/to' });
  expect(refused(into('rehearsal', { authorizedBy }))).toMatchObject({
    detail: expect.stringMatching(/its command is no rehearsal/) as unknown,
  });
  expect(refused(into('rehearsal', { rehearsal: true, authorizedBy }))).toMatchObject({ pointer: '/rehearsal' });
  expect(refused(into('rehearsal', {}))).toMatchObject({ pointer: '/authorizedBy' });
  expect(refused({ rehearsal: true }, loadedSkill())).toMatchObject({
    detail: expect.stringMatching(/nothing to rehearse/) as unknown,
  });
});

it('parks a command on which it failed three times', () => {
  expect(admit(view({ breakdowns: 2 })).validity).toEqual({ state: 'ok' });
  expect(admit(view({ breakdowns: 3 })).validity).toMatchObject({ state: 'poison', problem: { code: 'INTERNAL' } });
});

it('ends the queue clock at the earlier of the clock and the command’s own deadline', () => {
  expect(deadlinesOf(commandOf())).toEqual({ queueUntilMs: nowMs + 10_000, totalUntilMs: nowMs + 60_000 });
  const notAfter = new Date(nowMs + 2_000).toISOString();
  expect(deadlinesOf(commandOf({ notAfter })).queueUntilMs).toBe(nowMs + 2_000);
});

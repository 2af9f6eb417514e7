import { sha256Digest } from '@dome/contracts';
import { expect, it } from 'vitest';

import { admit, deadlinesOf } from '../../src/intake/admission.ts';
import type { AdmissionView } from '../../src/intake/admission.ts';
import { readCommand } from '../../src/intake/command.ts';
import type { Command } from '../../src/intake/command.ts';
import { execute, loadedSkill, messageOf, nowMs, skillRef } from '../support/commands.ts';

function commandOf(over: Parameters<typeof execute>[0] = {}): Command {
  const reading = readCommand(messageOf(execute(over)));
  if (reading.kind !== 'command') throw reading.undecodable.error;
  return reading.command;
}

const view = (over: Partial<AdmissionView> = {}): AdmissionView => ({
  ...{ command: commandOf(), fault: undefined, skill: loadedSkill(), isServedElsewhere: () => false },
  ...{ driftGraceMs: 1_000, breakdowns: 0, nowMs },
  ...over,
});

it('computes the digest of the request itself, and says where the command says another', () => {
  const reading = readCommand(messageOf(execute({ requestDigest: sha256Digest('another') })));
  expect(reading).toMatchObject({
    kind: 'command',
    command: { requestDigest: execute().requestDigest },
    fault: { code: 'INVALID_REQUEST', fields: { pointer: '/requestDigest' } },
  });
});

it('cannot read a command whose job is not that of its key, nor one whose input has no digest', () => {
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

it('admits what is served here, with the input as the schema completes it', () => {
  expect(admit(view())).toMatchObject({ validity: { state: 'ok' }, input: { text: 'hello' } });
});

it('waits for another daemon within the grace, and as long as one announces it', () => {
  const command = commandOf({ skill: { ...skillRef, version: '2.0.0' } });
  expect(admit(view({ command })).validity).toMatchObject({ state: 'unserved' });
  expect(admit(view({ command, nowMs: nowMs + 1_000 })).validity).toMatchObject({
    state: 'invalid',
    problem: { code: 'CAPABILITY_MISSING' },
  });
  const isServedElsewhere = (): boolean => true;
  expect(admit(view({ command, nowMs: nowMs + 9_000, isServedElsewhere })).validity).toMatchObject({
    state: 'unserved',
  });
});

it('asks a skill that promotes for the decision that allows it', () => {
  const skill = loadedSkill({ sideEffects: ['promotion'] });
  expect(admit(view({ skill })).validity).toMatchObject({
    problem: { code: 'INVALID_REQUEST', fields: { pointer: '/authorizedBy' } },
  });
  const command = commandOf({ authorizedBy: { decisionId: sha256Digest('yes'), sequence: 5 } });
  expect(admit(view({ skill, command })).validity).toEqual({ state: 'ok' });
});

it('parks what it broke on three times', () => {
  expect(admit(view({ breakdowns: 2 })).validity).toEqual({ state: 'ok' });
  expect(admit(view({ breakdowns: 3 })).validity).toMatchObject({ state: 'poison', problem: { code: 'INTERNAL' } });
});

it('ends the queue clock at the earlier of the clock and the command’s own word', () => {
  expect(deadlinesOf(commandOf())).toEqual({ queueUntilMs: nowMs + 10_000, totalUntilMs: nowMs + 60_000 });
  const notAfter = new Date(nowMs + 2_000).toISOString();
  expect(deadlinesOf(commandOf({ notAfter })).queueUntilMs).toBe(nowMs + 2_000);
});

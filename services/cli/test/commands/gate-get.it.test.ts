// A gate is shown, and can be voted on, from the control plane's answer alone: what else would be told of its tasks, their
// events and logs, may be away.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { subjects } from '@dome/contracts';
import type { GateDecideReply, GateDecideRequest, GateGetReply } from '@dome/contracts';
import { startTestServer } from '@dome/testkit';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', '..', 'schemas', 'examples');
const example = async (name: string): Promise<string> => await readFile(join(EXAMPLES, `${name}.json`), 'utf8');

const stack = new AsyncDisposableStack();
let url: string;
const votes: GateDecideRequest[] = [];

beforeAll(async () => {
  const server = stack.use(await startTestServer());
  url = server.url;
  const nc = await connect({ servers: url });
  stack.defer(() => nc.close());
  const run = await example('RunGetReply');
  nc.subscribe(subjects.controlRunGet(), { callback: (_, message) => void message.respond(run) });
  const { gate } = JSON.parse(await example('GateGetReply')) as GateGetReply;
  // As somebody sees it who may vote.
  const you = { user: 'grace', roles: ['release-manager'], approve: { allowed: true }, reject: { allowed: true } };
  const shown = JSON.stringify({ gate: { ...gate, you } });
  nc.subscribe(subjects.controlGateGet(), { callback: (_, message) => void message.respond(shown) });
  nc.subscribe(subjects.controlGateDecide(), {
    callback: (_, message) => {
      const vote = message.json<GateDecideRequest>();
      votes.push(vote);
      const { runId, gate: name, verdict } = vote;
      const reply: GateDecideReply = {
        runId,
        gate: name,
        verdict,
        iteration: 2,
        by: 'grace',
        sequence: 151,
        existing: false,
      };
      message.respond(JSON.stringify(reply));
    },
  });
  await nc.flush();
});
afterAll(() => stack.disposeAsync());

async function dome(...words: string[]) {
  const io = memoryIo();
  const exitCode = await runCli(['-s', url, ...words], { version: '1.2.3', ioFor: () => io });
  return { exitCode, ...io.written };
}

test('a gate is shown though neither events nor logs of its tasks can be read', async () => {
  const { exitCode, out, err } = await dome('gate', 'get', 'release-hiqjqavj/quality');
  expect([exitCode, err.split('\n').filter((line) => line.startsWith('error'))]).toEqual([0, []]);
  expect(err).toContain('The events of the tasks cannot be read now');
  expect(out).toContain('✔ Every test of the project passes.');
  expect(out).toMatch(/✔ test {2}success/);
});

test('and a vote on it is sent', async () => {
  const { exitCode, out } = await dome('gate', 'approve', 'release-hiqjqavj/quality', '-y');
  expect([exitCode, out]).toEqual([0, expect.stringContaining('approved release-hiqjqavj/quality as grace')]);
  expect(votes).toMatchObject([
    { gate: 'quality', verdict: 'approve', evidenceDigest: expect.stringMatching(/^sha256:/) },
  ]);
});

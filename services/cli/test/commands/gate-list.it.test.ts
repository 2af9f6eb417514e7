// The control plane's answers in pages, on a real broker.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { LIMITS, subjects } from '@dome/contracts';
import type { GateListReply, GateListRequest } from '@dome/contracts';
import { startTestServer } from '@dome/testkit';
import { connect } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { runCli } from '../../src/cli.ts';
import { memoryIo } from '../memory-io.ts';

const EXAMPLE = join(import.meta.dirname, '..', '..', '..', '..', 'schemas', 'examples', 'GateListReply.json');

test('the list includes gates beyond the first page', async () => {
  const [gate] = (JSON.parse(await readFile(EXAMPLE, 'utf8')) as GateListReply).gates;
  await using server = await startTestServer();
  const nc = await connect({ servers: server.url });
  nc.subscribe(subjects.controlGateList(), {
    callback: (_error, message) => {
      const { after, limit = LIMITS.listDefault } = message.json<GateListRequest>();
      const first = Number(after ?? 0);
      const gates = Array.from({ length: limit }, (_, n) => ({ ...gate, gate: `gate-${first + n}` }));
      message.respond(JSON.stringify({ gates, ...(after === undefined ? { next: String(limit) } : {}) }));
    },
  });
  await nc.flush();
  const io = memoryIo();
  const words = ['-s', server.url, 'gate', 'list', '-o', 'jsonl'];
  expect(await runCli(words, { version: '1.2.3', ioFor: () => io })).toBe(0);
  const names = io.written.out.trim().split('\n');
  expect(names).toHaveLength(2 * LIMITS.listMax);
  await nc.close();
});

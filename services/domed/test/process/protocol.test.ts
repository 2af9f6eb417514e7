// The process protocol as the contract declares it, against what a skill is really given and how its end is read.
import { expect, test } from 'vitest';

import { PROCESS_PROTOCOL } from '@dome/contracts';

import { parseCommand } from '../../src/console/commands.ts';
import { baseVariables, protocolVariables } from '../../src/process/environment.ts';
import { verdictOfExit } from '../../src/process/verdict.ts';

test('a skill is given the variables that the contract declares, and no others of the protocol', () => {
  const request = {
    runId: 'run-1',
    taskId: 'task',
    jobId: 'job-1',
    attempt: 1,
    epoch: 7,
    executionMs: 1,
    heartbeatMs: 1,
    deadlineMs: 1,
    input: {},
    skill: { snapshotDir: '/skill' },
    trace: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, tracestate: 'vendor=1' },
    locks: [{ key: 'a lock', token: 7 }],
    authorizedBy: { decisionId: `sha256:${'c'.repeat(64)}`, sequence: 1 },
  };
  const paths = {
    input: '/i',
    output: '/o',
    summary: '/s',
    artifacts: '/a',
    materials: '/m',
    temporary: '/t',
    workspace: '/w',
    secrets: '/k',
  };
  const given = { ...baseVariables({}, '/node/bin/node'), ...protocolVariables(request, paths) };
  const names = Object.keys(given).map((name) => name.replace(/^DOME_LOCK_1_/, 'DOME_LOCK_<N>_'));
  expect(names.toSorted()).toEqual([...PROCESS_PROTOCOL.environment].toSorted());
});

test('each declared exit code means what the contract says', () => {
  for (const [code, meaning] of Object.entries(PROCESS_PROTOCOL.exitCodes)) {
    const { result, problem } = verdictOfExit({ code: Number(code) });
    expect(problem?.retryable === true ? 'retry' : result, code).toBe(meaning);
  }
});

test('each declared command is one', () => {
  const texts = PROCESS_PROTOCOL.commands.map((name) => `::${name}${name === 'progress' ? ' value=0.5' : ''}::text`);
  for (const text of texts) expect(parseCommand(text), text).toBeDefined();
});

// A file of 200 MB goes from a skill into the store and from there to a person, and no process on its way holds it.
import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { createDigest } from '@dome/contracts';
import { expect, test } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import type { RunningCommand } from './command.ts';

const BYTES = 209_715_200;
/** What a process may need besides what it needs for nothing. */
const OVER_IDLE_BYTES_MAX = 150_000_000;
/** How often the memory of a command is read: its peak only grows. */
const LOOK_MS = 20;

const files = {
  'skills/large/skill.yaml': `apiVersion: dome/v1
kind: Skill
name: large
version: 1.0.0
title: A large artifact
description: Leaves a file of 200 MB.
inputSchema: { type: object }
outputSchema: { type: object }
runs: { using: process, command: [bash, ./large.sh] }
artifacts:
  - { name: large, path: large.bin, mediaType: application/octet-stream }
timeouts: { execution: 2m }
`,
  'skills/large/large.sh': `cat >/dev/null\nhead -c ${BYTES} /dev/urandom >"$DOME_ARTIFACTS/large.bin"\n`,
};

/** The most memory that the process has had, in bytes; 0 if it is gone. */
function peakOf(pid: number): number {
  try {
    const [, kib = '0'] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1_024;
  } catch {
    return 0;
  }
}

/** The most that it had while it ran. */
async function peakWhile(command: RunningCommand): Promise<number> {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, peakOf(command.pid))), LOOK_MS);
  const said = await command.ended.finally(() => clearInterval(timer));
  expect(said, said.err).toMatchObject({ exitCode: 0 });
  return peak;
}

async function digestOf(path: string): Promise<string> {
  const digest = createDigest();
  for await (const piece of createReadStream(path)) if (piece instanceof Uint8Array) digest.update(piece);
  return digest.digest();
}

test(
  'a file of 200 MB is stored and fetched, verified, without being held in memory',
  { timeout: 180_000 },
  async () => {
    // Only there do processes say how much memory they had.
    if (process.platform !== 'linux') return;
    await using stage = await openCliStage({ skills: 'skills', files });
    const [, daemon = ''] = /domed-1 \((\d+)\)/.exec(stage.dev.said.out) ?? [];
    const idle = { daemon: peakOf(Number(daemon)), command: await peakWhile(stage.start('run', 'list')) };

    expect(await stage.dome('skill', 'run', 'large', '-q')).toMatchObject({ exitCode: 0 });
    const peak = await peakWhile(stage.start('artifact', 'get', '@latest/large/large', '-o', 'fetched'));
    const path = join(stage.dir, 'fetched');
    expect((await stat(path)).size).toBe(BYTES);
    const listed = await stage.dome('run', 'artifacts', '@latest', '-o', 'jsonl');
    expect(JSON.parse(listed.out)).toMatchObject({ size: BYTES, digest: await digestOf(path) });

    const over = { daemon: peakOf(Number(daemon)) - idle.daemon, command: peak - idle.command };
    process.stderr.write(`over idle, in bytes: ${JSON.stringify(over)}\n`);
    expect(over.daemon).toBeLessThan(OVER_IDLE_BYTES_MAX);
    expect(over.command).toBeLessThan(OVER_IDLE_BYTES_MAX);
  },
);

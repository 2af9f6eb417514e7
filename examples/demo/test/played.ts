// The demo, run once under the wire tap: its output, the messages on the wire, and what the streams hold of it.
import { join } from 'node:path';

import { ofType, readRecord } from '@dome/audit';
import type { RunRecord } from '@dome/audit';
import { plain } from '@dome/cli';
import type { Stack } from '@dome/cli';
import { connectBus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import { ACCOUNTS, inboxPrefixOf } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';
import { startWireTap, withTapUsers } from '@dome/testkit';
import type { WireReport, WireTap } from '@dome/testkit';

import { playStory } from '../src/story.ts';

export const root = join(import.meta.dirname, '..', '..', '..');
export const STORY_MS = 90_000;

export interface Played {
  readonly said: string;
  readonly wire: WireReport;
  readonly record: RunRecord;
  /** Of the skill that packed. */
  readonly descriptor: Descriptor;
}

/** @throws what the demo throws, after printing its output to standard error */
export async function playUnderTap(): Promise<Played> {
  let said = '';
  let stack: Stack | undefined;
  let tap: WireTap | undefined;
  let heard: Omit<Played, 'said'> | undefined;
  try {
    await playStory({
      out: {
        isTerminal: false,
        columns: Infinity,
        rows: Infinity,
        paint: plain,
        closed: new AbortController().signal,
        isFull: false,
        write: async (text) => void (said += text),
      },
      env: process.env,
      examples: join(root, 'examples'),
      accounts: withTapUsers(ACCOUNTS),
      signal: AbortSignal.timeout(STORY_MS),
      monotonicMs: () => performance.now(),
      onStage: async (standing) => {
        stack = standing;
        tap = await startWireTap({ credentials: (user) => credentialsOf(standing, user) });
      },
      onEnd: async () => {
        if (stack === undefined || tap === undefined) throw new Error('the story ended before its stage stood');
        const wire = await tap.report({ ended: true });
        await tap[Symbol.asyncDispose]();
        heard = { wire, ...(await readAgain(stack, said)) };
      },
    });
  } catch (error) {
    process.stderr.write(said);
    throw error;
  }
  if (heard === undefined) throw new Error('the story never came to its last word');
  return { said, ...heard };
}

async function readAgain(stack: Stack, said: string): Promise<Pick<Played, 'record' | 'descriptor'>> {
  const runId = /: run (\S+)/.exec(said)?.[1] ?? '';
  const nc = await connectBus({ ...credentialsOf(stack, 'grace'), name: 'test grace', connectTimeoutMs: 5_000 });
  try {
    const record = await readRecord(nc, runId);
    const [submitted] = ofType(record.run, 'dev.dome.run.submitted.v1');
    const lock = submitted?.event.data.planLock.find(({ taskId }) => taskId === 'pack');
    return { record, descriptor: await createControlClient(nc).skills.descriptor(lock?.descriptorDigest ?? '') };
  } finally {
    await nc.close();
  }
}

function credentialsOf({ url, passwords }: Stack, user: string) {
  return { servers: url, user, password: passwords[user] ?? '', inboxPrefix: inboxPrefixOf(user) };
}

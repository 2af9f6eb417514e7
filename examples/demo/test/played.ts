// The demo, run once under the wire tap: its output, the messages on the wire, and what the streams hold of it.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ofType, readRecord, wayBack } from '@dome/audit';
import type { RunRecord } from '@dome/audit';
import { plain } from '@dome/cli';
import type { Stack } from '@dome/cli';
import { connectBus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import { ACCOUNTS, inboxPrefixOf } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';
import { readExposition, startWireTap, withTapUsers } from '@dome/testkit';
import type { MetricFamily, WireReport, WireTap } from '@dome/testkit';

import { readJournal } from '../src/journal-claim.ts';
import type { JournalLine } from '../src/journal-claim.ts';
import type { DemoSecret } from '../src/secret-claims.ts';
import { searchSecret } from '../src/secret-search.ts';
import type { SecretSearch } from '../src/secret-search.ts';
import { playStory } from '../src/story.ts';

export const root = join(import.meta.dirname, '..', '..', '..');
const KEY_FILE = join(root, 'examples', 'secrets', 'SIGNING_KEY');
export const STORY_MS = 90_000;

export interface Played {
  readonly said: string;
  readonly wire: WireReport;
  readonly record: RunRecord;
  /** Of the skill that packed. */
  readonly descriptor: Descriptor;
  /** Of the environment that was promoted into. */
  readonly journal: readonly JournalLine[];
  readonly secret: DemoSecret;
  readonly search: SecretSearch;
  /** What each plane that still ran at the end had exposed, under its name. */
  readonly scraped: ReadonlyMap<string, Scraped>;
}

export interface Scraped {
  readonly plane: 'dome' | 'domed';
  readonly families: ReadonlyMap<string, MetricFamily>;
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
      http: true,
      signal: AbortSignal.timeout(STORY_MS),
      monotonicMs: () => performance.now(),
      onStage: async (standing) => {
        stack = standing;
        tap = await startWireTap({ credentials: (user) => credentialsOf(standing, user) });
      },
      onEnd: async () => {
        if (stack === undefined || tap === undefined) throw new Error('the story ended before its stage stood');
        const scraped = await scrape(stack);
        const wire = await tap.report({ ended: true });
        await tap[Symbol.asyncDispose]();
        heard = { wire, scraped, ...(await readAgain(stack, said)) };
      },
    });
  } catch (error) {
    process.stderr.write(said);
    throw error;
  }
  if (heard === undefined) throw new Error('the story never came to its last word');
  return { said, ...heard };
}

/** One of the daemons was killed, and answers nobody. */
async function scrape({ planes }: Stack): Promise<Map<string, Scraped>> {
  const scraped = new Map<string, Scraped>();
  for (const { name, plane, http } of planes) {
    const text = await fetch(`http://${http}/metrics`).then(
      (response) => response.text(),
      () => undefined,
    );
    if (text !== undefined) scraped.set(name, { plane, families: readExposition(text) });
  }
  return scraped;
}

async function readAgain(stack: Stack, said: string): Promise<Omit<Played, 'said' | 'wire' | 'scraped'>> {
  const runId = /: run (\S+)/.exec(said)?.[1] ?? '';
  const nc = await connectBus({ ...credentialsOf(stack, 'grace'), name: 'test grace', connectTimeoutMs: 5_000 });
  try {
    const record = await readRecord(nc, runId);
    const [submitted] = ofType(record.run, 'dev.dome.run.submitted.v1');
    const lock = submitted?.event.data.planLock.find(({ taskId }) => taskId === 'pack');
    const descriptor = await createControlClient(nc).skills.descriptor(lock?.descriptorDigest ?? '');
    const secret = { name: 'SIGNING_KEY', value: (await readFile(KEY_FILE, 'utf8')).trim() };
    const search = await searchSecret(secret.value, { folders: stack.folders, record });
    return { record, descriptor, journal: await journalOf(record), secret, search };
  } finally {
    await nc.close();
  }
}

async function journalOf(record: RunRecord): Promise<JournalLine[]> {
  const path: unknown = wayBack(record)?.moved[0]?.event.data.output?.['path'];
  return readJournal(await readFile(`${dirname(String(path))}.journal`, 'utf8'));
}

function credentialsOf({ url, passwords }: Stack, user: string) {
  return { servers: url, user, password: passwords[user] ?? '', inboxPrefix: inboxPrefixOf(user) };
}

// What the pictures show: a release that a gate rejects, that is mended, approved and promoted, and goes on into production; another
// one that waits for its approval; a lock with two who wait for it; and a change of the law.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { eventually } from '@dome/testkit';

import { openCliStage } from '../e2e/cli-stage.ts';
import type { CliStage } from '../e2e/cli-stage.ts';
import { EXAMPLES } from '../e2e/stage.ts';
import { INDEX_PLAN, INDEX_SKILL } from './index-skill.ts';

export interface ToldStory {
  /** Its first round was rejected, its second one promoted. */
  readonly released: string;
  /** Waits for the approval of whoever looks. */
  readonly waiting: string;
  /** Waits for a lock. */
  readonly held: string;
}

/** Approves, and is the one who looks at the screens. */
export const VIEWER = 'grace';
const SUBMITTER = 'ada';
const LAW_KEEPER = 'barbara';
/** Longer than anybody looks. */
const HELD_SECONDS = 3_600;

export async function openStory(): Promise<CliStage> {
  return await openCliStage({
    ui: true,
    skills: 'skills',
    files: {
      ...filesIn('skills'),
      ...filesIn('law'),
      ...INDEX_SKILL,
      'index.plan.json': INDEX_PLAN,
      'onward.plan.yaml': onward(readFileSync(RELEASE_PLAN, 'utf8')),
      'change/production.environment.yaml': frozen(readFileSync(join(EXAMPLES, 'law', PRODUCTION), 'utf8')),
    },
    devArgs: ['--law', 'law', '--secrets', join(EXAMPLES, 'secrets')],
  });
}

export async function tellStory(stage: CliStage): Promise<ToldStory> {
  const say = teller(stage);
  const environments = join(stage.dir, 'environments');
  await mkdir(environments);
  await index(say, { key: 'small', seconds: 0 });
  const released = await release(say, { key: 'first', environments });
  await approve(say, `${released}/release`, { [VIEWER]: 'One line, and its test is there.' });
  await say('run', 'wait', released);
  const shipped = await release(say, { key: 'onward', environments, plan: 'onward.plan.yaml' });
  await approve(say, `${shipped}/release`, { [VIEWER]: 'A day in staging without a complaint.' });
  await say('run', 'wait', shipped, '--for', 'gate');
  await approve(say, `${shipped}/promotion`, { linus: 'Support knows of it.', radia: 'It brings nothing new along.' });
  await say('run', 'wait', shipped);
  await say('--user', LAW_KEEPER, 'law', 'apply', 'change', '-m', 'no promotion while stock is taken');
  const waiting = await release(say, { key: 'second', environments });
  const holder = await index(say, { key: 'holds', seconds: HELD_SECONDS });
  await eventually(async () => (await say('lock', 'list')).includes(holder));
  const held = await index(say, { key: 'next', seconds: HELD_SECONDS });
  await index(say, { key: 'last', seconds: HELD_SECONDS });
  return { released, waiting, held };
}

type Say = (...words: string[]) => Promise<string>;

const teller =
  (stage: CliStage): Say =>
  async (...words) => {
    const { exitCode, out, err } = await stage.dome(...words);
    if (exitCode !== 0) throw new Error(`dome ${words.join(' ')} ended with ${exitCode}: ${err}`);
    return out.trim();
  };

/** Whoever submits with the same key gives the run the same name. */
interface Release {
  readonly key: string;
  /** The folder that it promotes into. */
  readonly environments: string;
  /** Its file; by default the example. */
  readonly plan?: string;
}

/** @returns the run, once it waits for people */
async function release(say: Say, { key, environments, plan = RELEASE_PLAN }: Release): Promise<string> {
  const of = ['-f', plan, '-i', `environments=${environments}`, '--key', key];
  const runId = await say('--user', SUBMITTER, 'run', 'submit', ...of, '-q');
  await say('run', 'wait', runId, '--for', 'gate');
  return runId;
}

/** @param reasons of each person who approves */
async function approve(say: Say, gate: string, reasons: Readonly<Record<string, string>>): Promise<void> {
  for (const [user, reason] of Object.entries(reasons))
    await say('--user', user, 'gate', 'approve', gate, '--yes', '-m', reason);
}

/** A run that rebuilds the index; one of no seconds is over when this returns. */
async function index(say: Say, { key, seconds }: { readonly key: string; readonly seconds: number }): Promise<string> {
  const of = ['-f', 'index.plan.json', '-i', `seconds=${seconds}`, '--key', key];
  const runId = await say('--user', VIEWER, 'run', 'submit', ...of, '-q');
  if (seconds === 0) await say('run', 'wait', runId);
  return runId;
}

const RELEASE_PLAN = join(EXAMPLES, 'release.plan.yaml');

/** The same tree is packed to the same bytes, so what stands in staging goes on. */
const onward = (plan: string): string =>
  plan
    .replace('workspace: checkout', `workspace: ${join(EXAMPLES, 'checkout')}`)
    .replace('May it go to staging?', 'May it go to production?')
    .replace('from: build', 'from: staging')
    .replace('to: staging', 'to: production');

const DAY_MS = 86_400_000;
const PRODUCTION = 'production.environment.yaml';

/** Promotes on working days only, and not this week. */
function frozen(text: string): string {
  const day = (from: number): string => new Date(Date.now() + from * DAY_MS).toISOString().slice(0, 10);
  return `${text.replace('version: 1.0.0', 'version: 1.1.0')}windows:
  - { days: [mon, tue, wed, thu], from: '09:00', to: '16:00', timeZone: Europe/Vienna }
freezes:
  - { from: ${day(-1)}T00:00, to: ${day(6)}T08:00, timeZone: Europe/Vienna, reason: stocktaking }
`;
}

/** The files of a folder of the examples, by their path in it. */
function filesIn(folder: string): Record<string, string> {
  const found = readdirSync(join(EXAMPLES, folder), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    found
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(EXAMPLES, path), readFileSync(path, 'utf8')];
      }),
  );
}

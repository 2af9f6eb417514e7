// The demo under the wire tap: it is told to its end, every message on the wire is declared in the contract, and each claim
// at its end is false for a changed record.
import {
  chainClaims,
  decisionClaims,
  lockClaims,
  logClaims,
  ofType,
  peopleClaims,
  provenanceClaims,
  takeOverClaim,
} from '@dome/audit';
import type { Claim, Found, LostAttempt, RunRecord } from '@dome/audit';
import { sha256Digest } from '@dome/contracts';
import { metricValue, undocumented } from '@dome/testkit';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { journalClaim } from '../src/journal-claim.ts';
import type { JournalLine } from '../src/journal-claim.ts';
import { secretClaims } from '../src/secret-claims.ts';
import { searchSecret } from '../src/secret-search.ts';
import { storyClaim } from '../src/story-claim.ts';
import { playUnderTap, STORY_MS } from './played.ts';
import type { Played } from './played.ts';

let played: Played;
beforeAll(async () => {
  played = await playUnderTap();
}, STORY_MS);

describe('the metrics', () => {
  test('are those of the documentation, on every plane that lives', () => {
    expect([...played.scraped.values()].map(({ plane }) => plane).toSorted()).toEqual(['dome', 'domed']);
    for (const [name, { plane, families }] of played.scraped)
      expect([name, ...undocumented(families, plane)]).toEqual([name]);
  });

  test('tell the story: two rounds, a take-over, a vote, a promotion', () => {
    const [dome, domed] = (['dome', 'domed'] as const).map(
      (plane) => [...played.scraped.values()].find((one) => one.plane === plane)?.families ?? new Map(),
    );
    const total = (of: typeof dome, name: string, labels = {}): number | undefined =>
      metricValue(of ?? new Map(), name, labels);
    expect(total(dome, 'dome_runs_finished_total', { plan: 'release', result: 'success' })).toBe(1);
    expect(total(dome, 'dome_gate_decisions_total', { verdict: 'REJECT' })).toBe(1);
    expect(total(dome, 'dome_gate_votes_total', { vote: 'approve' })).toBe(1);
    expect(total(dome, 'dome_promotions_total')).toBe(1);
    // Of the jobs of the daemon that died, the one that lives began each again.
    const takenOver = ofType(played.record.jobs, 'dev.dome.job.started.v1').filter(
      ({ event }) => event.data.supersedes !== undefined,
    );
    expect(takenOver.length).toBeGreaterThan(0);
    expect(total(domed, 'dome_job_take_overs_total')).toBe(takenOver.length);
  });
});

describe('the wire', () => {
  test('keeps the contract from the first message to the last', () => {
    expect(played.wire.findings).toEqual([]);
  });

  // Without these the tap heard nothing.
  test.each([
    'dev.dome.run.submitted.v1',
    'dev.dome.skill.execute.v1',
    'dev.dome.job.started.v1',
    'dev.dome.job.failed.v1',
    'dev.dome.job.log-annotation.v1',
    'dev.dome.run.approval-given.v1',
    'dev.dome.run.promotion-decided.v1',
    'dev.dome.run.finished.v1',
    'GateDecideRequest',
    'GateDecideReply',
    'Problem',
  ])('carries %s', (name) => {
    expect(played.wire.seen[name]).toBeGreaterThan(0);
  });
});

test.each([
  /quality +✖ REJECT {2}TESTS_FAILED {2}risk 60 of 100, confidence 1/,
  /test\/discount\.test\.js:7 {2}half a cent goes to the customer/,
  /fix +✔ success {2}patched src\/discount\.js/,
  /domed-[12] +✖ is killed by SIGKILL/,
  /test +↻ is taken over by domed-[12]: attempt 2, epoch \d+ in place of \d+/,
  /ada +✖ asks to approve her own release: SELF_APPROVAL/,
  /ada +✖ forges the header to be grace, the broker stamps over it: SELF_APPROVAL/,
  /grace +✔ approves release/,
  /promotion +✔ APPROVE {2}package sha256:[0-9a-f]{12} may go from build to staging/,
  /held the lock environment:staging, with token \d+\n +▸ was given the secret SIGNING_KEY/,
  /nats --context dome-PEOPLE-grace service ls/,
  /Everything held\./,
])('it tells that %s', (sentence) => {
  expect(played.said).toMatch(sentence);
});

describe('a claim at the end', () => {
  test('is true of the recorded run', () => {
    expect(brokenBy(() => undefined)).toEqual([]);
  });

  test.each<[what: string, change: (of: Changed) => void, broken: RegExp]>([
    ['a job without its end', ({ record }) => drop(record.jobs, 'dev.dome.job.failed.v1'), /exactly one/],
    ['a job that ends twice', ({ record }) => double(record.jobs, 'dev.dome.job.failed.v1'), /exactly one/],
    ['an attempt that is not counted', ({ record }) => lastStart(record).attempt++, /every chain is legal/],
    ['a job that nobody sent', ({ record }) => drop(record.run, 'dev.dome.run.tasks-dispatched.v1'), /dispatched/],
    ['a kill that came too late', ({ struck }) => (struck.epoch += 1_000), /died with/],
    ['a log record that is lost', ({ record }) => drop(record.logs, 'dev.dome.job.log.v1'), /log lines/],
    ['a log record that is doubled', ({ record }) => double(record.logs, 'dev.dome.job.log.v1'), /log lines/],
    ['a line that was changed', ({ record }) => (firstLog(record).text += '!'), /log lines/],
    ['a decision taken twice', ({ record }) => double(record.run, 'dev.dome.run.gate-decided.v1'), /none twice/],
    ['a risk that was changed', ({ record }) => (firstDecision(record).riskScore = 0), /what its id/],
    ['other bytes in the folder', ({ found }) => (found.file.digest = OTHER), /has the digest that was promoted/],
    [
      'a promotion that reports another digest',
      ({ record }) => (moved(record)['digest'] = OTHER),
      /reports what it moved/,
    ],
    ['an empty log', ({ record }) => record.logs.splice(0), /its skills printed/],
    ['another tree from the remedy', ({ record }) => (mended(record).digest = OTHER), /from the workspace/],
    ['a promotion on another decision', ({ record }) => (authority(record).sequence = 1), /on the decision/],
    ['evidence with another byte', ({ record }) => packed(record).payload.set([32], 0), /made it/],
    ['another input', ({ record }) => (sentPack(record).input['exclude'] = ['src']), /made it/],
    ['another tree than the mended one', ({ found }) => (found.workspace.digest = OTHER), /from the workspace/],
    ['other code of the skill', ({ found }) => (found.skill.contentDigest = OTHER), /as the plan lock has it/],
    ['a vote of the submitter', ({ record }) => (vote(record).by.user = 'ada'), /was approved by/],
    ['a lock that another job held meanwhile', ({ record }) => holdBeside(record), /lock environment:staging/],
    ['a lock that its job does not name', ({ record }) => delete moving(record).locks, /in the journal of staging/],
    ['a token that is another in the journal', ({ journal }) => lastOf(journal).token++, /in the journal of staging/],
    ['a promotion within another', ({ journal }) => within(journal), /in the journal of staging/],
    ['a smaller token that writes later', ({ journal }) => smaller(journal), /in the journal of staging/],
    ['a signature under another key', ({ secret }) => (secret.value += '!'), /in the journal of staging/],
    ['a secret that no record names', ({ record }) => delete moving(record).secrets, /SIGNING_KEY was given/],
    ['a secret that another job was given', ({ record }) => giveToPack(record), /SIGNING_KEY was given/],
    ['a digest of the secret without a salt', (of) => unsalted(of), /SIGNING_KEY was given/],
    ['a file with the secret', ({ search }) => search.found.push('/a/file'), /its value is in none/],
    ['a search that saw no file', ({ search }) => (search.files = 0), /its value is in none/],
    ['a vote that nobody attests', ({ record }) => (vote(record).by.attested = false), /was approved by/],
  ])('is refuted by %s', (_, change, broken) => {
    expect(brokenBy(change).map(({ text }) => text)).toContainEqual(expect.stringMatching(broken));
  });
});

const OTHER = `sha256:${'0'.repeat(64)}`;

type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends object ? Writable<T[Key]> : T[Key] };

type StoredEvent = RunRecord['run'][number];

interface Changed extends Writable<Pick<Played, 'journal' | 'secret' | 'search'>> {
  readonly record: { run: StoredEvent[]; jobs: StoredEvent[]; logs: StoredEvent[] };
  readonly found: Writable<Required<Found>>;
  readonly struck: Writable<LostAttempt>;
}

/** The claims that are false after this change to a copy. */
function brokenBy(change: (of: Changed) => void): Claim[] {
  const { record: whole, journal: lines, secret: key, search: searched } = played;
  const { run, jobs, logs } = structuredClone(whole);
  const of: Changed = {
    record: { run: [...run], jobs: [...jobs], logs: [...logs] },
    ...structuredClone({ journal: [...lines], secret: key, search: { ...searched, found: [...searched.found] } }),
    ...aroundOf(played),
  };
  change(of);
  const { record, found, struck, journal, secret, search } = of;
  const claims = [
    ...chainClaims(record),
    takeOverClaim(record, struck),
    ...logClaims(record),
    ...decisionClaims(record),
    ...provenanceClaims(record, found),
    ...lockClaims(record),
    journalClaim(record, journal, secret.value),
    ...secretClaims(record, secret, search),
    ...peopleClaims(record),
    storyClaim(record),
  ];
  return claims.filter(({ holds }) => !holds);
}

function aroundOf({ record, descriptor }: Played): { found: Writable<Required<Found>>; struck: Writable<LostAttempt> } {
  const promoted = ofType(record.run, 'dev.dome.run.promotion-decided.v1').at(-1)?.event.data;
  const fix = ofType(record.jobs, 'dev.dome.job.succeeded.v1').find(({ event }) => event.data.taskId === 'fix');
  const starts = ofType(record.jobs, 'dev.dome.job.started.v1');
  const next = starts.find(({ event }) => event.data.taskId === 'test' && event.data.supersedes !== undefined);
  const epoch = next?.event.data.supersedes ?? 0;
  const first = starts.find(({ sequence }) => sequence === epoch)?.event.data;
  return {
    found: {
      file: { path: 'staging/checkout-1.5.0.tgz', digest: promoted?.subject.digest ?? '' },
      workspace: { digest: fix?.event.data.workspace?.digest ?? '', is: 'the tree with the patch' },
      skill: { descriptor: structuredClone(descriptor), contentDigest: descriptor.contentDigest },
    },
    struck: { jobId: first?.jobId ?? '', epoch, instance: first?.worker.instance ?? '' },
  };
}

function drop(events: StoredEvent[], type: StoredEvent['event']['type']): void {
  events.splice(indexOf(events, type), 1);
}

/** Stored once more, at the end. */
function double(events: StoredEvent[], type: StoredEvent['event']['type']): void {
  const again = events[indexOf(events, type)];
  if (again !== undefined) events.push({ ...again, sequence: (events.at(-1)?.sequence ?? 0) + 1 });
}

function indexOf(events: readonly StoredEvent[], type: StoredEvent['event']['type']): number {
  const index = events.findIndex(({ event }) => event.type === type);
  expect(index).toBeGreaterThanOrEqual(0);
  return index;
}

/** The text to change must exist, or the test fails. */
function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the record does not hold what the test would change');
  return value;
}

const lastStart = ({ jobs }: RunRecord) => there(ofType(jobs, 'dev.dome.job.started.v1').at(-1)).event.data;
const firstLog = ({ logs }: RunRecord) => there(ofType(logs, 'dev.dome.job.log.v1')[0]).event.data;
const firstDecision = ({ run }: RunRecord) => there(ofType(run, 'dev.dome.run.gate-decided.v1')[0]).event.data.decision;
const vote = ({ run }: RunRecord) => there(ofType(run, 'dev.dome.run.approval-given.v1')[0]).event.data;
const succeeded = ({ jobs }: RunRecord, taskId: string) =>
  there(ofType(jobs, 'dev.dome.job.succeeded.v1').findLast(({ event }) => event.data.taskId === taskId));
const packed = (record: RunRecord) => succeeded(record, 'pack');
const moved = (record: RunRecord) => there(succeeded(record, 'promote').event.data.output);
const mended = (record: RunRecord) => there(succeeded(record, 'fix').event.data.workspace);
const authority = (record: RunRecord) => there(succeeded(record, 'promote').event.data.provenance.authorizedBy);
const sentPack = ({ run }: RunRecord) =>
  there(
    ofType(run, 'dev.dome.run.tasks-dispatched.v1')
      .flatMap(({ event }) => event.data.tasks)
      .findLast(({ taskId }) => taskId === 'pack'),
  );

/** The job that packed says that it held the lock of the promotion, from its start until after the promotion. */
function holdBeside(record: RunRecord): void {
  const promoting = moving(record);
  const packing = packed(record).event.data.provenance;
  packing.locks = structuredClone(there(promoting.locks)).map((lock) => ({ ...lock, token: lock.token - 1 }));
  packing.finishedAt = new Date(Date.parse(promoting.finishedAt) + 60_000).toISOString();
}

const moving = (record: RunRecord) => succeeded(record, 'promote').event.data.provenance;
const lastOf = (journal: Writable<JournalLine>[]) => there(journal.at(-1));

/** Another job enters, and leaves, before the one that was promoting has left. */
function within(journal: Writable<JournalLine>[]): void {
  const [first, last] = [there(journal[0]), lastOf(journal)];
  journal.splice(1, 0, { ...first, job: 'another' }, { ...last, job: 'another' });
}

function smaller(journal: Writable<JournalLine>[]): void {
  journal.unshift({ ...there(journal[0]), token: lastOf(journal).token + 1, job: 'another' });
}

function giveToPack(record: RunRecord): void {
  packed(record).event.data.provenance.secrets = structuredClone(there(moving(record).secrets));
}

function unsalted({ record, secret }: Changed): void {
  there(moving(record).secrets?.[0]).saltedDigest = sha256Digest(secret.value);
}

describe('the search for the secret', () => {
  const secret = 'a-key-that-is-as-long-as-a-key';
  const encoded = (before: string): string => Buffer.from(`${before}${secret} and more`).toString('base64');

  test.each([
    ['as it is', `before ${secret} after`],
    ...['', 'x', 'xy'].map((before) => [`in base64 after ${before.length} bytes`, encoded(before)]),
  ])('finds a file that has it %s', async (_, text) => {
    const folder = await mkdtemp(join(tmpdir(), 'dome-search-'));
    try {
      await mkdir(join(folder, 'deep'));
      await writeFile(join(folder, 'deep', 'file'), text);
      await writeFile(join(folder, 'other'), 'nothing');
      const search = await searchSecret(secret, { folders: [folder], record: { run: [], jobs: [], logs: [] } });
      expect(search).toEqual({ files: 2, messages: 0, found: [join(folder, 'deep', 'file')] });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('finds a message that has it', async () => {
    const { run, jobs, logs } = structuredClone(played.record);
    const line = there(logs[0]);
    const telling = { ...line, payload: Buffer.from(`{"text":"${secret}"}`) };
    const { found } = await searchSecret(secret, { folders: [], record: { run, jobs, logs: [telling] } });
    expect(found).toEqual([`message #${line.sequence} of JOB_LOGS`]);
  });
});

// The end of the story: nothing that was told is taken on trust. The raw streams, the bytes in the target folder and the
// repository are read again, and every claim is checked against them.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { packDirectory, workTreeState } from '@dome/archive';
import {
  chainClaims,
  decisionClaims,
  lockClaims,
  logClaims,
  peopleClaims,
  promotionPeopleClaims,
  rehearsalClaims,
  provenanceClaims,
  readLawEvents,
  readRecord,
  takeOverClaim,
  wayBack,
} from '@dome/audit';
import type { Claim, Found, LostAttempt, RunRecord } from '@dome/audit';
import { DomeError, sha256Digest } from '@dome/contracts';

import { journalClaim, readJournal } from './journal-claim.ts';
import { lawClaims } from './law-claims.ts';
import type { Narrator } from './narrator.ts';
import { PATCH } from './release-plan.ts';
import { secretClaims } from './secret-claims.ts';
import { searchSecret } from './secret-search.ts';
import type { Stage } from './stage.ts';
import { storyClaim } from './story-claim.ts';

/** What the skill that promotes signs with. */
const SIGNING_KEY = 'SIGNING_KEY';

/** Of the story that was played. */
export interface Played {
  readonly runId: string;
  readonly examples: string;
  readonly struck: LostAttempt;
}

/** @throws DomeError INTERNAL when a claim is false; all claims have been told by then */
export async function verify(stage: Stage, played: Played, narrator: Narrator): Promise<void> {
  const record = await readRecord(stage.grace.nc, played.runId);
  narrator.act('Nothing lost, nothing doubled: the raw streams, message by message');
  const { run, jobs, logs } = record;
  narrator.tell({
    who: stage.grace.name,
    text: `reads ${run.length} run events, ${jobs.length} job events, ${logs.length} log records`,
  });
  const claims = [
    ...chainClaims(record),
    takeOverClaim(record, played.struck),
    ...logClaims(record),
    ...decisionClaims(record),
  ];
  show(claims, narrator);
  narrator.act('Provenance: from the promoted bytes back to the commit');
  const found = await findAround(stage, played, record);
  const provenance = [
    ...provenanceClaims(record, found),
    ...peopleClaims(record),
    ...promotionPeopleClaims(record, await readLawEvents(stage.grace.nc)),
    ...(await lawClaims(record, stage.grace.client)),
    storyClaim(record),
  ];
  show(provenance, narrator);
  narrator.act('One promotion at a time, and a key that nobody has seen');
  const kept = await keptClaims(stage, played, record);
  show(kept, narrator);
  const broken = [...claims, ...provenance, ...kept].filter(({ holds }) => !holds).length;
  if (broken > 0) throw new DomeError('INTERNAL', { detail: `${broken} claims are false.` });
}

/** Of the lock and the secret of the skill that promotes. */
async function keptClaims(stage: Stage, { examples }: Played, record: RunRecord): Promise<Claim[]> {
  const { environments, folder, stack } = stage;
  const { to } = wayBack(record)?.decided.event.data ?? {};
  const journal = readJournal(await readFile(join(environments, `${to ?? ''}.journal`), 'utf8'));
  const value = (await readFile(join(examples, 'secrets', SIGNING_KEY), 'utf8')).trim();
  const search = await searchSecret(value, { folders: [folder, ...stack.folders], record });
  return [
    ...lockClaims(record),
    ...rehearsalClaims(record),
    journalClaim(record, journal, value),
    ...secretClaims(record, { name: SIGNING_KEY, value }, search),
  ];
}

function show(claims: readonly Claim[], narrator: Narrator): void {
  for (const { holds, text, found = [] } of claims) {
    narrator.tell({ who: 'check', mark: holds ? 'good' : 'bad', text, below: found });
  }
}

async function findAround(stage: Stage, { examples }: Played, record: RunRecord): Promise<Found> {
  const { environments, grace, releases } = stage;
  const way = wayBack(record);
  const name: unknown = way?.made.event.data.output?.['file'];
  if (way === undefined || typeof name !== 'string') {
    throw new DomeError('INTERNAL', { detail: 'The record has no promotion of the package.' });
  }
  const { to } = way.decided.event.data;
  const file = await readFile(join(environments, to, name));
  await releases.git('apply', join(examples, PATCH));
  const { digest } = await packDirectory(releases.folder, { include: 'git' });
  const folder = join(examples, 'skills', way.lock.skill);
  const include = (await workTreeState(folder)) === 'tracked' ? 'tracked' : 'all';
  return {
    file: { path: `${to}/${name}`, digest: sha256Digest(file) },
    workspace: { digest, is: 'the commit with the patch, packed once more' },
    skill: {
      descriptor: await grace.client.skills.descriptor(way.lock.descriptorDigest),
      contentDigest: (await packDirectory(folder, { include })).digest,
    },
  };
}

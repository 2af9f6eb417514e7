// That no two promotions into an environment overlapped: the skill that promotes writes into the environment's journal
// when it begins and when it ends, each time with the token of its lock, and signs for what it moved.

import { createHmac } from 'node:crypto';

import { claim, equal, wayBack } from '@dome/audit';
import type { Claim, RunRecord } from '@dome/audit';

/** A line of the journal, as examples/skills/promote writes it. */
export interface JournalLine {
  readonly what: 'enter' | 'leave';
  readonly token: number;
  readonly job: string;
  readonly name?: string;
  readonly digest?: string;
  readonly signature?: string;
}

export function readJournal(text: string): JournalLine[] {
  const lines = text.split('\n').filter((line) => line !== '');
  // Each line is compared with the record below, and one that is not as expected refutes the claim.
  return lines.map((line) => JSON.parse(line) as JournalLine);
}

export function journalClaim(record: RunRecord, journal: readonly JournalLine[], key: string): Claim {
  const way = wayBack(record);
  const moved = way?.moved.at(-1)?.event.data;
  if (way === undefined || moved === undefined) return claim('a job promoted', ['none did']);
  const { subject, to } = way.decided.event.data;
  const lock = `environment:${to}`;
  const { token } = moved.provenance.locks?.find((held) => held.key === lock) ?? {};
  const text = `${journal.length} lines in the journal of ${to}, no promotion within another, the last with token ${token ?? '?'}`;
  const last = journal.at(-1);
  const signature = createHmac('sha256', key).update(`${to}\n${subject.digest}`).digest('hex');
  return claim(text, [
    ...overlaps(journal),
    ...equal('the job of the last line', last?.job, moved.jobId),
    ...equal(`its token, against that of ${lock} in the provenance`, textOf(last?.token), textOf(token)),
    ...equal('the digest of the last line', last?.digest, subject.digest),
    ...equal('its signature', last?.signature, signature),
  ]);
}

const textOf = (token: number | undefined): string | undefined => (token === undefined ? undefined : String(token));

/** After a line with a token comes none with a smaller one, and each end comes right after its own beginning. */
function overlaps(journal: readonly JournalLine[]): string[] {
  return journal.flatMap((line, index) => {
    const before = journal[index - 1];
    if (before !== undefined && line.token < before.token) return [`token ${line.token} wrote after ${before.token}`];
    const isWithin = line.what === 'leave' && !(before?.what === 'enter' && before.token === line.token);
    return isWithin ? [`token ${line.token} left where it had not just entered`] : [];
  });
}

// The verdict of a siege: every violation, in the order in which a reader wants them.
import { judgeFatalLines, judgeHealth, judgeLives, judgeLogs, judgeRss, judgeTurns } from './judges.ts';
import type { SiegeRecord } from './siege.ts';
import type { Party } from './table.ts';

export interface Verdict {
  /** By judge; an empty list means no finding. */
  readonly findings: Readonly<Record<string, readonly string[]>>;
  readonly holds: boolean;
}

export function verdictOf(record: SiegeRecord): Verdict {
  const { seen, words, instances } = record;
  const findings = {
    'every plane lives': judgeLives(seen),
    'nothing fatal is logged': judgeFatalLines(seen),
    'healthy jobs succeed': judgeWork(record.healthy, words.healthyJobs),
    'gated runs are promoted': judgeWork(record.gated, words.gatedRuns),
    'chains are legal': record.wire,
    'health is told within a second': judgeHealth(seen),
    'memory is bounded and flat': judgeRss(seen, words.seconds),
    'turns are short': judgeTurns(seen, instances),
    'logs are bounded': judgeLogs(seen, words.seconds),
    'every message is answered': judgeFuzzed(record),
    'attacks reach nothing': record.parties.flatMap(linesOf),
  };
  return { findings, holds: Object.values(findings).every((lines) => lines.length === 0) };
}

export function judgeWork(party: Party, wanted: number): string[] {
  const done = [...party.counts.values()].reduce((sum, count) => sum + count, 0);
  const missing = wanted - done;
  return [...linesOf(party), ...(missing === 0 ? [] : [`${missing} of ${wanted} did not succeed`])];
}

export function judgeFuzzed({ fuzzed, words }: Pick<SiegeRecord, 'fuzzed' | 'words'>): string[] {
  if (fuzzed === undefined || fuzzed.sent >= words.messages) return [];
  return [`only ${fuzzed.sent} of ${words.messages} messages could be sent`];
}

const FINDINGS_SHOWN = 5;

/** Findings of one kind are many: the first few show what it is. */
export function linesOf({ name, findings }: Party): string[] {
  const shown = [...findings]
    .slice(0, FINDINGS_SHOWN)
    .map(([line, times]) => `${name}: ${line}${times === 1 ? '' : ` (${times} times)`}`);
  const more = findings.size - shown.length;
  return more > 0 ? [...shown, `${name}: and ${more} more`] : shown;
}

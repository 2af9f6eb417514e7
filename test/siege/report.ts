// The report of a siege: counts, figures of each plane, and violated rules.
import { BOUNDS, rssFacts } from './judges.ts';
import type { SiegeRecord } from './siege.ts';
import { MEGABYTE, partyRows, renderTable } from './table.ts';
import type { Verdict } from './verdict.ts';

export function renderReport(record: SiegeRecord, verdict: Verdict): string {
  const { words, parties, healthy, gated, fuzzed } = record;
  const sent = fuzzed === undefined ? '' : `, ${fuzzed.sent} messages of the fuzzer, ${fuzzed.answered} answers`;
  const bad = Object.entries(verdict.findings).flatMap(([judge, lines]) => lines.map((line) => [judge, line]));
  return [
    `${words.seconds} s under siege with the seed ${words.seed}${sent}`,
    renderTable([['who', 'times', 'what came of it', ''], ...partyRows([healthy, gated, ...parties])]),
    renderTable([
      ['plane', 'memory', 'grown', 'health p99', 'health max', 'turn max', '>50 ms', '>250 ms', 'no processor'],
      ...planeRows(record),
    ]),
    healthLine(record),
    heldLines(record),
    bad.length === 0 ? 'everything holds' : renderTable([['does not hold', ''], ...bad]),
  ].join('\n\n');
}

/** The same for programs. */
export function jsonReport(record: SiegeRecord, verdict: Verdict): string {
  const { words, parties, healthy, gated, fuzzed, seen } = record;
  const counted = [healthy, gated, ...parties].map(({ name, counts, findings }) => ({
    name,
    counts: Object.fromEntries(counts),
    findings: Object.fromEntries(findings),
  }));
  const lines = Object.fromEntries([...seen.lines].toSorted(([, a], [, b]) => b - a));
  return JSON.stringify({ words, fuzzed, parties: counted, planes: planeRows(record), lines, ...verdict }, null, 2);
}

function planeRows({ seen, instances }: SiegeRecord): string[][] {
  const rss = new Map(rssFacts(seen).map((facts) => [facts.instance, facts]));
  const megabytes = (bytes: number | undefined): string => `${Math.round((bytes ?? 0) / MEGABYTE)} MB`;
  return instances.map((instance) => {
    const took = seen.health.filter((sample) => sample.instance === instance).map(({ tookMs }) => tookMs);
    const { first, last } = seen.loops.get(instance) ?? {};
    const since = (of: 'over50Ms' | 'over250Ms'): string => String((last?.[of] ?? 0) - (first?.[of] ?? 0));
    const facts = rss.get(instance);
    return [
      instance,
      megabytes(facts?.maxBytes),
      megabytes(facts?.growthBytes),
      `${percentile(took, 0.99)} ms`,
      `${Math.round(Math.max(0, ...took))} ms`,
      `${last?.longestMs ?? 0} ms`,
      since('over50Ms'),
      since('over250Ms'),
      `${Math.round((seen.waitedMs.get(instance) ?? 0) / 1_000)} s`,
    ];
  });
}

function healthLine({ seen }: SiegeRecord): string {
  const slow = seen.health.filter(({ tookMs }) => tookMs >= BOUNDS.healthMs).length;
  return `${seen.health.length} questions about health, ${slow} answered in ${BOUNDS.healthMs} ms or more; the siege held its own event loop for ${seen.ownLongestMs} ms at most`;
}

function heldLines({ seen }: SiegeRecord): string {
  const said = seen.heldLines.map(
    (line) =>
      `${String(line['instance'])} ${String(line['heldMs'])} ms (late ${String(line['lateMs'])}, processor ${String(line['cpuMs'])})`,
  );
  return said.length === 0 ? 'no turn was warned of' : `turns that were warned of: ${said.slice(0, 20).join('; ')}`;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

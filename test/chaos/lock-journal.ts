// What jobs under locks have written into one file, in the order in which the kernel took it: each line says who enters
// or leaves, with its token. What such a file can prove, and what is wrong with it.

export interface JournalLine {
  readonly what: 'enter' | 'leave';
  readonly jobId: string;
  readonly token: number;
  readonly attempt: number;
  /** In microseconds since 1970, by the clock of the machine. */
  readonly atUs: number;
}

export interface LockedJob {
  readonly lock: string;
  readonly isShared: boolean;
  /** When it was sent, in microseconds since 1970. */
  readonly sentUs: number;
}

export interface Standstill {
  readonly lock: string;
  /** The job and the attempt that ended it by entering. */
  readonly name: string;
  /** How long nobody entered, without the time for which a lease was being lost. */
  readonly ms: number;
}

/** In microseconds since 1970. */
export interface Span {
  readonly fromUs: number;
  readonly toUs: number;
}

export function readJournal(text: string): JournalLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [what, jobId = '', token, attempt, atUs] = line.split(' ');
      if (what !== 'enter' && what !== 'leave') throw new Error(`the journal has a line ${JSON.stringify(line)}`);
      return { what, jobId, token: Number(token), attempt: Number(attempt), atUs: Number(atUs) };
    });
}

/**
 * One line for each fault. A killed attempt leaves without a word, so an attempt overlaps another if it writes anything
 * after the other has entered.
 */
export function journalFaults(lines: readonly JournalLine[], jobs: ReadonlyMap<string, LockedJob>): string[] {
  const faults: string[] = [];
  const inside = new Map<string, JournalLine[]>();
  const passed = new Set<string>();
  const tokens = new Map<string, { exclusive: number; any: number }>();
  for (const line of lines) {
    const job = jobs.get(line.jobId);
    if (job === undefined) {
      faults.push(`${line.jobId} was never sent`);
      continue;
    }
    const { lock, isShared } = job;
    const name = `${line.jobId} attempt ${line.attempt}`;
    if (passed.has(name)) faults.push(`${lock}: ${name} writes "${line.what}" after another has entered`);
    const together = inside.get(lock) ?? [];
    if (line.what === 'leave') {
      inside.set(
        lock,
        together.filter(({ jobId, attempt }) => jobId !== line.jobId || attempt !== line.attempt),
      );
      continue;
    }
    const excluded = together.filter(({ jobId }) => !isShared || jobs.get(jobId)?.isShared !== true);
    for (const { jobId, attempt } of excluded) passed.add(`${jobId} attempt ${attempt}`);
    inside.set(lock, [...together.filter((one) => !excluded.includes(one)), line]);
    const before = tokens.get(lock) ?? { exclusive: 0, any: 0 };
    const least = isShared ? before.exclusive : before.any;
    if (line.token <= least) faults.push(`${lock}: ${name} enters with ${line.token} after ${least}`);
    tokens.set(lock, {
      exclusive: isShared ? before.exclusive : Math.max(before.exclusive, line.token),
      any: Math.max(before.any, line.token),
    });
  }
  return faults;
}

/**
 * How long each entry took since it could have happened, which is since the line before it of the same lock, or since its
 * job was sent, if that was later. Whatever of it is in one of the spans, in which a lease was being lost, does not count.
 * Longest first.
 */
export function standstills(
  lines: readonly JournalLine[],
  { jobs, lost }: { readonly jobs: ReadonlyMap<string, LockedJob>; readonly lost: readonly Span[] },
): Standstill[] {
  const last = new Map<string, number>();
  const found: Standstill[] = [];
  for (const { what, jobId, attempt, atUs } of lines) {
    const job = jobs.get(jobId);
    if (job === undefined) continue;
    const since = Math.max(last.get(job.lock) ?? 0, job.sentUs);
    const ms = uncoveredUs({ fromUs: since, toUs: atUs }, lost) / 1_000;
    if (what === 'enter') found.push({ lock: job.lock, name: `${jobId} attempt ${attempt}`, ms });
    last.set(job.lock, atUs);
  }
  return found.toSorted((a, b) => b.ms - a.ms);
}

/** @param spans in the order of their starts */
function uncoveredUs({ fromUs, toUs }: Span, spans: readonly Span[]): number {
  let at = fromUs;
  let uncovered = 0;
  for (const span of spans) {
    uncovered += Math.max(0, Math.min(span.fromUs, toUs) - at);
    at = Math.max(at, Math.min(span.toUs, toUs));
  }
  return uncovered + Math.max(0, toUs - at);
}

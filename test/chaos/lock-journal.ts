// What jobs under locks have written into one file, in the order in which the kernel took it: each line says who enters
// or leaves, with its token. What such a file can prove, and what is wrong with it.

export interface JournalLine {
  readonly what: 'enter' | 'leave';
  readonly jobId: string;
  readonly token: number;
  readonly attempt: number;
}

export interface LockedJob {
  readonly lock: string;
  readonly isShared: boolean;
}

export function readJournal(text: string): JournalLine[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [what, jobId = '', token, attempt] = line.split(' ');
      if (what !== 'enter' && what !== 'leave') throw new Error(`the journal has a line ${JSON.stringify(line)}`);
      return { what, jobId, token: Number(token), attempt: Number(attempt) };
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

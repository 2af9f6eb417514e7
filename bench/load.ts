// The load that every submitter puts on its side: a number of jobs in flight, or a number of jobs each second. Some of them
// run before the clock starts, because a new process spends its time on compiling.
import { percentile } from './report.ts';

const { BENCH_WARM_UP, BENCH_JOBS, BENCH_IN_FLIGHT, BENCH_PER_SECOND } = process.env;

export type One = (n: number) => Promise<void>;

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Runs the jobs and prints to standard output when the counted ones begin and end, and how long each of them took. */
export async function runLoad(one: One): Promise<void> {
  const warmUp = Number(BENCH_WARM_UP ?? 1_000);
  await inFlight(one, { from: 0, until: warmUp });
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  say({ msg: 'begin' });
  const counted = { from: warmUp, until: warmUp + Number(BENCH_JOBS ?? 5_000) };
  const tookMs = await (BENCH_PER_SECOND === undefined
    ? inFlight(one, counted)
    : atRate(one, counted, Number(BENCH_PER_SECOND)));
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const times = { p50Ms: percentile(tookMs, 50), p99Ms: percentile(tookMs, 99) };
  say({ msg: 'end', seconds, cpuMicros: user + system, ...times });
}

async function inFlight(one: One, { from, until }: Span): Promise<number[]> {
  let next = from;
  const tookMs: number[] = [];
  const lane = async (): Promise<void> => {
    while (next < until) {
      const startedMs = performance.now();
      await one(next++);
      tookMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: Number(BENCH_IN_FLIGHT ?? 200) }, lane));
  return tookMs;
}

/** A job's time counts from when it was due, so that one that is sent late because the side is slow is slow itself. */
async function atRate(one: One, { from, until }: Span, perSecond: number): Promise<number[]> {
  const startedMs = performance.now();
  const tookMs: number[] = [];
  const due = (n: number): number => startedMs + ((n - from) * 1_000) / perSecond;
  const running: Promise<void>[] = [];
  for (let next = from; next < until; next += 1) {
    const n = next;
    while (due(n) > performance.now()) await new Promise((resolve) => setTimeout(resolve, 1));
    running.push(one(n).then(() => void tookMs.push(performance.now() - due(n))));
  }
  await Promise.all(running);
  return tookMs;
}

function say(line: object): void {
  console.log(JSON.stringify(line));
}

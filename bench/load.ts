// The load that both submitters put on their side: a number of jobs in flight, some of them before the clock starts,
// because a new process spends its time on compiling.
const { BENCH_WARM_UP, BENCH_JOBS, BENCH_IN_FLIGHT } = process.env;

/** Runs the jobs and prints to standard output when the counted ones begin and end. */
export async function runLoad(one: (n: number) => Promise<void>): Promise<void> {
  const warmUp = Number(BENCH_WARM_UP ?? 1_000);
  await inFlight(one, { from: 0, until: warmUp });
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  say({ msg: 'begin' });
  await inFlight(one, { from: warmUp, until: warmUp + Number(BENCH_JOBS ?? 5_000) });
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  say({ msg: 'end', seconds, cpuMicros: user + system });
}

async function inFlight(
  one: (n: number) => Promise<void>,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<void> {
  let next = from;
  const lane = async (): Promise<void> => {
    while (next < until) await one(next++);
  };
  await Promise.all(Array.from({ length: Number(BENCH_IN_FLIGHT ?? 200) }, lane));
}

function say(line: object): void {
  console.log(JSON.stringify(line));
}

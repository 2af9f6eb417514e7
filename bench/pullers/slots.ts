// What both pullers do with a message: it holds a slot for one turn of the event loop, then it is acked and the slot is
// free.
const { BENCH_WARM_UP, BENCH_JOBS, BENCH_IN_FLIGHT } = process.env;

export const slots = Number(BENCH_IN_FLIGHT ?? 200);

const warmUp = Number(BENCH_WARM_UP ?? 1_000);
const total = warmUp + Number(BENCH_JOBS ?? 5_000);

export interface Slots {
  readonly free: number;
  /** @param end acks the message; it is called before the slot is free again */
  take(end: () => void): void;
  /** Resolves when the last message is acked. */
  readonly done: Promise<void>;
}

/** Prints to standard output when the counted messages begin and end. */
export function openSlots(onFree: () => void): Slots {
  const done = Promise.withResolvers<void>();
  let busy = 0;
  let ended = 0;
  let cpu = process.cpuUsage();
  let beganMs = performance.now();
  const count = (): void => {
    ended += 1;
    if (ended === warmUp) {
      cpu = process.cpuUsage();
      beganMs = performance.now();
      say({ msg: 'begin' });
    }
    if (ended !== total) return;
    const { user, system } = process.cpuUsage(cpu);
    say({ msg: 'end', seconds: (performance.now() - beganMs) / 1_000, cpuMicros: user + system });
    done.resolve();
  };
  return {
    get free() {
      return slots - busy;
    },
    take: (end) => {
      busy += 1;
      setImmediate(() => {
        end();
        busy -= 1;
        count();
        onFree();
      });
    },
    done: done.promise,
  };
}

function say(line: object): void {
  console.log(JSON.stringify(line));
}

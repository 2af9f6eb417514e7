// The cost of messages for one program of the bench, in a process of its own beside the broker that holds them.
import { runLoaded } from './loaded.ts';

export interface MessageLoad {
  /** Messages before those that are counted: a new process spends its time on compiling. */
  readonly warmUp: number;
  readonly messages: number;
  readonly inFlight: number;
}

export interface Measured {
  readonly perSecond: number;
  /** Processor time for each message. */
  readonly clientMicros: number;
  readonly brokerMicros: number;
}

export async function measureProgram(
  path: string,
  broker: { readonly url: string; readonly pid: number },
  { warmUp, messages, inFlight }: MessageLoad,
): Promise<Measured> {
  const env = {
    ...process.env,
    BENCH_URL: broker.url,
    BENCH_WARM_UP: String(warmUp),
    BENCH_JOBS: String(messages),
    BENCH_IN_FLIGHT: String(inFlight),
  };
  const { seconds, ownMicros, watchedMicros } = await runLoaded([path], env, [broker.pid]);
  const [brokerMicros = Number.NaN] = watchedMicros;
  return {
    perSecond: messages / seconds,
    clientMicros: ownMicros / messages,
    brokerMicros: brokerMicros / messages,
  };
}

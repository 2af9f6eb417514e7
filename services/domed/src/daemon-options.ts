// What a daemon is started with.
import type { Clock, FollowingClock, Logger, Readiness, Shutdown } from '@dome/runtime';
import type { Meters, Tracing } from '@dome/telemetry';

import type { DomedConfig } from './config.ts';
import type { DaemonIdentity } from './identity.ts';

export interface DaemonOptions {
  readonly config: DomedConfig;
  readonly identity: DaemonIdentity;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly shutdown: Shutdown;
  readonly readiness: Readiness;
  readonly meters: Meters;
  readonly tracing: Tracing;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file of the broker password, if it can be read again. */
  readonly passwordFile: string | undefined;
  /** In addition to the files that the configuration names. */
  readonly secretFiles: readonly string[];
  readonly nonce: () => string;
  /** Of the digests of secrets. */
  readonly salt: string;
}

/** Commands carry deadlines from another machine and were stored at the broker's time, so that time is used here. */
export interface TimedOptions extends DaemonOptions {
  readonly clock: FollowingClock;
}
